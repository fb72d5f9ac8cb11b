/** What is wrong with a rule of a gateway: at once, and when the app is complete. */
import { Stack, Token, type aws_bedrockagentcore as agentcore } from 'aws-cdk-lib';
import { reportFindings, type Finding } from '../core/finding';
import { sentence, suggestion, type Problem } from '../core/refusal';
import { ownerPath } from '../core/resources';
import type { GatewayRule, GatewayRuleProps } from './gateway-rule';
import type { RuleCondition } from './gateway-rule-condition';
import { RULE_LIMITS } from './gateway-rule-limits';
import { textProblems } from './gateway-problems';
import { resourceOf, type INamedTarget, type KnownGateway } from './known-gateway';

/** What cannot be right whatever is added to the gateway. */
export function ruleProblems(props: GatewayRuleProps, known: KnownGateway): Problem[] {
  const { priority, when = [], route, configurationBundle, description } = props;
  return [
    ...priorityProblems(priority),
    ...conditionsProblems(when),
    ...callerProblems(when, known),
    ...(route || configurationBundle ? [] : [noAction]),
    ...(route?._problems('route') ?? []),
    ...(configurationBundle?._problems('configurationBundle', Stack.of(props.gateway).account) ?? []),
    ...foreignProblems(
      (route?._destinations ?? []).map(({ target }) => target),
      known,
    ),
    ...textProblems('description', description, RULE_LIMITS.description),
  ];
}

/** What is only known when the app is complete. */
export function reportRuleProblems(rule: GatewayRule, resource: agentcore.CfnGatewayRule, known: KnownGateway): void {
  rule.node.addValidation({
    validate: () =>
      [...priorityClashes(resource, known), ...protocolProblems(rule, known), ...orderProblems(rule, known)].map(
        sentence,
      ),
  });
  reportFindings(rule, () => [...unknownTargets(rule, known), ...tooManyRules(resource, known)]);
}

const noAction: Problem = {
  about: 'route',
  allowed: 'a route, a configurationBundle, or both',
  fix: 'Write route: Route.to(…), or configurationBundle: BundleOverride.pinned(…).',
};

function priorityProblems(priority: number): Problem[] {
  const { min, max } = RULE_LIMITS.priority;
  if (Token.isUnresolved(priority) || (Number.isInteger(priority) && priority >= min && priority <= max)) return [];
  const allowed = `a whole number from ${min} to ${max}`;
  return [{ about: 'priority', value: priority, allowed, fix: 'Leave gaps: 100, 200, 300.' }];
}

function conditionsProblems(when: readonly RuleCondition[]): Problem[] {
  const kinds = when.map(({ _kind }) => _kind);
  const repeated = [...new Set(kinds.filter((kind, index) => kinds.indexOf(kind) !== index))];
  const problems = when.flatMap((condition, index) => condition._problems(`when[${index}]`));
  if (when.length > RULE_LIMITS.conditions) {
    problems.push({
      about: 'when',
      value: `${when.length} conditions`,
      allowed: `at most ${RULE_LIMITS.conditions}, all of which have to be true`,
      fix: 'Keep two, or write rules of their own.',
    });
  }
  return [
    ...problems,
    ...repeated.map((kind) => ({
      about: 'when',
      value: `RuleCondition.${kind} more than once`,
      allowed: 'one condition of each kind: they all have to be true',
      fix: `Write the alternatives into one: RuleCondition.${kind}(…, …).`,
    })),
  ];
}

function callerProblems(when: readonly RuleCondition[], { callers }: KnownGateway): Problem[] {
  if (callers === undefined || callers === 'IamEntity' || !when.some(({ _kind }) => _kind === 'iamPrincipals'))
    return [];
  return [
    {
      about: 'when',
      value: 'RuleCondition.iamPrincipals',
      allowed: 'on a gateway whose callers sign with AWS credentials; here it never matches',
      fix: 'Leave it out, or give the gateway InboundAuth.iam().',
    },
  ];
}

