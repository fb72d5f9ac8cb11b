import type { Context } from 'aws-lambda';
import {
  invokeAsGateway,
  ToolError,
  ToolFailure,
  toolHandler,
  ToolSetupError,
  type FailureEntry,
  type LambdaContext,
  type ToolContext,
} from '../../lib/lambda';

const definitions = [
  {
    name: 'process_refund',
    description: 'Pays money back.',
    inputSchema: {
      type: 'object',
      properties: {
        order_id: { type: 'string' },
        amount: { type: 'number' },
        parcels: { type: 'integer' },
        notify: { type: 'boolean' },
        items: {
          type: 'array',
          items: { type: 'object', properties: { sku: { type: 'string' } }, required: ['sku'] },
        },
      },
      required: ['order_id', 'amount'],
    },
  },
  { name: 'store___hours', description: 'When the store is open.', inputSchema: { type: 'object' } },
] as const;

const seen: { input: unknown; context: ToolContext }[] = [];
const logged: FailureEntry[] = [];
beforeEach(() => {
  seen.length = 0;
  logged.length = 0;
});

const handler = toolHandler(
  definitions,
  {
    process_refund: (input, context) => {
      seen.push({ input, context });
      if (input.order_id === 'unknown')
        throw new ToolError('order_not_found', 'There is no such order.', { near: '1001' });
      if (input.order_id.startsWith('broken')) {
        throw new TypeError(`Cannot refund ${input.amount} for ${input.order_id}`, {
          cause: new Error(input.order_id),
        });
      }
      return { refunded: input.amount };
    },
    store___hours: () => ({ open: '9-17' }),
  },
  { log: (entry) => logged.push(entry) },
);

const refund = (input: unknown) => invokeAsGateway(handler, 'process_refund', input, { target: 'Refunds' });

describe('toolHandler', () => {
  it('runs the tool that the gateway names and returns its result', async () => {
    expect(await refund({ order_id: '1001', amount: 20 })).toEqual({ refunded: 20 });
    expect(await invokeAsGateway(handler, 'store___hours', {})).toEqual({ open: '9-17' });
  });

  it('hands the code its input and what the gateway said, and nothing else of the client context', async () => {
    await invokeAsGateway(
      handler,
      'process_refund',
      { order_id: '1001', amount: 20 },
      {
        target: 'Refunds',
        gatewayId: 'shop-tools-abcdefghij',
        requestId: 'r-1',
      },
    );
    const { lambda, ...call } = seen[0].context;
    expect(seen[0].input).toEqual({ order_id: '1001', amount: 20 });
    expect(call).toEqual({
      toolName: 'process_refund',
      target: 'Refunds',
      gatewayId: 'shop-tools-abcdefghij',
      requestId: 'r-1',
    });
    expect(lambda.getRemainingTimeInMillis()).toBe(30_000);
  });

  it.each(['custom', 'Custom'])('finds the tool under clientContext.%s', async (key) => {
    const context = {
      awsRequestId: 'lambda-1',
      functionName: 'f',
      invokedFunctionArn: 'arn',
      getRemainingTimeInMillis: () => 1,
      clientContext: { [key]: { bedrockAgentCoreToolName: 'Refunds___process_refund' } },
    };
    expect(await handler({ order_id: '1001', amount: 1 }, context)).toEqual({ refunded: 1 });
    expect(seen[0].context.requestId).toBe('lambda-1');
  });

  it('takes the context of the AWS Lambda type package', () => {
    const fits: (context: Context) => LambdaContext = (context) => context;
    expect(fits).toBeDefined();
  });

  it('answers a call that no gateway made', async () => {
    const context = {
      awsRequestId: 'x',
      functionName: 'f',
      invokedFunctionArn: 'arn',
      getRemainingTimeInMillis: () => 1,
    };
    expect(await handler({ order_id: '1001', amount: 1 }, context)).toEqual({
      error: {
        code: 'no_gateway',
        message:
          'This function runs tools for an AgentCore gateway, and this call carries no tool name in its client context. ' +
          'Call the tool through the gateway; in tests, use invokeAsGateway of cdk-agentcore/lambda.',
      },
    });
    expect(seen).toEqual([]);
  });

  it('answers a call of a tool that has no code here', async () => {
    expect(await invokeAsGateway(handler, 'delete_order', {})).toEqual({
      error: {
        code: 'unknown_tool',
        message: 'There is no code for delete_order behind this target.',
        tools: ['process_refund', 'store___hours'],
      },
    });
  });
});

