/** The deployed bundle of the agent, against Bedrock, AgentCore Memory, the gateway and DynamoDB on this machine. */
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { NAMESPACES } from '../../bin/customer-support/agent/namespaces';
import { handler as customers } from '../../bin/customer-support/tools/customers';
import { handler as orders } from '../../bin/customer-support/tools/orders';
import { handler as refunds } from '../../bin/customer-support/tools/refunds';
import { table as toolTable } from '../../bin/customer-support/tools/table';
import { ask, type AnswerEvent } from '../../bin/customer-support/invoke';
import { Strategy } from '../../lib/memory';
import { localAgent, type LocalAgent } from './local-agent';
import { localGateway, type LocalGateway } from './local-gateway';
import { localMemory, type LocalMemory } from './local-memory';
import { localModel, type LocalModel, type ModelRequest } from './local-model';
import { localTable, type LocalTable } from './local-table';
import { DEFINITIONS, GATEWAY_ARN, referenceGateway } from './reference-gateway';

const MEMORY = 'support-abcdefghij';
const MODEL = 'us.anthropic.claude-sonnet-4-6';
const ANA = '1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed';
const BEN = '6ec0bd7f-11c0-43da-975e-2a8ad9ebae0b';
const MIA = '0f8d2a34-6b7e-4f0e-9a51-3c1e5d2b9c77';

let table: LocalTable;
let memory: LocalMemory;
let model: LocalModel;
let gateway: LocalGateway;
let agent: LocalAgent;

beforeAll(async () => {
  [table, memory, model, gateway] = await Promise.all([
    localTable(),
    localMemory(MEMORY),
    localModel(),
    localGateway({
      targets: {
        Orders: { tools: DEFINITIONS.Orders, handler: orders },
        Customers: { tools: DEFINITIONS.Customers, handler: customers },
        Refunds: { tools: DEFINITIONS.Refunds, handler: refunds },
      },
      statements: referenceGateway().statements,
      arn: GATEWAY_ARN,
    }),
  ]);
  agent = await localAgent({
    MODEL_ID: MODEL,
    MEMORY_ID: MEMORY,
    GATEWAY_TOOLS_URL: gateway.url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_BEDROCK_RUNTIME: model.url,
    AWS_ENDPOINT_URL_BEDROCK_AGENTCORE: memory.url,
  });
}, 30_000);

afterAll(async () => {
  await agent.close();
  toolTable.client.destroy();
  await Promise.all([table.close(), memory.close(), gateway.close(), model.close()]);
});

beforeEach(() => {
  model.requests.length = memory.events.length = memory.searched.length = 0;
  gateway.calls.length = gateway.denied.length = gateway.authorizations.length = 0;
  memory.records.clear();
});

/** An access token as Cognito makes it; the runtime would have verified its signature. */
function tokenOf(claims: object): string {
  const part = (content: object | string) =>
    Buffer.from(typeof content === 'string' ? content : JSON.stringify(content)).toString('base64url');
  return [part({ alg: 'RS256', kid: 'k' }), part(claims), part('signature')].join('.');
}

const anasToken = tokenOf({ sub: ANA, token_use: 'access', 'cognito:groups': ['support'] });
const managersToken = tokenOf({ sub: MIA, token_use: 'access', 'cognito:groups': ['manager'] });

interface Asked {
  readonly token?: string;
  readonly sessionId?: string;
}

/** Asks the way the command does, and returns everything that was streamed. */
async function asked(prompt: string, { token = anasToken, sessionId = randomUUID() }: Asked = {}) {
  const events: AnswerEvent[] = [];
  for await (const event of ask({ url: agent.url, token, sessionId, prompt })) events.push(event);
  return { events, text: events.map(({ text = '' }) => text).join('') };
}

/** The log, as soon as it says this: it comes through a pipe, after the answer. */
async function logOnceItSays(text: string): Promise<string> {
  for (let attempt = 0; attempt < 100 && !agent.log().includes(text); attempt++) await setTimeout(20);
  return agent.log();
}

/** The results of tools that a request to the model carries. */
function toolResults({ messages }: ModelRequest): string[] {
  const results = messages.flatMap(({ content }) => content.flatMap(({ toolResult }) => toolResult ?? [])) as {
    content: { text: string }[];
  }[];
  return results.map(({ content }) => content[0].text);
}

