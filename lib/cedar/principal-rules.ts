/** AgentCore's own rules for whom a statement is about, which Cedar's validator does not know. */
import { authorizationInWords, principalKinds, type CedarGateway } from './cedar-gateway';
import type { PlacedProblem } from './cedar-problem';
import { codeOnly } from './source-text';
import { entityOf, expressionsOf, type Expr, type PolicyJson } from './statement-json';
import type { StatementSource } from './statement-rules';

/** A forbid about any principal, where callers are of one kind; a reason can make it right. */
export const UNTYPED_FORBID = 'untyped-forbid';

/** The session of a role, which no caller is; a reason can make it right. */
export const ROLE_SESSION = 'role-session';

/** @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/policy-scope.html */
export function principalProblems(source: StatementSource, gateway: CedarGateway): PlacedProblem[] {
  return [
    ...unsupportedPrincipal(source, gateway),
    ...otherKind(source, gateway),
    ...untypedForbid(source, gateway),
    ...roleSessions(source, gateway),
  ];
}

/** How a statement says that it is about the callers of this gateway. */
export function callersWritten(gateway: CedarGateway): string {
  const kinds = principalKinds(gateway).filter((kind) => kind !== 'UnauthenticatedUser');
  return kinds.map((kind) => `principal is AgentCore::${kind}`).join(' or ') || 'principal alone';
}

/** The service has the type in its schema and takes no statement that names it. */
function unsupportedPrincipal({ text }: StatementSource, gateway: CedarGateway): PlacedProblem[] {
  const at = codeOnly(text).search(/\bAgentCore\s*::\s*UnauthenticatedUser\b/);
  if (at < 0) return [];
  return [
    {
      code: 'unsupported-principal',
      at,
      cause: 'AgentCore takes no statement that names AgentCore::UnauthenticatedUser.',
      hint: `Write ${callersWritten(gateway)}: callers of this gateway ${authorizationInWords(gateway)}.`,
    },
  ];
}

function otherKind({ json, text }: StatementSource, gateway: CedarGateway): PlacedProblem[] {
  const { principal } = json;
  const type =
    principal.op === 'is'
      ? principal.entity_type
      : principal.op !== 'All' && 'entity' in principal
        ? entityOf(principal.entity).type
        : '';
  const kind = (['OAuthUser', 'IamEntity'] as const).find((known) => type === `AgentCore::${known}`);
  if (!kind || principalKinds(gateway).includes(kind)) return [];
  return [
    {
      code: 'principal-type',
      at: text.indexOf(type),
      cause: `No caller of this gateway is an ${type}: they ${authorizationInWords(gateway)}.`,
      hint: `Write ${callersWritten(gateway)}, or change inboundAuth of the gateway.`,
    },
  ];
}

/**
 * The service asks of every kind of principal in the scope whether anything is left that it may do. Of a kind that no
 * policy permits anything nothing is, whatever the forbid asks.
 */
function untypedForbid({ json, text }: StatementSource, gateway: CedarGateway): PlacedProblem[] {
  const { principals } = gateway;
  if (json.effect !== 'forbid' || json.principal.op !== 'All') return [];
  if (principals !== 'OAuthUser' && principals !== 'IamEntity') return [];
  const other = principals === 'OAuthUser' ? 'IamEntity' : 'OAuthUser';
  return [
    {
      code: UNTYPED_FORBID,
      at: codeOnly(text).search(/\bprincipal\b/),
      cause: `AgentCore rejects a forbid about any principal as overly restrictive, unless an AgentCore::${other} is permitted something as well.`,
      hint: `Write ${callersWritten(gateway)}, or say in ignoreFindings why it is right as it is.`,
    },
  ];
}

/** The id of a role ends with the role's name: the service takes the name of the session off. */
function roleSessions({ json, text }: StatementSource, gateway: CedarGateway): PlacedProblem[] {
  if (!principalKinds(gateway).includes('IamEntity')) return [];
  const sessions = idsNamed(json).filter((id) => WITHOUT_SESSION.test(id));
  return [...new Set(sessions)].map((id) => ({
    code: ROLE_SESSION,
    at: Math.max(0, text.indexOf(`"${id}"`)),
    cause: "The id of a role has no session: it ends with the role's name, so this is no caller.",
    hint: `Write "${WITHOUT_SESSION.exec(id)![0].slice(0, -1)}".`,
  }));
}

/** The ARN of an assumed role up to the slash before the session; a pattern of it, too. */
const WITHOUT_SESSION = /^.*\bassumed-role\/[^/]*\//;

/** The ids, and patterns of ids, that the statement compares its principal with. */
function idsNamed(json: PolicyJson): string[] {
  const { principal } = json;
  const inScope = principal.op !== 'All' && 'entity' in principal ? [entityOf(principal.entity)] : [];
  const expressions = expressionsOf(json);
  const entities = expressions.flatMap((part) => ('Value' in part ? entityIn(part.Value) : []));
  const roles = [...inScope, ...entities].filter(({ type }) => type === 'AgentCore::IamEntity');
  return [...roles.map(({ id }) => id), ...expressions.flatMap(comparedWithId)];
}

function entityIn(value: unknown): { type: string; id: string }[] {
  const entity = (value as { __entity?: { type: string; id: string } } | null)?.__entity;
  return entity ? [entity] : [];
}

interface Comparison {
  readonly left: Expr;
  readonly right?: Expr;
  readonly pattern?: ('Wildcard' | { Literal: string })[];
}

function comparedWithId(expression: Expr): string[] {
  const [operator, operands] = Object.entries(expression)[0] as [string, unknown] as [string, Comparison];
  if (operator === 'like' && isId(operands.left)) {
    return [operands.pattern!.map((part) => (part === 'Wildcard' ? '*' : part.Literal)).join('')];
  }
  if (!['==', '!=', 'contains'].includes(operator)) return [];
  const sides = [operands.left, operands.right!];
  if (!sides.some(isId)) return [];
  return sides
    .flatMap((side) => ('Set' in side ? (side.Set as Expr[]) : [side]))
    .flatMap((side) => ('Value' in side && typeof side.Value === 'string' ? [side.Value] : []));
}

function isId(expression: Expr): boolean {
  if (!('.' in expression)) return false;
  const { left, attr } = expression['.'] as { left: Expr; attr: string };
  return attr === 'id' && 'Var' in left && left.Var === 'principal';
}
