/** What is wrong with a rate limit of a gateway: at once, and when the app is complete. */
import { Token, type aws_bedrockagentcore as agentcore } from 'aws-cdk-lib';
import { reportFindings, type Finding } from '../core/finding';
import { sentence, suggestion, type Problem } from '../core/refusal';
import { ownerPath } from '../core/resources';
import { textProblems } from './gateway-problems';
import { RATE_LIMIT_LIMITS } from './gateway-rule-limits';
import type { KnownGateway } from './known-gateway';
import type { GatewayRateLimit, GatewayRateLimitProps } from './rate-limit';
import type { RateLimitDimension } from './rate-limit-dimension';
import { entriesProblems } from './rate-limit-entry';
import { tokenFindings } from './rate-limit-tokens';

/** What cannot be right whatever is added to the gateway. */
export function rateLimitProblems(props: GatewayRateLimitProps, known: KnownGateway): Problem[] {
  const { by, entries, rateLimitId, description } = props;
  return [
    ...dimensionProblems(by),
    ...callerProblems(by, known),
    ...entriesProblems(entries, by),
    ...idProblems(rateLimitId),
    ...textProblems('description', description, RATE_LIMIT_LIMITS.description),
  ];
}

/** What is only known when the app is complete. */
export function reportRateLimitProblems(
  limit: GatewayRateLimit,
  resource: agentcore.CfnGatewayRateLimit,
  known: KnownGateway,
): void {
  limit.node.addValidation({
    validate: () => [...sameDimensions(resource, known), ...sameId(resource, known)].map(sentence),
  });
  reportFindings(limit, () => [
    ...unknownNames(limit, known),
    ...tooManyLimits(resource, known),
    ...tokenFindings(limit, known),
  ]);
}

function dimensionProblems(by: readonly RateLimitDimension[]): Problem[] {
  const { dimensions: most } = RATE_LIMIT_LIMITS;
  if (by.length === 0 || by.length > most) {
    const fix = by.length === 0 ? 'Write by: [RateLimitDimension.target()].' : 'Keep those that matter.';
    return [{ about: 'by', value: `${by.length} dimensions`, allowed: `1 to ${most}`, fix }];
  }
  const keys = by.map(({ _key }) => _key);
  return [
    ...by.flatMap((dimension, index) => dimension._problems(`by[${index}]`)),
    ...[...new Set(keys.filter((key, index) => keys.indexOf(key) !== index))].map((value) => ({
      about: 'by',
      value: `${value} more than once`,
      allowed: 'each dimension once',
      fix: 'Leave one of them out.',
    })),
  ];
}

/** A dimension that no request has makes a limit that never applies. */
function callerProblems(by: readonly RateLimitDimension[], { callers }: KnownGateway): Problem[] {
  const needs = {
    OAuthUser: { allowed: 'bring a token', fix: 'give the gateway InboundAuth.jwt(…)' },
    IamEntity: { allowed: 'sign with AWS credentials', fix: 'give the gateway InboundAuth.iam()' },
  };
  return by.flatMap(({ _key, _callers }, index) => {
    if (_callers === undefined || callers === undefined || _callers === callers) return [];
    const { allowed, fix } = needs[_callers];
    return [
      {
        about: `by[${index}]`,
        value: _key,
        allowed: `on a gateway whose callers ${allowed}; here no request has it, so the limit would not apply`,
        fix: `Leave it out, or ${fix}.`,
      },
    ];
  });
}

function idProblems(id: string | undefined): Problem[] {
  const { maxLength, pattern } = RATE_LIMIT_LIMITS.id;
  if (id === undefined || Token.isUnresolved(id) || pattern.test(id)) return [];
  const allowed = `2 to ${maxLength} letters, digits, -, _ and ., the first and the last no punctuation`;
  return [{ about: 'rateLimitId', value: id, allowed, fix: 'Leave it out, or choose such an id.' }];
}

function sameDimensions(resource: agentcore.CfnGatewayRateLimit, known: KnownGateway): Problem[] {
  const keys = (limit: agentcore.CfnGatewayRateLimit) => JSON.stringify([...limit.dimensionKeys].sort());
  const same = known
    .onIt<agentcore.CfnGatewayRateLimit>(resource.cfnResourceType)
    .filter((other) => keys(other) === keys(resource));
  if (same.length < 2) return [];
  const paths = same.map(ownerPath);
  return [
    {
      about: 'by',
      value: resource.dimensionKeys,
      allowed: `dimensions that no other limit of the gateway has; ${paths.join(' and ')} have them`,
      fix: 'Write the entries of both into one.',
    },
  ];
}

function sameId(resource: agentcore.CfnGatewayRateLimit, known: KnownGateway): Problem[] {
  const { rateLimitId } = resource;
  const same = known
    .onIt<agentcore.CfnGatewayRateLimit>(resource.cfnResourceType)
    .filter((other) => rateLimitId !== undefined && other.rateLimitId === rateLimitId);
  if (same.length < 2) return [];
  const paths = same.map(ownerPath);
  return [
    {
      about: 'rateLimitId',
      value: rateLimitId,
      allowed: `an id that no other limit of the gateway has; ${paths.join(' and ')} have it`,
      fix: 'Rename one of them.',
    },
  ];
}

function unknownNames(limit: GatewayRateLimit, known: KnownGateway): Finding[] {
  const targets = known.targets().map(({ name }) => name);
  const tools = known.gateway._cedarGateway().tools.map(({ fullName }) => fullName);
  const isKnown = (tool: string) => tools.includes(tool) || hasUnknownTools(tool, targets, tools);
  return limit._props.entries
    .flatMap(({ when = [] }) => when)
    .filter(({ _value }) => !Token.isUnresolved(_value))
    .flatMap(({ _dimension, _value }) => {
      if (_dimension._key === 'targetName' && !targets.includes(_value)) {
        return [unknown('target', _value, known, targets)];
      }
      if (_dimension._key === 'toolName' && !isKnown(_value)) return [unknown('tool', _value, known, tools)];
      return [];
    });
}

/** A target without a known tool lists its tools only when it runs. */
function hasUnknownTools(tool: string, targets: readonly string[], tools: readonly string[]): boolean {
  const [target] = tool.split('___');
  return targets.includes(target) && !tools.some((other) => other.startsWith(`${target}___`));
}

function unknown(what: 'target' | 'tool', value: string, known: KnownGateway, names: readonly string[]): Finding {
  const form = what === 'tool' ? ', by its full name Target___tool' : '';
  return {
    id: `cdk-agentcore:unknown-${what}`,
    about: what,
    value,
    allowed: `a ${what} of ${known.gateway.node.path}${form}, and this app deploys none of that name`,
    fix: suggestion(value, names),
  };
}

function tooManyLimits(resource: agentcore.CfnGatewayRateLimit, known: KnownGateway): Finding[] {
  const limits = known.onIt<agentcore.CfnGatewayRateLimit>(resource.cfnResourceType);
  // Said once, by the first of those that are too many.
  if (limits.indexOf(resource) !== RATE_LIMIT_LIMITS.limitsOfGateway) return [];
  return [
    {
      id: 'cdk-agentcore:gateway-rate-limit-quota',
      about: 'rate limits',
      value: `${limits.length} rate limits of ${known.gateway.node.path}`,
      allowed: `at most ${RATE_LIMIT_LIMITS.limitsOfGateway} of a gateway`,
      fix: 'Write entries that have the same dimensions into one limit.',
    },
  ];
}
