import { tenantHandler, type TenantField, type TenantRules } from '../../lib/lambda/interceptor-tenant';
import { httpEvent, invoke, mcpEvent, toolCall, type Output } from './interceptor-events';

const RULES: TenantRules = {
  claim: 'tenant_id',
  fields: [
    { path: ['tenantId'], type: 'string', set: false },
    { path: ['filter', 'tenantId'], type: 'string', set: false },
    { path: ['tenants'], type: 'array', set: false },
    { path: ['tenantNumber'], type: 'integer', set: false },
  ],
  tools: {
    x_amz_bedrock_agentcore_search: null,
    Shop___get_order: 0,
    Shop___search: 1,
    Shop___report: 2,
    Shop___count: 3,
    Weather___forecast: null,
    'Public___*': null,
  },
};

/** The same tools, with the tenant filled in. */
const FILLED: TenantRules = { ...RULES, fields: RULES.fields.map((field): TenantField => ({ ...field, set: true })) };

const base64url = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const token = (claims: unknown) => `${base64url({ alg: 'RS256' })}.${base64url(claims)}.c2lnbmF0dXJl`;
const bearer = (claims: unknown) => ({ Authorization: `Bearer ${token(claims)}` });
const ACME = { sub: 'user-1', tenant_id: 'acme' };

const lines: string[] = [];
beforeEach(() => void (lines.length = 0));

function call(body: unknown, headers: Record<string, string> = bearer(ACME), rules = RULES, raw?: string) {
  return invoke(
    tenantHandler(rules, (line) => lines.push(line)),
    mcpEvent(body, headers, raw),
  );
}

const order = (tenantId: unknown, name = 'Shop___get_order') => toolCall(name, { order: '1001', tenantId });
const passed = (output: Output) => output.mcp?.transformedGatewayRequest?.body;
const refusal = (output: Output) => output.mcp?.transformedGatewayResponse?.body?.error?.message;

/** Everything the caller is told, by its reason in the log. */
const SAID = {
  method_not_checked: 'Refused: the tenant of this method cannot be checked. Use the tools.',
  header_differs: 'Refused: the headers Mcp-Method and Mcp-Name say another call than the message.',
  tool_not_known: 'Refused: the tenant of this tool cannot be checked.',
  no_token: 'Refused: the call brings no token that can be read.',
  no_tenant: 'Refused: the caller belongs to no tenant.',
  which_tenant: 'Refused: the caller belongs to several tenants, and the call does not say for which one it is.',
  field_missing: 'Refused: the call does not say for which tenant it is. Call again with the tenant of the caller.',
  field_of_other_type: 'Refused: the tenant is not of the type that the tool takes.',
  other_tenant: 'Refused: the call is for another tenant than that of the caller.',
};

function expectRefused(output: Output, reason: keyof typeof SAID): void {
  expect(passed(output)).toBeUndefined();
  expect(refusal(output)).toBe(SAID[reason]);
  expect(lines.map((line) => (JSON.parse(line) as { reason: string }).reason)).toEqual([reason]);
}