/** A target that is a construct says itself whose it is. */
function foreignProblems(targets: readonly INamedTarget[], known: KnownGateway): Problem[] {
  return targets
    .filter((target) => {
      const resource = resourceOf(target);
      return resource !== undefined && !known.isOfIt(resource);
    })
    .map(({ targetName }) => ({
      about: 'route',
      value: `${targetName}, a target of another gateway`,
      allowed: `a target of ${known.gateway.node.path}`,
      fix: 'Add the target to this gateway, or the rule to the gateway of the target.',
    }));
}

function priorityClashes(resource: agentcore.CfnGatewayRule, known: KnownGateway): Problem[] {
  const { priority } = resource;
  const same = known
    .onIt<agentcore.CfnGatewayRule>(resource.cfnResourceType)
    .filter((other) => other.priority === priority);
  if (same.length < 2) return [];
  const paths = same.map(ownerPath);
  return [
    {
      about: 'priority',
      value: priority,
      allowed: `a priority that no other rule of the gateway has; ${paths.join(' and ')} have it`,
      fix: 'Say which of them comes first.',
    },
  ];
}

function protocolProblems(rule: GatewayRule, known: KnownGateway): Problem[] {
  const protocols = new Map(known.targets().map(({ name, protocol }) => [name, protocol]));
  const forPaths = (rule._props.when ?? []).flatMap(({ _targetNames }) => _targetNames);
  return [
    ...forPaths
      .filter((name) => ['mcp', 'inference'].includes(protocols.get(name) ?? 'http'))
      .map((name) => ({
        about: 'when',
        value: `/${name}/*, the path of an ${inWords(protocols.get(name)!)} target`,
        allowed: 'the path of an HTTP target',
        fix: 'Name an HTTP target.',
      })),
    ...(rule._props.route?._destinations ?? []).flatMap(({ target: { targetName }, forModels }) => {
      const protocol = protocols.get(targetName);
      if (protocol === undefined || protocol === 'inference' || (protocol === 'http' && !forModels)) return [];
      return [
        {
          about: 'route',
          value: `${targetName}, an ${inWords(protocol)} target`,
          allowed: forModels
            ? 'an inference target, where a model or a fallback is named'
            : 'an HTTP or inference target',
          fix:
            protocol === 'mcp'
              ? 'MCP clients name the target by the tool that they call: split a function by a weighted alias, or versions with versioned.'
              : 'Leave model and fallback out.',
        },
      ];
    }),
  ];
}

function inWords(protocol: 'mcp' | 'http' | 'inference'): string {
  return protocol === 'inference' ? protocol : protocol.toUpperCase();
}

/** The stack of a target comes after the gateway's, so a rule in the gateway's cannot wait for it. */
function orderProblems(rule: GatewayRule, known: KnownGateway): Problem[] {
  return known
    .targets()
    .filter((target) => rule._targetNames.includes(target.name) && rule._outOfReach(target, known))
    .map(({ name, resource }) => ({
      about: 'target',
      value: `${name}, which is in stack ${Stack.of(resource).stackName}`,
      allowed: 'a target of the stack of the rule: a rule is created after its targets, this stack before that one',
      fix: `Write new GatewayRule(…) in stack ${Stack.of(resource).stackName}.`,
    }));
}

function unknownTargets(rule: GatewayRule, known: KnownGateway): Finding[] {
  const names = known.targets().map(({ name }) => name);
  return rule._targetNames
    .filter((name) => !Token.isUnresolved(name) && !names.includes(name))
    .map((name) => ({
      id: 'cdk-agentcore:unknown-target',
      about: 'target',
      value: name,
      allowed: `a target of ${known.gateway.node.path} that exists before the rule, and this app deploys none of that name`,
      fix: suggestion(name, names),
    }));
}

function tooManyRules(resource: agentcore.CfnGatewayRule, known: KnownGateway): Finding[] {
  const rules = known.onIt<agentcore.CfnGatewayRule>(resource.cfnResourceType);
  // Said once, by the first of those that are too many.
  if (rules.indexOf(resource) !== RULE_LIMITS.rulesOfGateway) return [];
  return [
    {
      id: 'cdk-agentcore:gateway-rule-quota',
      about: 'rules',
      value: `${rules.length} rules of ${known.gateway.node.path}`,
      allowed: `at most ${RULE_LIMITS.rulesOfGateway} of a gateway`,
      fix: 'Put alternatives into one condition.',
    },
  ];
}
