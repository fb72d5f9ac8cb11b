/** The gateway of the corpus, a harbour's: a tool for every type of input and for every kind of target that policies know. */
import type { CedarGateway } from '../../../lib/cedar/cedar-gateway';
import type { Tool } from '../../../lib/tools/tool';
import { tool } from '../shop';

export const ARN = 'arn:aws:bedrock-agentcore:eu-west-1:444455556666:gateway/harbour-k3m9x7q2wz';

const text = { type: 'string' };
const whole = { type: 'integer' };

/** Text only. */
export const readBerth = tool('Quay', 'read_berth', { berth: text }, ['berth']);

/** Every type of input; half of the fields may be missing. */
export const bookBerth = tool(
  'Quay',
  'book_berth',
  {
    berth: text,
    vessel: text,
    length: { type: 'number' },
    nights: whole,
    insured: { type: 'boolean' },
    ports: { type: 'array', items: text },
    remark: text,
    crew: whole,
    deposit: { type: 'number' },
    cargo: { type: 'object', properties: { kind: text, tons: whole, value: { type: 'number' } }, required: ['kind'] },
    goods: { type: 'array', items: text },
    tides: { type: 'array', items: whole },
  },
  ['berth', 'vessel', 'length', 'nights', 'insured', 'ports'],
);

/** Money in cents. */
export const payToll = tool('Tolls', 'pay_toll', { invoice: text, cents: whole }, ['invoice', 'cents']);
export const approveToll = tool(
  'Tolls',
  'approve_toll',
  { invoice: text, approved: { type: 'boolean' }, cents: whole },
  ['invoice', 'approved', 'cents'],
);

/** Hyphens and digits in every name, and an object in an object. */
export const moveCrane = tool(
  'crane-2',
  'move-to',
  {
    'slot-id': text,
    '2nd_hook': { type: 'boolean' },
    load: { type: 'object', properties: { lashing: { type: 'object', properties: { grade: text } } } },
  },
  ['slot-id'],
);

/** What a runtime, a proxied API with a path parameter and an inference target are to a policy: a method and a path. */
export const askPilot = tool('Pilot', 'POST:/invocations', { prompt: text }, ['prompt']);
export const readLog = tool('Log', 'GET:/vessels/{vesselId}/log', { vesselId: text }, ['vesselId']);
export const chat = tool('Chat', 'POST:/v1/chat/completions', {
  model: text,
  max_tokens: whole,
  messages: { type: 'array', items: { type: 'object', properties: { role: text, content: text } } },
});

const TOOLS: readonly Tool[] = [readBerth, bookBerth, payToll, approveToll, moveCrane, askPilot, readLog, chat];

/** Called with a JWT. */
export const HARBOUR: CedarGateway = { arn: ARN, tools: TOOLS, principals: 'OAuthUser' };

/** Called with IAM. */
export const IAM_HARBOUR: CedarGateway = { ...HARBOUR, principals: 'IamEntity' };

/** The ID of a role in policies: that of its sessions, without the name of one. */
export function role(name: string, account = '444455556666'): string {
  return `arn:aws:sts::${account}:assumed-role/${name}`;
}

/** The gateway, as a statement about named tools has to name it. */
export const HERE = `resource == AgentCore::Gateway::"${ARN}"`;

/** Any gateway of the engine, as a statement about all tools has to say it. */
export const ANYWHERE = 'resource is AgentCore::Gateway';

export const USER = 'principal is AgentCore::OAuthUser';
export const IAM = 'principal is AgentCore::IamEntity';

/** The action scope of one tool or of several. */
export function on(...tools: readonly Tool[]): string {
  const names = tools.map(({ fullName }) => `AgentCore::Action::"${fullName}"`);
  return names.length === 1 ? `action == ${names[0]}` : `action in [${names.join(', ')}]`;
}

/** The action scope of all tools of a target. */
export function onTarget(name: string): string {
  return `action in AgentCore::Action::"${name}"`;
}

/** A statement on one line; the resource is what the action scope asks for. */
export function statement(effect: string, principal: string, action: string, clauses = '', resource?: string): string {
  const about = resource ?? (action === 'action' ? ANYWHERE : HERE);
  return `${effect}(${principal}, ${action}, ${about})${clauses && ` ${clauses}`};`;
}

/** A permit with one condition. */
export function permit(principal: string, action: string, condition: string): string {
  return statement('permit', principal, action, `when { ${condition} }`);
}

/** A forbid with one condition. */
export function forbid(principal: string, action: string, condition: string): string {
  return statement('forbid', principal, action, `when { ${condition} }`);
}

/** A forbid with one exception. */
export function forbidUnless(principal: string, action: string, condition: string): string {
  return statement('forbid', principal, action, `unless { ${condition} }`);
}

/** Users may book a berth under this condition. */
export function booking(condition: string): string {
  return permit(USER, on(bookBerth), condition);
}

/** The test that the token has the claim, and what is asked of it. */
export function claim(name: string, comparison: string): string {
  return `principal.hasTag("${name}") && principal.getTag("${name}") ${comparison}`;
}