describe('A call of a tool', () => {
  it("passes for the caller's tenant, as it came", async () => {
    expect(passed(await call(order('acme')))).toEqual(order('acme'));
    expect(lines).toEqual([]);
  });

  it('is refused for another tenant, with its id and one line in the log', async () => {
    const output = await call(order('globex'));
    expect(output).toEqual({
      interceptorOutputVersion: '1.0',
      mcp: {
        transformedGatewayResponse: {
          statusCode: 200,
          body: { jsonrpc: '2.0', id: 7, error: { code: -32002, message: SAID.other_tenant } },
        },
      },
    });
    expect(lines.map((line) => JSON.parse(line) as object)).toEqual([
      {
        level: 'WARN',
        message: 'Refused',
        reason: 'other_tenant',
        method: 'tools/call',
        tool: 'Shop___get_order',
        requestId: 'lambda-1',
      },
    ]);
  });

  it('says neither tenant nor token, to the caller or in the log', async () => {
    const output = await call(order('globex'));
    expect(JSON.stringify([output, lines])).not.toMatch(/acme|globex|user-1|eyJ|c2ln/);
  });

  it.each([
    ['in other case', 'Acme'],
    ['with a space', 'acme '],
    ['with a Cyrillic a', '\u0430cme'],
    ['in full width', '\uff41\uff43\uff4d\uff45'],
    ['with a zero-width joiner', 'ac\u200dme'],
    ['with a null', 'acme\u0000'],
    ['with more', 'acme,globex'],
    ['as a pattern', '*'],
    ['as an object', { $ne: '' }],
    ['as true', true],
  ])('is refused for the tenant %s', async (_words, tenantId) => {
    expectRefused(await call(order(tenantId)), 'other_tenant');
  });

  it.each([
    ['composed', 'caf\u00e9', 'cafe\u0301'],
    ['decomposed', 'cafe\u0301', 'caf\u00e9'],
  ])('is refused where only the letters look alike: %s', async (_words, own, asked) => {
    expectRefused(await call(order(asked), bearer({ tenant_id: own })), 'other_tenant');
  });

  it.each([
    ['missing', toolCall('Shop___get_order', { order: '1001' })],
    ['missing with all arguments', toolCall('Shop___get_order')],
    ['null', order(null)],
    ['empty', order('')],
    ['spelt otherwise', toolCall('Shop___get_order', { tenantID: 'acme' })],
    ['beside the arguments', { ...toolCall('Shop___get_order', {}), tenantId: 'acme' }],
  ])('is refused where the tenant is %s', async (_words, body) => {
    expectRefused(await call(body), 'field_missing');
  });

  it('is refused where the tenant is inherited by way of __proto__', async () => {
    const input = JSON.parse('{"__proto__":{"tenantId":"acme"}}') as object;
    expectRefused(await call(toolCall('Shop___get_order', input)), 'field_missing');
  });

  it('is refused where the tenant is a list and the tool takes one', async () => {
    expectRefused(await call(order(['acme'])), 'field_of_other_type');
  });

  it('is refused as a notification too', async () => {
    const { id: _, ...notification } = order('globex');
    expectRefused(await call(notification), 'other_tenant');
  });

  it.each([
    'Shop___GET_ORDER',
    'Shop___refund',
    'get_order',
    'Other___get_order',
    '__proto__',
    'constructor',
    'Shop___*',
  ])('is refused where the tool is not known: %s', async (name) => {
    expectRefused(await call(order('acme', name)), 'tool_not_known');
  });

  it.each(['Weather___forecast', 'x_amz_bedrock_agentcore_search', 'Public___anything'])(
    'passes without a token where the tool is exempt: %s',
    async (name) => {
      expect(passed(await call(toolCall(name, {}), {}))).toEqual(toolCall(name, {}));
    },
  );

  it('is compared where the tenant is nested', async () => {
    const search = (filter: unknown) => toolCall('Shop___search', { tenantId: 'acme', filter });
    expect(passed(await call(search({ tenantId: 'acme' })))).toEqual(search({ tenantId: 'acme' }));
    expectRefused(await call(search({ tenantId: 'globex' })), 'other_tenant');
    lines.length = 0;
    expectRefused(await call(search([{ tenantId: 'acme' }])), 'field_missing');
  });

  it.each<[string, unknown, unknown, keyof typeof SAID | undefined]>([
    ['a number for a number', 42, 42, undefined],
    ['a text for a number', 42, '42', 'other_tenant'],
    ['a number for a text', '42', 42, 'other_tenant'],
    ['another number', 42, 43, 'other_tenant'],
    ['zero', 42, 0, 'other_tenant'],
  ])('compares %s', async (_words, own, asked, reason) => {
    const body = toolCall('Shop___count', { tenantNumber: asked });
    const output = await call(body, bearer({ tenant_id: own }));
    if (reason) expectRefused(output, reason);
    else expect(passed(output)).toEqual(body);
  });
});

