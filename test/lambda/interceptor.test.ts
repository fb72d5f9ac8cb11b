import {
  answer,
  change,
  deny,
  interceptBoth,
  InterceptorEventError,
  interceptRequest,
  interceptResponse,
  pass,
  type InterceptorFailureEntry,
  type RequestCode,
  type ResponseCode,
} from '../../lib/lambda';
import {
  decoded,
  encoded,
  httpEvent,
  httpResponseEvent,
  invoke,
  LAMBDA,
  mcpEvent,
  responseEvent,
  seenBy,
  toolCall,
} from './interceptor-events';

const logged: InterceptorFailureEntry[] = [];
beforeEach(() => void (logged.length = 0));
const log = (entry: InterceptorFailureEntry) => void logged.push(entry);
const requests = (code: RequestCode) => interceptRequest(code, { log });
const responses = (code: ResponseCode) => interceptResponse(code, { log });

const LIST = { jsonrpc: '2.0', id: 1, method: 'tools/list' };
const REFUND = toolCall('Refunds___process_refund', { order_id: '1001', amount: 5 });
const FAILED =
  'An interceptor of the gateway failed, so nothing was passed on. The cause is in its log under request lambda-1.';

describe('What the code for requests gets to see', () => {
  it('is the call, with tool and input', async () => {
    expect(await seenBy(mcpEvent(REFUND))).toEqual({
      protocol: 'mcp',
      path: '/mcp',
      httpMethod: 'POST',
      headers: {},
      body: REFUND,
      method: 'tools/call',
      id: 7,
      tool: { fullName: 'Refunds___process_refund', target: 'Refunds', name: 'process_refund' },
      input: { order_id: '1001', amount: 5 },
      context: { requestId: 'lambda-1', gatewayArn: undefined, sourceIp: undefined, lambda: LAMBDA },
    });
  });

  it.each([
    ['Shop___store___hours', { target: 'Shop', name: 'store___hours' }],
    ['x_amz_bedrock_agentcore_search', { target: '', name: 'x_amz_bedrock_agentcore_search' }],
  ])('is the tool %s in its parts', async (fullName, parts) => {
    expect((await seenBy(mcpEvent(toolCall(fullName)))).tool).toEqual({ fullName, ...parts });
  });

  it.each([
    ['no arguments', { name: 'a' }],
    ['null', { name: 'a', arguments: null }],
  ])('is an empty input for a call with %s', async (_words, params) => {
    expect((await seenBy(mcpEvent({ jsonrpc: '2.0', id: 1, method: 'tools/call', params }))).input).toEqual({});
  });

  it.each([
    ['tools/list', LIST, { method: 'tools/list', id: 1 }],
    ['a notification', { jsonrpc: '2.0', method: 'notifications/initialized' }, { id: undefined }],
    ['a notification whose id is null', { jsonrpc: '2.0', id: null, method: 'notifications/initialized' }, {}],
    ["the client's answer to the server", { jsonrpc: '2.0', id: 'elicit-1', result: {} }, { id: 'elicit-1' }],
  ])('is %s without tool and input', async (_words, body, expected) => {
    expect(await seenBy(mcpEvent(body))).toMatchObject({ ...expected, body, tool: undefined, input: undefined });
  });

  it('is a request without a body where a session ends', async () => {
    const event = mcpEvent(null);
    Object.assign(event.mcp.gatewayRequest, { httpMethod: 'DELETE' });
    expect(await seenBy(event)).toMatchObject({ httpMethod: 'DELETE', body: undefined, method: undefined });
    expect(await invoke(requests(pass), event)).toEqual({
      interceptorOutputVersion: '1.0',
      mcp: { transformedGatewayRequest: {} },
    });
  });

  it('are headers in lower case, and one that is there twice with both values', async () => {
    const headers = { Authorization: 'Bearer a', 'X-Team': 'shop', authorization: 'Bearer b', ['__proto__']: 'x' };
    expect({ ...(await seenBy(mcpEvent(LIST, headers))).headers }).toEqual({
      authorization: 'Bearer a, Bearer b',
      'x-team': 'shop',
      ['__proto__']: 'x',
    });
  });

  it('is an HTTP request with its bytes, and what the gateway says of itself', async () => {
    const custom = { GATEWAY_ARN: 'arn:gateway', GATEWAY_ACCOUNT_ID: '1', REQUEST_ID: 'r-1', SOURCE_IP: '192.0.2.1' };
    const lambda = { ...LAMBDA, clientContext: { custom } };
    expect(await seenBy(httpEvent({ prompt: 'Grüße' }, { 'Content-Type': 'application/json' }), lambda)).toEqual({
      protocol: 'http',
      path: '/researcher/invocations',
      httpMethod: 'POST',
      headers: { 'content-type': 'application/json' },
      body: Buffer.from('{"prompt":"Grüße"}'),
      context: { requestId: 'r-1', gatewayArn: 'arn:gateway', sourceIp: '192.0.2.1', lambda },
    });
  });
});

