/** The types that tool code gets. `tsc` is the judge here: a line marked as an error must be one. */
import { invokeAsGateway, toolHandler, type InputOf } from '../../lib/lambda';

const definitions = [
  {
    name: 'find_orders',
    description: 'Finds orders.',
    inputSchema: {
      type: 'object',
      properties: {
        customer_id: { type: 'string' },
        limit: { type: 'integer' },
        range: { type: 'object', properties: { from: { type: 'string' } }, required: ['from'] },
        tags: { type: 'array', items: { type: 'string' } },
        extra: { type: 'object' },
      },
      required: ['customer_id', 'tags'],
    },
  },
  { name: 'ping', description: 'Answers.', inputSchema: { type: 'object', properties: {} } },
] as const;

/** As `cdk-agentcore types` writes it. */
interface ToolInputs {
  find_orders: { customer_id: string; limit?: number };
}

const fromJson: { tools: { name: string; description: string; inputSchema: { type: string; required: string[] } }[] } =
  {
    tools: [{ name: 'find_orders', description: 'Finds orders.', inputSchema: { type: 'object', required: [] } }],
  };

type Same<A, B> = [A, B] extends [B, A] ? true : false;

describe('the type of an input', () => {
  it('follows from an inline definition', async () => {
    const same: Same<
      InputOf<(typeof definitions)[0]['inputSchema']>,
      { customer_id: string; tags: string[]; limit?: number; range?: { from: string }; extra?: Record<string, unknown> }
    > = true;
    expect(same).toBe(true);
    const handler = toolHandler(definitions, {
      find_orders: async (input) => {
        const needed: string = input.customer_id;
        // @ts-expect-error -- an optional field may be missing
        const optional: number = input.limit;
        // @ts-expect-error -- there is no such field
        const unknownField: unknown = input.custmer_id;
        return { needed, optional, unknownField, first: input.tags[0].length, from: input.range?.from };
      },
      ping: () => 'pong',
    });
    expect(await invokeAsGateway(handler, 'find_orders', { customer_id: 'C-100', tags: ['new'] })).toEqual({
      needed: 'C-100',
      first: 3,
    });
  });

  it('follows from definitions written in the call itself', async () => {
    const handler = toolHandler(
      [{ name: 'ping', description: '', inputSchema: { type: 'object', properties: { times: { type: 'number' } } } }],
      { ping: ({ times }) => (times === undefined ? 0 : times * 2) },
    );
    expect(await invokeAsGateway(handler, 'ping', { times: 4 })).toBe(8);
  });

  it('comes from the generated interface for a file', async () => {
    const handler = toolHandler<ToolInputs>(fromJson, {
      find_orders: ({ customer_id, limit }) => {
        // @ts-expect-error -- an optional field may be missing
        const optional: number = limit;
        return { customer: customer_id.length, optional };
      },
    });
    expect(handler).toBeInstanceOf(Function);
  });

  it('is not guessed for a file without its interface', () => {
    // @ts-expect-error -- the interface that `cdk-agentcore types` writes is missing
    expect(toolHandler(fromJson, { find_orders: () => 1 })).toBeInstanceOf(Function);
  });
});

describe('a missing or superfluous function', () => {
  it('does not compile, and is refused at start', () => {
    // @ts-expect-error -- ping has no code
    expect(() => toolHandler(definitions, { find_orders: () => 1 })).toThrow('"ping" has no code');
    const both = { find_orders: () => 1, ping: () => 1 };
    // @ts-expect-error -- pong has no definition
    expect(() => toolHandler(definitions, { ...both, pong: () => 1 })).toThrow('"pong" has code but no definition');
    // @ts-expect-error -- find_orders has no code
    expect(() => toolHandler<ToolInputs>(fromJson, {})).toThrow('"find_orders" has no code');
    // @ts-expect-error -- nothing is no result that JSON can hold
    expect(toolHandler(definitions, { ...both, ping: () => undefined })).toBeInstanceOf(Function);
  });
});