describe('an input that does not fit', () => {
  it('is answered with every problem and never reaches the code', async () => {
    const answer = await refund({
      amount: '20',
      parcels: 1.5,
      notify: 'yes',
      items: [{ sku: 'a' }, {}, { sku: 7, size: 'L' }, null],
      amuont: 20,
      constructor: 'x',
    });
    const fields = 'order_id, amount, parcels, notify, items';
    expect(answer).toEqual({
      error: {
        code: 'invalid_input',
        message: 'process_refund did not run: its input does not fit. Correct every problem and call it again.',
        problems: [
          { path: 'order_id', problem: 'is required' },
          { path: 'amount', problem: 'must be a number, not a string' },
          { path: 'parcels', problem: 'must be an integer, not a number with decimals or beyond 2^53' },
          { path: 'notify', problem: 'must be a boolean, not a string' },
          { path: 'items[1].sku', problem: 'is required' },
          { path: 'items[2].sku', problem: 'must be a string, not a number' },
          { path: 'items[2].size', problem: 'is not a field of this tool; the fields are items[2].sku' },
          { path: 'items[3]', problem: 'must be an object, not null' },
          { path: 'amuont', problem: `is not a field of this tool; the fields are ${fields}` },
          { path: 'constructor', problem: `is not a field of this tool; the fields are ${fields}` },
        ],
      },
    });
    expect(seen).toEqual([]);
    expect(logged).toEqual([]);
  });

  it.each([[[]], ['text'], [null]])('is answered when it is no object: %j', async (input) => {
    expect(await refund(input)).toMatchObject({
      error: {
        code: 'invalid_input',
        problems: [{ path: 'input', problem: expect.stringMatching(/^must be an object, not /) }],
      },
    });
  });

  it('may hold anything where the definition names no field', async () => {
    expect(await invokeAsGateway(handler, 'store___hours', { day: 'Monday' })).toEqual({ open: '9-17' });
  });
});

describe('code that fails', () => {
  it('answers a ToolError with its code, message and details', async () => {
    expect(await refund({ order_id: 'unknown', amount: 20 })).toEqual({
      error: { code: 'order_not_found', message: 'There is no such order.', near: '1001' },
    });
    expect(logged).toEqual([]);
  });

  it('throws any other error so that Lambda counts it, saying no more than where the cause is', async () => {
    const thrown = (await refund({ order_id: 'broken-1001', amount: 4711 }).catch((error: unknown) => error)) as Error;
    expect(thrown).toBeInstanceOf(ToolFailure);
    expect(thrown.message).toBe(
      'process_refund failed. The cause is in the log of this function under request local-request.',
    );
    expect(thrown.stack).toBe(`ToolFailure: ${thrown.message}`);
    expect(thrown.cause).toBeUndefined();
  });

  it('logs the error with its causes, without the values of the input', async () => {
    await expect(refund({ order_id: 'broken-1001', amount: 4711 })).rejects.toThrow(ToolFailure);
    const [{ error, ...entry }] = logged;
    expect(entry).toEqual({
      level: 'ERROR',
      message: 'process_refund failed',
      tool: 'Refunds___process_refund',
      requestId: 'local-request',
      lambdaRequestId: 'local-request',
      gatewayId: 'local-gateway',
    });
    expect(error).toMatchObject({
      name: 'TypeError',
      message: 'Cannot refund [input] for [input]',
      cause: { name: 'Error', message: '[input]' },
    });
    expect(error.stack[0]).toContain('tool-handler.test.ts');
    expect(JSON.stringify(logged)).not.toMatch(/broken-1001|4711/);
  });

  it.each([
    ['quoted as JSON', (text: string) => new Error(`Cannot parse ${JSON.stringify({ text })}`)],
    ['spread over lines that look like a stack', (text: string) => new Error(text)],
    ['in a message that was changed later', (text: string) => Object.assign(new Error(text), { message: 'Failed' })],
  ])('logs no value of the input that is %s', async (_, error) => {
    const note = { name: 'note', description: 'Notes.', inputSchema: { type: 'object' } } as const;
    const breaking = toolHandler(
      [note],
      {
        note: ({ text }) => {
          throw error(text as string);
        },
      },
      { log: (entry) => logged.push(entry) },
    );
    const text = 'She said "no"\n    at her home';
    await expect(invokeAsGateway(breaking, 'note', { text })).rejects.toThrow(ToolFailure);
    expect(logged[0].error.stack[0]).toContain('tool-handler.test.ts');
    expect(JSON.stringify(logged)).not.toMatch(/She said|her home/);
  });

  it('writes one line of JSON to standard output by default', async () => {
    const lines: string[] = [];
    const write = jest.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
    const breaking = toolHandler([definitions[1]], {
      store___hours: () => {
        throw new Error('closed\nfor ever');
      },
    });
    await expect(invokeAsGateway(breaking, 'store___hours', {})).rejects.toThrow(ToolFailure);
    write.mockRestore();
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^\{"level":"ERROR".*\}\n$/);
    expect(JSON.parse(lines[0])).toMatchObject({ error: { message: 'closed\nfor ever' } });
  });
});

describe('definitions and code that do not fit', () => {
  it('are refused when the function starts, all problems together', () => {
    const wrong: object = { store_hours: () => ({}) };
    const broken = { name: 'x', description: '', inputSchema: { type: 'object', properties: { a: { type: 'int' } } } };
    expect(() => toolHandler<object>([...definitions, definitions[0], broken], wrong)).toThrow(
      new ToolSetupError([
        '"process_refund" is defined twice; keep one definition',
        '"process_refund" has no code; add a function of that name',
        '"store___hours" has no code; add a function of that name',
        '"process_refund" has no code; add a function of that name',
        '"x" has no code; add a function of that name',
        '"store_hours" has code but no definition; the definitions are process_refund, store___hours, process_refund, x',
        '"x" inputSchema.a has the type "int"; use string, number, integer, boolean, object, array',
      ]),
    );
    expect(() => toolHandler<object>({ tools: [] }, {})).toThrow(
      'Definitions and code of the tools do not fit:\n  - there is no definition',
    );
  });
});