describe('A request', () => {
  it('passes as it came', async () => {
    expect(await invoke(requests(pass), mcpEvent(REFUND, { authorization: 'Bearer t' }))).toEqual({
      interceptorOutputVersion: '1.0',
      mcp: { transformedGatewayRequest: { body: REFUND } },
    });
  });

  it('goes on with another input, and with headers that are added', async () => {
    const code: RequestCode = ({ input }) => change({ headers: { 'x-team': 'shop' }, input: { ...input, amount: 3 } });
    expect(await invoke(requests(code), mcpEvent(REFUND))).toEqual({
      interceptorOutputVersion: '1.0',
      mcp: {
        transformedGatewayRequest: {
          headers: { 'x-team': 'shop' },
          body: {
            ...REFUND,
            params: { name: 'Refunds___process_refund', arguments: { order_id: '1001', amount: 3 } },
          },
        },
      },
    });
  });

  it('goes on as another message', async () => {
    const output = await invoke(
      requests(() => change({ body: LIST })),
      mcpEvent(REFUND),
    );
    expect(output.mcp).toEqual({ transformedGatewayRequest: { body: LIST } });
  });

  it.each<[string, RequestCode, object]>([
    [
      'a message',
      () => deny('Ask for less.'),
      {
        statusCode: 200,
        body: { jsonrpc: '2.0', id: 'call-9', error: { code: -32002, message: 'Ask for less.' } },
      },
    ],
    [
      'everything that can be said',
      () => deny('No.', { code: -32001, data: { limit: 5 }, statusCode: 403, headers: { 'retry-after': '60' } }),
      {
        statusCode: 403,
        headers: { 'retry-after': '60' },
        body: { jsonrpc: '2.0', id: 'call-9', error: { code: -32001, message: 'No.', data: { limit: 5 } } },
      },
    ],
  ])('is denied with %s, with its id', async (_words, code, transformedGatewayResponse) => {
    const output = await invoke(requests(code), mcpEvent(toolCall('Refunds___process_refund', {}, 'call-9')));
    expect(output).toEqual({ interceptorOutputVersion: '1.0', mcp: { transformedGatewayResponse } });
  });

  it('is denied by its HTTP status where nobody waits for an answer', async () => {
    const output = await invoke(
      requests(() => deny('No.')),
      mcpEvent({ jsonrpc: '2.0', method: 'notifications/initialized' }),
    );
    expect(output.mcp).toEqual({
      transformedGatewayResponse: {
        statusCode: 403,
        body: { jsonrpc: '2.0', id: null, error: { code: -32002, message: 'No.' } },
      },
    });
  });

  it("is answered in the target's place", async () => {
    const result = { content: [{ type: 'text', text: 'closed' }] };
    const output = await invoke(
      requests(() => answer(result)),
      mcpEvent(REFUND),
    );
    expect(output.mcp).toEqual({
      transformedGatewayResponse: { statusCode: 200, body: { jsonrpc: '2.0', id: 7, result } },
    });
  });
});

