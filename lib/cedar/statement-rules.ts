/** AgentCore's own rules for statements, which Cedar's validator does not know. */
import type { CedarGateway } from './cedar-gateway';
import type { PlacedProblem } from './cedar-problem';
import { principalProblems } from './principal-rules';
import { codeOnly } from './source-text';
import { actionScopeOf, asksForResourceIn, entityOf, expressionsOf, type PolicyJson } from './statement-json';
import { unknownAction } from './unknown-action';

/** A statement and the text that it was read from. */
export interface StatementSource {
  readonly json: PolicyJson;
  readonly text: string;
  /** Puts CDK tokens back in place of what stands for them. */
  readonly restore: (text: string) => string;
}

/**
 * Checks what the service checks besides the schema.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/example-policies-action-resource.html
 */
export function ruleProblems(source: StatementSource, gateway: CedarGateway): PlacedProblem[] {
  return [
    ...principalProblems(source, gateway),
    ...actionProblems(source, gateway),
    ...resourceProblems(source, gateway),
    ...conditionProblems(source),
  ];
}

function actionProblems({ json, text, restore }: StatementSource, gateway: CedarGateway): PlacedProblem[] {
  const scope = actionScopeOf(json);
  if (scope.kind === 'all') return [];
  // What stands for every tool of a target has no action of its own.
  const tools = gateway.tools.filter(({ isEvery }) => !isEvery).map((tool) => tool.fullName);
  const groups = new Set(gateway.tools.map((tool) => tool.targetName));
  const ids = scope.kind === 'equal' ? [scope.id] : scope.ids;
  const problems = ids
    .filter(
      ({ type, id }) =>
        type !== 'AgentCore::Action' || !(tools.includes(id) || groups.has(id) || BUILT_IN_GROUPS.includes(id)),
    )
    .map((action) => ({
      at: entityAt(text, action.id),
      ...unknownAction(action, gateway, restore(action.id) !== action.id),
    }));
  if (problems.length > 0) return problems;
  const builtIn = ids.find(({ id }) => BUILT_IN_GROUPS.includes(id) && !tools.includes(id) && !groups.has(id));
  const open = 'Leave the action open, which is about all tools of the gateway, or name the tools.';
  if (scope.kind === 'equal' && !tools.includes(scope.id.id)) {
    return [
      {
        code: 'action-is-target',
        at: entityAt(text, scope.id.id),
        cause: `${JSON.stringify(scope.id.id)} is a group of tools, and no tool.`,
        hint: builtIn ? open : `Write action in AgentCore::Action::${JSON.stringify(scope.id.id)} for all tools of it.`,
      },
    ];
  }
  if (builtIn) {
    return [
      {
        code: BUILT_IN_GROUP,
        at: entityAt(text, builtIn.id),
        cause: `${JSON.stringify(builtIn.id)} stands above all tools in AgentCore's schema, and AgentCore refuses a statement that names it.`,
        hint: open,
      },
    ];
  }
  const group = ids.find(({ id }) => !tools.includes(id));
  if (!group || !readsContext(json, 'input')) return [];
  return [
    {
      code: 'input-of-target',
      at: contextAt(text, 'input'),
      cause: `A statement about the target ${JSON.stringify(group.id)} cannot ask for context.input, which each of its tools has of its own.`,
      hint: 'Name the tools: action in [AgentCore::Action::"Target___tool", …].',
    },
  ];
}

const BUILT_IN_GROUPS: readonly string[] = ['CallTool', 'Mcp'];

/** A group above those of the targets; the code of its problem, which a reason can make right. */
export const BUILT_IN_GROUP = 'built-in-group';

function resourceProblems({ json, text, restore }: StatementSource, gateway: CedarGateway): PlacedProblem[] {
  const { resource } = json;
  const named = actionScopeOf(json).kind !== 'all';
  const at = Math.max(0, codeOnly(text).search(/\bresource\b/));
  const own = 'resource == AgentCore::Gateway::"${gateway.gatewayArn}"';
  if (resource.op === 'All') {
    return [
      {
        code: 'bare-resource',
        at,
        cause: 'AgentCore refuses a statement about any resource.',
        hint: named
          ? `Write ${own}.`
          : `Write ${own}, or resource is AgentCore::Gateway for every gateway of the policy engine.`,
      },
    ];
  }
  if (resource.op !== '==' && named) {
    return [
      {
        code: 'resource-not-named',
        at,
        cause: 'A statement that names an action has to name the gateway that has it.',
        hint: `Write ${own}.`,
      },
    ];
  }
  if (asksForResourceIn(json)) {
    return [
      {
        code: 'resource-in',
        at,
        cause: 'AgentCore takes no "in" for the resource: a gateway is in nothing.',
        hint: `Write ${own}, or resource is AgentCore::Gateway for every gateway of the policy engine.`,
      },
    ];
  }
  if (resource.op !== '==' || !('entity' in resource)) return [];
  const arn = restore(entityOf(resource.entity).id);
  if (arn === gateway.arn || mayBe(arn, gateway)) return [];
  return [
    {
      code: 'other-gateway',
      at: entityAt(text, arn),
      cause: `The statement is about the gateway ${arn}, and would belong to ${isKnown(gateway.arn) ? gateway.arn : `the gateway ${gateway.name}`}.`,
      hint: `Write resource == AgentCore::Gateway::${isKnown(gateway.arn) ? JSON.stringify(gateway.arn) : '"${gateway}"'}.`,
    },
  ];
}

/** Where either is a token, both may be the same; but the service ends the ARN with the name and ten characters. */
function mayBe(arn: string, { arn: own, name }: CedarGateway): boolean {
  if (isKnown(arn) && isKnown(own)) return false;
  if (!isKnown(arn) || name === undefined) return true;
  return new RegExp(`:gateway/${name.toLowerCase()}-[a-z0-9]{10}$`).test(arn);
}

function isKnown(arn: string): boolean {
  return !arn.includes('${Token[');
}

function conditionProblems({ json, text }: StatementSource): PlacedProblem[] {
  if (!readsContext(json, 'output')) return [];
  return [
    {
      code: 'output',
      at: contextAt(text, 'output'),
      cause: 'permit and forbid decide before the tool runs: there is no output yet.',
      hint: 'Ask for context.input.',
    },
  ];
}

/** Whether a condition asks for this part of the context, in any of Cedar's ways of writing it. */
function readsContext(json: PolicyJson, name: string): boolean {
  return expressionsOf(json).some((part) => {
    const [operator, operands] = Object.entries(part)[0] as [string, { left?: object; attr?: string | string[] }];
    if ((operator !== '.' && operator !== 'has') || !operands.left || !operands.attr) return false;
    return 'Var' in operands.left && operands.left.Var === 'context' && [operands.attr].flat()[0] === name;
  });
}

function contextAt(text: string, name: string): number {
  const code = codeOnly(text);
  const dotted = code.search(new RegExp(`\\bcontext\\s*\\.\\s*${name}\\b`));
  return dotted >= 0 ? dotted : Math.max(0, code.search(/\bcontext\b/));
}

/** Where an entity's id stands; its quotes and escapes are not known, so this is as near as the text allows. */
function entityAt(text: string, id: string): number {
  const quotedAt = text.indexOf(JSON.stringify(id));
  return Math.max(0, quotedAt);
}