describe('an answer', () => {
  it('is streamed, and holds what the tool found', async () => {
    model.script = (request) => {
      const [found] = toolResults(request);
      if (!found) return { tool: 'Orders___order_lookup', input: { order_id: '1001' } };
      const { delivery } = JSON.parse(found) as { delivery: { carrier: string; expected_on: string } };
      return { text: `It is with ${delivery.carrier} and should arrive on ${delivery.expected_on}.` };
    };
    const { events, text } = await asked('Where is order 1001?');
    expect(text).toBe('It is with DHL and should arrive on 2026-11-24.');
    expect(events[0]).toEqual({ tool: 'Orders___order_lookup' });
    expect(events.length).toBeGreaterThan(3);
    expect(gateway.calls).toEqual([{ tool: 'Orders___order_lookup', input: { order_id: '1001' } }]);
    expect(model.requests.map(({ modelId }) => modelId)).toEqual([MODEL, MODEL]);
  });

  it('may use every tool that the gateway shows this caller, and none besides', async () => {
    model.script = () => ({ text: 'Hello.' });
    await asked('Hello');
    const tools = model.requests[0].request.toolConfig?.tools.map(({ toolSpec }) => toolSpec?.name);
    expect(tools).toEqual(['Orders___order_lookup', 'Customers___customer_profile', 'Refunds___process_refund']);
  });

  it("reaches the gateway with the caller's own token", async () => {
    model.script = () => ({ text: 'Hello.' });
    await asked('Hello');
    expect(new Set(gateway.authorizations)).toEqual(new Set([`Bearer ${anasToken}`]));
  });

  it('does not pay a refund twice when the model repeats itself', async () => {
    const input = { order_id: '1003', amount: 100, reason: 'The desk is scratched', idempotency_key: 'CASE-9' };
    model.script = (request) =>
      toolResults(request).length < 2
        ? { tool: 'Refunds___process_refund', input }
        : { text: [...new Set(toolResults(request))].join(' and ') };
    const { text } = await asked('Refund 100 of order 1003 for case 9');
    expect(JSON.parse(text)).toMatchObject({ order_id: '1003', amount: 100, currency: 'EUR' });
    expect(gateway.calls).toHaveLength(2);
    expect((await table.order('1003')).refundableCents).toBe(119_900);
  });

  it('can act on an input that a tool refused', async () => {
    model.script = (request) => {
      const results = toolResults(request);
      if (results.length === 0) return { tool: 'Orders___order_lookup', input: { order_id: '#1001' } };
      if (results.length === 1) return { tool: 'Orders___order_lookup', input: { order_id: '1001' } };
      return {
        text: `${results[0].includes('order_id must be letters, digits and hyphens only')} ${results[1].includes('shipped')}`,
      };
    };
    expect((await asked('Where is order 1001?')).text).toBe('true true');
  });
});

describe('the policies of the gateway', () => {
  const refundOf = (amount: number) => ({
    tool: 'Refunds___process_refund',
    input: { order_id: '1003', amount, reason: 'The desk is scratched', idempotency_key: `CASE-${amount}` },
  });
  const lookup = { tool: 'Orders___order_lookup', input: { order_id: '1001' } };
  /** The model uses one tool; what it is told is what the person reads. */
  const toldOf = async (use: { tool: string; input: unknown }, token?: string) => {
    model.script = (request) => (toolResults(request).length === 0 ? use : { text: toolResults(request)[0] });
    return (await asked('Do it', { token })).text;
  };
  const DENIED = 'AuthorizeActionException - Tool Execution Denied: Tool call not allowed due to policy enforcement';

  it('let support refund 20', async () => {
    expect(JSON.parse(await toldOf(refundOf(20)))).toMatchObject({ order_id: '1003', amount: 20, currency: 'EUR' });
    expect((await table.order('1003')).refunds).toHaveProperty('CASE-20');
  });

  it.each([
    ['support', 600, anasToken, 'No policy applies to the request (denied by default).'],
    ['a manager', 1000.01, managersToken, 'Policy evaluation denied due to NobodyRefundsOver1000'],
  ])('keep %s from refunding %d, and the model is told', async (_who, amount, token, reason) => {
    const before = await table.order('1003');
    expect(await toldOf(refundOf(amount), token)).toBe(`${DENIED} [${reason}]`);
    expect(gateway.denied).toEqual([refundOf(amount)]);
    expect(gateway.calls).toEqual([]);
    expect(await table.order('1003')).toEqual(before);
  });

  it('let a manager refund the 600 that support could not', async () => {
    expect(JSON.parse(await toldOf(refundOf(600), managersToken))).toMatchObject({ order_id: '1003', amount: 600 });
  });

  it.each([
    ['support', anasToken],
    ['a manager', managersToken],
  ])('let %s look an order up', async (_who, token) => {
    expect(JSON.parse(await toldOf(lookup, token))).toMatchObject({ order_id: '1001' });
  });

  it('show nothing to who is in neither group', async () => {
    const token = tokenOf({ sub: BEN, token_use: 'access', 'cognito:groups': ['support-readonly'] });
    expect(await toldOf(lookup, token)).toBe(`${DENIED} [No policy applies to the request (denied by default).]`);
    expect(gateway.calls).toEqual([]);
  });
});