describe('A batch', () => {
  const batch = [toolCall('A___a', {}, 1), { jsonrpc: '2.0', method: 'notifications/x' }, toolCall('B___b', {}, 2)];

  it('goes on as a batch, each message decided by itself', async () => {
    const output = await invoke(
      requests(({ tool }) => (tool?.name === 'b' ? change({ input: { c: 1 } }) : pass())),
      mcpEvent(batch),
    );
    expect(output.mcp).toEqual({
      transformedGatewayRequest: { body: [batch[0], batch[1], toolCall('B___b', { c: 1 }, 2)] },
    });
  });

  it('is refused as a whole where one message is: nothing of it runs, and every call gets its answer', async () => {
    const output = await invoke(
      requests(({ tool }) => (tool?.name === 'b' ? deny('Not b.') : pass())),
      mcpEvent(batch),
    );
    const message = 'Not run, because another call of the same batch was refused.';
    expect(output.mcp).toEqual({
      transformedGatewayResponse: {
        statusCode: 200,
        body: [
          { jsonrpc: '2.0', id: 1, error: { code: -32002, message } },
          { jsonrpc: '2.0', id: 2, error: { code: -32002, message: 'Not b.' } },
        ],
      },
    });
  });

  it('is answered where all its calls are, and fails where only some are', async () => {
    const calls = [batch[0], batch[2]];
    expect(
      (
        await invoke(
          requests(({ id }) => answer({ id })),
          mcpEvent(calls),
        )
      ).mcp!.transformedGatewayResponse.body,
    ).toEqual([
      { jsonrpc: '2.0', id: 1, result: { id: 1 } },
      { jsonrpc: '2.0', id: 2, result: { id: 2 } },
    ]);
    const some = await invoke(
      requests(({ id }) => (id === 1 ? answer({}) : pass())),
      mcpEvent(calls),
    );
    expect(some.mcp!.transformedGatewayResponse.body[1]).toEqual({
      jsonrpc: '2.0',
      id: 2,
      error: { code: -32603, message: FAILED },
    });
    expect(logged[0].error.message).toBe(
      'answer() was returned for some messages of a batch; it has to be for all or for none.',
    );
  });
});

describe('What cannot be read in one way only', () => {
  it.each<[string, unknown, string | undefined, string]>([
    ['no body', null, undefined, 'the body is missing'],
    ['an empty batch', [], undefined, 'the batch is empty'],
    ['a message that is a text', 'tools/call', undefined, 'a message is no object'],
    ['a batch in a batch', [[LIST]], undefined, 'a message is no object'],
    ['a method that is a list', { id: 1, method: ['tools/call'] }, undefined, 'a method is no text'],
    ['an id that is an object', { id: {}, method: 'tools/list' }, undefined, 'an id is neither text nor number'],
    ['a call without a tool', { id: 1, method: 'tools/call' }, undefined, 'a call names no tool'],
    [
      'a list as arguments',
      { id: 1, method: 'tools/call', params: { name: 'a', arguments: [1] } },
      undefined,
      'the arguments of a call are no object',
    ],
    [
      'a name that stands twice',
      { id: 1, method: 'b' },
      '{"id":1,"method":"a","method":"b"}',
      'an object has a name twice',
    ],
    [
      'a name that stands twice, once with an escape',
      { id: 1, method: 'b' },
      '{"id":1,"method":"a","m\\u0065thod":"b"}',
      'an object has a name twice',
    ],
    [
      'a number that JavaScript has not',
      toolCall('a', { order: 9007199254740993 }),
      '{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"a","arguments":{"order":9007199254740993}}}',
      'a number has more digits than can be passed on: send it as text',
    ],
  ])('is refused and never decided: %s', async (_words, body, raw, reason) => {
    const code = jest.fn(pass);
    const { mcp } = await invoke(requests(code), mcpEvent(body, {}, raw));
    expect(mcp!.transformedGatewayRequest).toBeUndefined();
    expect([mcp!.transformedGatewayResponse.body].flat()[0].error).toEqual({
      code: -32600,
      message: `Refused: ${reason}.`,
    });
    expect(code).not.toHaveBeenCalled();
    expect(logged).toEqual([]);
  });

  it.each([
    ['texts that look like names', { 'a"': '"b": 1', c: '{"c":1}', d: 'x\\' }],
    ['long numbers that are exact', { a: 9007199254740992, b: -0.1, c: 1e21, d: 12345678901234567000 }],
    ['numbers in texts', { a: '9007199254740993', '9007199254740993': 1 }],
    ['__proto__ as a name', JSON.parse('{"__proto__":{"a":1},"constructor":1}')],
  ])('is not %s', async (_words, input) => {
    const body = toolCall('a', input);
    expect((await invoke(requests(pass), mcpEvent(body))).mcp).toEqual({ transformedGatewayRequest: { body } });
  });

  it('is nothing of a text that is no JSON: what the gateway read is what is passed on', async () => {
    expect((await invoke(requests(pass), mcpEvent(LIST, {}, '<raw>'))).mcp).toEqual({
      transformedGatewayRequest: { body: LIST },
    });
  });
});