describe('A caller of several tenants', () => {
  const both = bearer({ tenant_id: ['acme', 'initech'] });

  it.each(['acme', 'initech'])('may call for each of them: %s', async (tenant) => {
    expect(passed(await call(order(tenant), both))).toEqual(order(tenant));
  });

  it('may not call for another, nor for all at once where the tool takes one', async () => {
    expectRefused(await call(order('globex'), both), 'other_tenant');
    lines.length = 0;
    expectRefused(await call(order('["acme","initech"]'), both), 'other_tenant');
  });

  it.each<[string, unknown, keyof typeof SAID | undefined]>([
    ['some of them', ['initech'], undefined],
    ['all of them', ['acme', 'initech'], undefined],
    ['one that is not', ['acme', 'globex'], 'other_tenant'],
    ['a list in the list', [['acme']], 'other_tenant'],
    ['none, which may mean everybody', [], 'field_missing'],
    ['a text', 'acme', 'field_of_other_type'],
  ])('may ask a tool that takes a list for %s only where each is theirs', async (_words, tenants, reason) => {
    const body = toolCall('Shop___report', { tenants });
    const output = await call(body, both);
    if (reason) expectRefused(output, reason);
    else expect(passed(output)).toEqual(body);
  });
});

describe('The token', () => {
  it.each<[string, Record<string, string>]>([
    ['missing', {}],
    ['empty', { Authorization: '' }],
    ['of another scheme', { Authorization: `Basic ${token(ACME)}` }],
    ['in two parts', { Authorization: `Bearer ${base64url({})}.${base64url(ACME)}` }],
    ['without a signature', { Authorization: `Bearer ${base64url({})}.${base64url(ACME)}.` }],
    ['encrypted', { Authorization: 'Bearer a.b.c.d.e' }],
    ['no base64', { Authorization: `Bearer ${base64url({})}.{"tenant_id":"acme"}.x` }],
    ['no JSON', { Authorization: `Bearer ${base64url({})}.${base64url('tenant_id=acme')}.x` }],
    ['a list', { Authorization: `Bearer ${token([ACME])}` }],
    ['null', { Authorization: `Bearer ${token(null)}` }],
    ['no UTF-8', { Authorization: `Bearer a.${Buffer.from('7b22ff227d', 'hex').toString('base64url')}.x` }],
    ['with a claim twice', { Authorization: `Bearer ${token('{"tenant_id":"globex","tenant_id":"acme"}')}` }],
    [
      'one of two',
      { Authorization: `Bearer ${token({ tenant_id: 'globex' })}`, authorization: `Bearer ${token(ACME)}` },
    ],
    ['in another header', { 'X-Token': `Bearer ${token(ACME)}` }],
  ])('is not read where it is %s', async (_words, headers) => {
    expectRefused(await call(order('acme'), headers), 'no_token');
  });

  it('is read whatever the case of header and scheme', async () => {
    expect(passed(await call(order('acme'), { AUTHORIZATION: `bearer ${token(ACME)}` }))).toEqual(order('acme'));
  });

  it.each([
    ['lacks the claim', { sub: 'user-1' }],
    ['has it in other case', { Tenant_Id: 'acme' }],
    ['has it in another object', { app: { tenant_id: 'acme' } }],
    ['has it empty', { tenant_id: '' }],
    ['has an empty list', { tenant_id: [] }],
    ['has null', { tenant_id: null }],
    ['has true', { tenant_id: true }],
    ['has an object', { tenant_id: { id: 'acme' } }],
    ['has a list with an object in it', { tenant_id: ['acme', {}] }],
    ['has a list with nothing in it', { tenant_id: ['acme', ''] }],
    ['has a fraction', { tenant_id: 4.5 }],
    ['inherits it', '{"__proto__":{"tenant_id":"acme"}}'],
  ])('gives no tenant where it %s', async (_words, claims) => {
    expectRefused(await call(order('acme'), bearer(claims)), 'no_tenant');
  });

  it('may name the claim as identity providers do, and hold long numbers elsewhere', async () => {
    const rules = { ...RULES, claim: 'https://shop.example.com/tenant' };
    const claims = '{"iat":1700000000,"serial":12345678901234567890,"https://shop.example.com/tenant":"acme"}';
    expect(passed(await call(order('acme'), bearer(claims), rules))).toEqual(order('acme'));
  });
});