describe('the memory', () => {
  it('is searched where its strategies keep what they learn', () => {
    expect(NAMESPACES.facts).toBe(Strategy.semantic().namespace);
    expect(NAMESPACES.preferences).toBe(Strategy.userPreferences().namespace);
    expect(`${NAMESPACES.summaries}{sessionId}/`).toBe(Strategy.summaries().namespace);
  });

  it('keeps each turn, for the subject of the token', async () => {
    model.script = () => ({ text: 'Noted.' });
    const sessionId = randomUUID();
    await asked('Call me Ana', { sessionId });
    expect(memory.events).toEqual([
      expect.objectContaining({
        actorId: ANA,
        sessionId,
        payload: [
          { conversational: { role: 'USER', content: { text: 'Call me Ana' } } },
          { conversational: { role: 'ASSISTANT', content: { text: 'Noted.' } } },
        ],
      }),
    ]);
  });

  it('takes nobody from the request for the caller', async () => {
    model.script = () => ({ text: 'Hello.' });
    await fetch(agent.url, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${anasToken}`,
        accept: 'text/event-stream',
        'content-type': 'application/json',
        'x-amzn-bedrock-agentcore-runtime-session-id': randomUUID(),
        'x-amzn-bedrock-agentcore-runtime-user-id': BEN,
        'x-amzn-bedrock-agentcore-runtime-custom-sub': BEN,
      },
      body: JSON.stringify({ prompt: 'Hello', actorId: BEN, sub: BEN, userId: BEN }),
    }).then((response) => response.text());
    expect(memory.events.map(({ actorId }) => actorId)).toEqual([ANA]);
    expect(memory.searched.join()).not.toContain(BEN);
  });

  it('puts what is known of the caller before the question', async () => {
    model.script = () => ({ text: 'Hello, Ana.' });
    memory.records.set(`/actors/${ANA}/preferences/`, ['Ana wants short answers.']);
    memory.records.set(`/actors/${ANA}/summaries/**`, ['Last week Ana asked about order 1002.']);
    await asked('Hello');
    expect([...memory.searched].sort()).toEqual([
      `/actors/${ANA}/facts/`,
      `/actors/${ANA}/preferences/`,
      `/actors/${ANA}/summaries/**`,
    ]);
    const shown = JSON.stringify(model.requests[0].request.messages);
    expect(shown).toContain('Ana wants short answers.');
    expect(shown).toContain('Last week Ana asked about order 1002.');
  });

  it('goes on with the conversation of a session, each turn once', async () => {
    const sessionId = randomUUID();
    model.script = () => ({ text: 'Order 1001 is on its way.' });
    await asked('Where is order 1001?', { sessionId });
    model.script = () => ({ text: 'On the 24th.' });
    await asked('And when does it arrive?', { sessionId });
    await asked('Thanks', { sessionId });
    const texts = model.requests[2].request.messages.map(({ role, content }) => [role, content.at(-1)?.text]);
    expect(texts).toEqual([
      ['user', 'Where is order 1001?'],
      ['assistant', 'Order 1001 is on its way.'],
      ['user', 'And when does it arrive?'],
      ['assistant', 'On the 24th.'],
      ['user', 'Thanks'],
    ]);
    expect(memory.events).toHaveLength(3);
  });

  it("shows nobody another one's conversation, not even under the same session id", async () => {
    const sessionId = randomUUID();
    model.script = () => ({ text: 'Noted.' });
    await asked('The customer Ada is upset', { sessionId });
    await asked('What did I say?', { sessionId, token: tokenOf({ sub: BEN }) });
    expect(JSON.stringify(model.requests[1])).not.toContain('Ada is upset');
    expect(memory.events.map(({ actorId }) => actorId)).toEqual([ANA, BEN]);
  });

  it('does not keep the agent from answering while it is out of order', async () => {
    model.script = () => ({ text: 'Still here.' });
    memory.failWith = 403;
    const { text } = await asked('Anyone there?');
    memory.failWith = undefined;
    expect(text).toBe('Still here.');
    const warning = 'The conversation so far could not be read; answering without it';
    expect(await logOnceItSays(warning)).toContain(warning);
  });
});

describe('a request that cannot be answered', () => {
  /** The one event that the caller gets. */
  const refusal = async (headers: Record<string, string>, body: unknown = { prompt: 'Where is 1001?', sub: ANA }) => {
    const response = await fetch(agent.url, {
      method: 'POST',
      headers: {
        accept: 'text/event-stream',
        'content-type': 'application/json',
        'x-amzn-bedrock-agentcore-runtime-session-id': randomUUID(),
        ...headers,
      },
      body: JSON.stringify(body),
    });
    const [, data] = /^event: error\ndata: (.*)\n\n$/.exec(await response.text()) ?? [];
    return JSON.parse(data ?? '{}') as unknown;
  };
  const nothingWasAsked = () => {
    expect(model.requests).toEqual([]);
    expect(gateway.authorizations).toEqual([]);
    expect(memory.events).toEqual([]);
    expect(memory.searched).toEqual([]);
  };

  it.each([{}, { authorization: '' }, { authorization: 'Basic YW5hOnNlY3JldA==' }, { authorization: 'Bearer abc' }])(
    'because it brings no token is refused: %j',
    async (headers) => {
      expect(await refusal(headers as Record<string, string>)).toEqual({
        error: 'The request carries no bearer token. Sign in and send the access token.',
      });
      nothingWasAsked();
    },
  );

  it.each([{}, { sub: '' }, { sub: 7 }, { sub: '../x' }, { sub: 'a/b' }, { sub: '{sessionId}' }])(
    'because the token names nobody is refused: %j',
    async (claims) => {
      expect(await refusal({ authorization: `Bearer ${tokenOf(claims)}` })).toEqual({
        error: 'The token names no subject that a memory can be kept for.',
      });
      nothingWasAsked();
    },
  );

  it.each([{}, { prompt: ' ' }, { prompt: 7 }, { prompt: 'x'.repeat(20_001) }])(
    'because it asks nothing is refused',
    async (body) => {
      expect(await refusal({ authorization: `Bearer ${anasToken}` }, body)).toEqual({
        error: 'Send {"prompt": "…"} with a question of 1 to 20000 characters.',
      });
      nothingWasAsked();
    },
  );

  it('because the gateway is closed to the caller says so without the cause, which is in the log', async () => {
    gateway.accepts = 'another token';
    const { events } = await asked('Where is order 1001?');
    gateway.accepts = undefined;
    expect(events).toEqual([
      {
        error: expect.stringMatching(
          /^The agent could not answer\. Try again; if it stays, name the request [\w-]+\.$/,
        ),
      },
    ]);
    const text = 'The agent could not answer';
    expect(await logOnceItSays(text)).toContain(text);
  });
});

describe('the log', () => {
  it('holds no prompt, no answer, no input of a tool, no memory and no token', async () => {
    model.script = (request) =>
      toolResults(request).length === 0
        ? { tool: 'Orders___order_lookup', input: { order_id: 'PINK-ELEPHANT' } }
        : { text: 'Blue whale.' };
    memory.records.set(`/actors/${ANA}/facts/`, ['Ana likes green parrots.']);
    await asked('A yellow giraffe?');
    gateway.accepts = 'another token';
    await asked('A yellow giraffe again?');
    gateway.accepts = undefined;
    memory.failWith = 400;
    await asked('A yellow giraffe that is too long?');
    memory.failWith = undefined;
    const log = await logOnceItSays('memory extraction failed');
    expect(log).toContain('"url":"/invocations"');
    expect(log).toContain('store search failed');
    for (const said of ['giraffe', 'ELEPHANT', 'whale', 'parrots', anasToken, anasToken.split('.')[1]]) {
      expect(log).not.toContain(said);
    }
  });
});