describe('Code that fails', () => {
  const TOKEN = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ1c2VyLTEifQ.c2lnbmF0dXJl';
  const broken: RequestCode = ({ headers, input }) => {
    throw new TypeError(`No tenant for ${headers.authorization?.slice(7)} in ${JSON.stringify(input)}`);
  };

  it('lets nothing through, and tells the caller nothing of the cause', async () => {
    const output = await invoke(requests(broken), mcpEvent(REFUND, { Authorization: `Bearer ${TOKEN}` }));
    expect(output).toEqual({
      interceptorOutputVersion: '1.0',
      mcp: {
        transformedGatewayResponse: {
          statusCode: 200,
          body: { jsonrpc: '2.0', id: 7, error: { code: -32603, message: FAILED } },
        },
      },
    });
  });

  it('logs the cause without token and input', async () => {
    await invoke(requests(broken), mcpEvent(REFUND, { Authorization: `Bearer ${TOKEN}` }));
    expect(logged).toEqual([
      {
        level: 'ERROR',
        message: 'The request interceptor failed',
        method: 'tools/call',
        tool: 'Refunds___process_refund',
        requestId: 'lambda-1',
        lambdaRequestId: 'lambda-1',
        error: { name: 'TypeError', message: expect.stringContaining('No tenant for '), stack: expect.any(Array) },
      },
    ]);
    expect(JSON.stringify(logged)).not.toMatch(/eyJ|c2lnbmF0|1001/);
  });

  it.each<[string, () => unknown, string]>([
    ['returns nothing', () => undefined, 'The code returned none of pass(), change(), deny(), answer().'],
    ['returns true', () => true, 'The code returned none of pass(), change(), deny(), answer().'],
    [
      'changes the input of no call',
      () => change({ input: {} }),
      'change({ input }) was returned for a message that calls no tool.',
    ],
  ])('is also code that %s', async (_words, code, cause) => {
    const output = await invoke(requests(code as RequestCode), mcpEvent(LIST));
    expect(output.mcp!.transformedGatewayResponse.body.error.code).toBe(-32603);
    expect(logged[0].error).toMatchObject({ name: 'VerdictError', message: cause });
  });

  it('is code for another version of the events', async () => {
    await invoke(requests(pass), { ...mcpEvent(LIST), interceptorInputVersion: '2.0' });
    expect(logged[0].error.message).toBe('The gateway passes another version than 1.0: update cdk-agentcore.');
  });

  it.each([
    ['requests', requests(pass), responseEvent(LIST, { statusCode: 200, headers: {}, body: {} })],
    ['responses', responses(pass), mcpEvent(LIST)],
  ])('is code for %s that is given the other', async (_way, handler, event) => {
    const output = await invoke(handler, event);
    expect(output.mcp!.transformedGatewayResponse.body).toMatchObject({ id: 1, error: { code: -32603 } });
    expect(logged[0].error.message).toMatch(
      /^The gateway passes a re\w+, and the code is not for it: see Interceptor.both\.$/,
    );
  });

  it('answers no gateway with an error, as there is none to answer', async () => {
    await expect(invoke(requests(pass), { body: '{}' })).rejects.toThrow(InterceptorEventError);
    await expect(invoke(requests(pass), null)).rejects.toThrow(
      'This function is an interceptor of an AgentCore gateway, and this event holds neither "mcp" nor "http".',
    );
  });

  it('writes one line of JSON by itself', async () => {
    const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    await invoke(interceptRequest(broken), mcpEvent(REFUND));
    expect(JSON.parse(write.mock.calls[0][0] as string)).toMatchObject({
      level: 'ERROR',
      tool: 'Refunds___process_refund',
    });
    write.mockRestore();
  });
});