describe('What is no call of a tool', () => {
  it.each([
    'initialize',
    'ping',
    'server/discover',
    'logging/setLevel',
    'tools/list',
    'prompts/list',
    'resources/templates/list',
    'notifications/initialized',
    'notifications/cancelled',
  ])('passes without a token: %s', async (method) => {
    const body = { jsonrpc: '2.0', id: 1, method, params: {} };
    expect(passed(await call(body, {}))).toEqual(body);
  });

  it('passes where it answers what the server asked, or ends a session', async () => {
    const body = { jsonrpc: '2.0', id: 'elicit-1', result: { action: 'accept' } };
    expect(passed(await call(body))).toEqual(body);
    const event = mcpEvent(null);
    Object.assign(event.mcp.gatewayRequest, { httpMethod: 'DELETE' });
    expect((await invoke(tenantHandler(RULES), event)).mcp).toEqual({ transformedGatewayRequest: {} });
  });

  it.each([
    'resources/read',
    'resources/list',
    'prompts/get',
    'completion/complete',
    'tasks/result',
    'Tools/Call',
    'x',
  ])('is refused where it may reach data: %s', async (method) => {
    expectRefused(await call({ jsonrpc: '2.0', id: 1, method, params: { name: 'a' } }), 'method_not_checked');
  });

  it('is refused where it is no message at all', async () => {
    expectRefused(await call({ tenantId: 'acme' }), 'method_not_checked');
  });

  it('is refused over HTTP, where the input is not known', async () => {
    const output = await invoke(
      tenantHandler(RULES, (line) => lines.push(line)),
      httpEvent({ tenantId: 'acme' }, bearer(ACME)),
    );
    expect(output.http?.transformedGatewayResponse).toMatchObject({ statusCode: 403 });
    expect(output.http?.transformedGatewayRequest).toBeUndefined();
  });
});

describe('A message that says two things', () => {
  it.each([
    ['the tenant twice', '"arguments":{"tenantId":"globex","tenantId":"acme"}'],
    ['the tenant twice, once with an escape', '"arguments":{"tenant\\u0049d":"globex","tenantId":"acme"}'],
    ['the arguments twice', '"arguments":{"tenantId":"globex"},"arguments":{"tenantId":"acme"}'],
  ])('is refused: %s', async (_words, text) => {
    const raw = `{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"Shop___get_order",${text}}}`;
    const output = await call(JSON.parse(raw), bearer(ACME), RULES, raw);
    expect(refusal(output)).toBe('Refused: an object has a name twice.');
  });

  it.each([[{ 'Mcp-Name': 'Weather___forecast' }], [{ 'Mcp-Method': 'tools/list' }]])(
    'is refused where the headers are %j',
    async (headers) => {
      expectRefused(await call(order('acme'), { ...bearer(ACME), ...headers }), 'header_differs');
    },
  );

  it('passes where the headers say the same', async () => {
    const headers = { ...bearer(ACME), 'Mcp-Method': 'tools/call', 'Mcp-Name': 'Shop___get_order' };
    expect(passed(await call(order('acme'), headers))).toEqual(order('acme'));
  });

  it('is a batch of which one call is for another tenant: nothing of it runs', async () => {
    const output = await call([
      { ...order('acme'), id: 1 },
      { ...order('globex'), id: 2 },
    ]);
    expect(passed(output)).toBeUndefined();
    expect(output.mcp?.transformedGatewayResponse.body).toEqual([
      {
        jsonrpc: '2.0',
        id: 1,
        error: { code: -32002, message: 'Not run, because another call of the same batch was refused.' },
      },
      { jsonrpc: '2.0', id: 2, error: { code: -32002, message: SAID.other_tenant } },
    ]);
  });

  it('is no batch of right calls', async () => {
    const batch = [
      { ...order('acme'), id: 1 },
      { jsonrpc: '2.0', id: 2, method: 'tools/list' },
    ];
    expect(passed(await call(batch))).toEqual(batch);
  });
});

