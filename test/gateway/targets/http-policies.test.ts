/** Policies on targets over HTTP from the code to the review: their actions are methods and paths. */
import { readAgentSystem } from '../../../lib/assembly/read-agent-system';
import { Claim, Input } from '../../../lib/cedar';
import { HttpConnector, HttpOperation, HttpSchema, InferenceProvider, MemoryOperation } from '../../../lib/gateway';
import { AgentMemory, Strategy } from '../../../lib/memory';
import { matrixOf } from '../../../lib/review/matrix';
import { matrixAsText } from '../../../lib/review/matrix-text';
import { agentIn } from '../../runtime/shop-with-agents';
import { jwt } from '../shop';
import { httpShop } from './http-shop';

it('stand in the permission matrix by method, path and field', () => {
  const { app, stack, tools } = httpShop({ inboundAuth: jwt(), unpermittedTools: undefined });
  const budget = { type: 'object', properties: { budget: { type: 'integer' } } };
  const schema = HttpSchema.of(HttpOperation.of('POST', '/invocations', budget));
  const claims = tools.addAgent('Claims', { agent: agentIn(stack), schema });
  const models = tools.addInference('Models', { provider: InferenceProvider.bedrock() });
  const memory = new AgentMemory(stack, 'Memory', { strategies: [Strategy.semantic()] });
  const operations = [MemoryOperation.LIST_EVENTS];
  const sessions = tools.addHttpConnector('Sessions', { connector: HttpConnector.memory(memory, { operations }) });

  const adjuster = Claim.of('role').equalTo('adjuster');
  tools.permit('Adjusters', { tools: [claims.invocation], when: [adjuster, Input.of('budget').lessThan(500)] });
  tools.permit('OpenModels', { tools: models.allTools, when: [adjuster, Input.of('model').matches('openai.*')] });
  tools.permit('OwnSessions', { tools: sessions.allTools, when: [Input.of('actorId').equalTo(Claim.of('sub'))] });

  const system = readAgentSystem(app.synth().directory);
  const lines = matrixAsText(matrixOf(system), { colour: false }).split('\n');
  expect(lines.map((line) => line.trim().replace(/ {2,}/g, '  '))).toEqual([
    'Shop/Tools',
    'callers  a token of https://idp.example.com (client web)',
    'policies  enforced',
    'Claims___POST:/invocations - POST /invocations',
    'ALLOW IF  any user  claim role is "adjuster" and budget < 500  Adjusters',
    '',
    'Models___POST:/v1/chat/completions - POST /v1/chat/completions',
    'ALLOW IF  any user  claim role is "adjuster" and model starts with "openai."  OpenModels',
    '',
    'Models___POST:/v1/messages - POST /v1/messages',
    'ALLOW IF  any user  claim role is "adjuster" and model starts with "openai."  OpenModels',
    '',
    'Models___POST:/v1/responses - POST /v1/responses',
    'ALLOW IF  any user  claim role is "adjuster" and model starts with "openai."  OpenModels',
    '',
    'Sessions___POST:/memories/{memoryId}/actor/{actorId}/sessions/{sessionId} - POST …',
    'ALLOW IF  any user  actorId is claim sub  OwnSessions',
    '',
  ]);
});