describe('A response', () => {
  const RESULT = { jsonrpc: '2.0', id: 7, result: { content: [{ type: 'text', text: 'IBAN DE02' }] } };
  const event = responseEvent(REFUND, { statusCode: 200, headers: { 'Mcp-Session-Id': 's' }, body: RESULT });

  it('is seen with what it answers', async () => {
    const seen: object[] = [];
    await invoke(
      responses((response) => {
        seen.push(response);
        return pass();
      }),
      event,
    );
    expect(seen).toEqual([
      {
        protocol: 'mcp',
        request: expect.objectContaining({ method: 'tools/call', input: { order_id: '1001', amount: 5 } }),
        statusCode: 200,
        headers: { 'mcp-session-id': 's' },
        body: RESULT,
        result: RESULT.result,
        error: undefined,
        method: undefined,
        streaming: false,
      },
    ]);
  });

  it.each<[string, ResponseCode, object]>([
    ['passes', pass, { statusCode: 200, body: RESULT }],
    [
      'gets another result',
      () => change({ result: { content: [] }, headers: { 'x-redacted': 'yes' } }),
      { statusCode: 200, headers: { 'x-redacted': 'yes' }, body: { ...RESULT, result: { content: [] } } },
    ],
    ['gets another status', () => change({ statusCode: 202 }), { statusCode: 202, body: RESULT }],
    [
      'is held back',
      () => deny('Too much.'),
      { statusCode: 200, body: { jsonrpc: '2.0', id: 7, error: { code: -32002, message: 'Too much.' } } },
    ],
  ])('%s', async (_words, code, transformedGatewayResponse) => {
    expect(await invoke(responses(code), event)).toEqual({
      interceptorOutputVersion: '1.0',
      mcp: { transformedGatewayResponse },
    });
  });

  it('is held back where the code fails', async () => {
    const broken: ResponseCode = () => {
      throw new Error('IBAN DE02');
    };
    const output = await invoke(responses(broken), event);
    expect(output.mcp).toEqual({
      transformedGatewayResponse: {
        statusCode: 200,
        body: { jsonrpc: '2.0', id: 7, error: { code: -32603, message: FAILED } },
      },
    });
    expect(logged[0]).toMatchObject({ message: 'The response interceptor failed', tool: 'Refunds___process_refund' });
    expect(JSON.stringify(logged)).not.toContain('DE02');
  });

  it('without a body gets none, as null would replace what the gateway has', async () => {
    const empty = responseEvent(REFUND, { statusCode: 200, headers: {}, body: null });
    expect((await invoke(responses(pass), empty)).mcp).toEqual({ transformedGatewayResponse: { statusCode: 200 } });
  });

  it('is an event of a stream: later ones have no status, and a denied question ends the call', async () => {
    const question = { jsonrpc: '2.0', id: 'elicit-1', method: 'elicitation/create', params: { message: 'Sure?' } };
    const first = responseEvent(REFUND, { statusCode: 200, headers: {}, isStreamingResponse: true, body: question });
    const later = responseEvent(REFUND, { isStreamingResponse: true, body: RESULT });
    const code: ResponseCode = ({ method, streaming }) =>
      streaming && method === 'elicitation/create' ? deny('No questions.') : pass();
    expect((await invoke(responses(code), first)).mcp).toEqual({
      transformedGatewayResponse: {
        statusCode: 200,
        body: { jsonrpc: '2.0', id: 7, error: { code: -32002, message: 'No questions.' } },
      },
    });
    expect((await invoke(responses(code), later)).mcp).toEqual({ transformedGatewayResponse: { body: RESULT } });
  });

  it('of a batch is decided message by message, each beside its request', async () => {
    const batch = [toolCall('A___a', {}, 1), toolCall('B___b', {}, 2)];
    const body = [
      { jsonrpc: '2.0', id: 2, result: { of: 'b' } },
      { jsonrpc: '2.0', id: 1, result: { of: 'a' } },
    ];
    const code: ResponseCode = ({ request }) => (request?.tool?.name === 'b' ? deny('Not b.') : pass());
    const output = await invoke(responses(code), responseEvent(batch, { statusCode: 200, headers: {}, body }));
    expect(output.mcp!.transformedGatewayResponse.body).toEqual([
      { jsonrpc: '2.0', id: 2, error: { code: -32002, message: 'Not b.' } },
      body[1],
    ]);
  });

  it('and its request are decided by one function for both', async () => {
    const both = interceptBoth({ request: pass, response: () => change({ statusCode: 203 }) });
    expect((await invoke(both, mcpEvent(LIST))).mcp).toEqual({ transformedGatewayRequest: { body: LIST } });
    expect((await invoke(both, event)).mcp).toEqual({ transformedGatewayResponse: { statusCode: 203, body: RESULT } });
  });
});