describe('A tenant that is filled in', () => {
  const inputOf = (output: Output) => passed(output)?.params.arguments;
  const filled = (body: unknown, claims: unknown = ACME) => call(body, bearer(claims), FILLED);

  it.each([
    ['nothing', toolCall('Shop___get_order', { order: '1001' })],
    ['another tenant', order('globex')],
    ['a list of tenants', order(['acme', 'globex'])],
    ['an object', order({ $ne: '' })],
  ])("is the caller's where the call says %s", async (_words, body) => {
    expect(inputOf(await filled(body))).toEqual({ order: '1001', tenantId: 'acme' });
  });

  it('stands in its object, which may be missing', async () => {
    expect(inputOf(await filled(toolCall('Shop___search')))).toEqual({ filter: { tenantId: 'acme' } });
    const text = toolCall('Shop___search', { filter: { text: 'shoe', tenantId: 'globex' } });
    expect(inputOf(await filled(text))).toEqual({ filter: { text: 'shoe', tenantId: 'acme' } });
  });

  it('is never written into something else', async () => {
    expectRefused(await filled(toolCall('Shop___search', { filter: 'tenantId' })), 'field_of_other_type');
  });

  it('leaves __proto__ alone', async () => {
    const input = JSON.parse('{"__proto__":{"tenantId":"globex"},"order":"1"}') as object;
    const written = inputOf(await filled(toolCall('Shop___get_order', input)));
    expect(JSON.stringify(written)).toBe('{"__proto__":{"tenantId":"globex"},"order":"1","tenantId":"acme"}');
  });

  it('is a number for a number, and a text for a text only', async () => {
    expect(inputOf(await filled(toolCall('Shop___count'), { tenant_id: 42 }))).toEqual({ tenantNumber: 42 });
    expectRefused(await filled(toolCall('Shop___count'), { tenant_id: '42' }), 'field_of_other_type');
    lines.length = 0;
    expectRefused(await filled(toolCall('Shop___get_order'), { tenant_id: 42 }), 'field_of_other_type');
  });

  it('is all tenants of the caller where the tool takes a list', async () => {
    const claims = { tenant_id: ['acme', 'initech'] };
    const asked = toolCall('Shop___report', { tenants: ['globex'] });
    expect(inputOf(await filled(asked, claims))).toEqual({ tenants: ['acme', 'initech'] });
    expect(inputOf(await filled(asked))).toEqual({ tenants: ['acme'] });
  });

  it('is left to a caller of several, who has to say which', async () => {
    const claims = { tenant_id: ['acme', 'initech'] };
    expect(inputOf(await filled(order('initech'), claims))).toEqual({ order: '1001', tenantId: 'initech' });
    expectRefused(await filled(toolCall('Shop___get_order', { order: '1001' }), claims), 'which_tenant');
    lines.length = 0;
    expectRefused(await filled(order('globex'), claims), 'other_tenant');
  });

  it('needs a token that says it', async () => {
    expectRefused(await call(order('acme'), {}, FILLED), 'no_token');
    lines.length = 0;
    expectRefused(await filled(order('acme'), {}), 'no_tenant');
  });
});