describe('An HTTP target', () => {
  const body = { prompt: 'Hello' };

  it.each<[string, RequestCode, object]>([
    ['is called as it was asked', pass, { transformedGatewayRequest: { body: encoded(body) } }],
    [
      'is asked otherwise',
      () => change({ headers: { 'x-team': 'shop' }, body: { prompt: 'Bye' } }),
      { transformedGatewayRequest: { headers: { 'x-team': 'shop' }, body: encoded({ prompt: 'Bye' }) } },
    ],
    [
      'is not asked where that is denied',
      () => deny('Not now.'),
      {
        transformedGatewayResponse: {
          statusCode: 403,
          contentType: 'application/json',
          body: encoded({ message: 'Not now.' }),
        },
      },
    ],
    [
      'is not asked where the answer is known',
      () => answer('Hi.', { contentType: 'text/plain' }),
      { transformedGatewayResponse: { statusCode: 200, contentType: 'text/plain', body: encoded('Hi.') } },
    ],
  ])('%s', async (_words, code, http) => {
    expect(await invoke(requests(code), httpEvent(body))).toEqual({ interceptorOutputVersion: '1.0', http });
  });

  it.each<[string, ResponseCode, object]>([
    ['unchanged', pass, {}],
    [
      'with another header',
      () => change({ headers: { a: 'b' } }),
      { transformedGatewayResponse: { headers: { a: 'b' } } },
    ],
    [
      'with another body',
      () => change({ statusCode: 201, contentType: 'text/plain', body: Buffer.from('ok') }),
      { transformedGatewayResponse: { statusCode: 201, contentType: 'text/plain', body: encoded('ok') } },
    ],
  ])('answers %s', async (_words, code, http) => {
    expect(await invoke(responses(code), httpResponseEvent(body))).toEqual({ interceptorOutputVersion: '1.0', http });
  });

  it('answers with bytes, and without where the body is excluded; its request is not there', async () => {
    const bodies: unknown[] = [];
    const code: ResponseCode = (response) => {
      bodies.push(response.body, response.request, response.statusCode);
      return pass();
    };
    await invoke(responses(code), httpResponseEvent(body));
    await invoke(responses(code), httpResponseEvent(null));
    expect(bodies).toEqual([Buffer.from('{"prompt":"Hello"}'), undefined, 200, undefined, undefined, 200]);
  });

  it('fails closed', async () => {
    const output = await invoke(
      requests(() => change({ input: {} })),
      httpEvent(body),
    );
    const { statusCode, body: sent } = output.http!.transformedGatewayResponse;
    expect([statusCode, JSON.parse(decoded(sent))]).toEqual([500, { message: FAILED }]);
  });
});
