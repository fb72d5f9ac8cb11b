/** What can be said of an agent's props before anything is built. */
import { Token, type Duration } from 'aws-cdk-lib';
import { justificationProblems } from '../core/justification';
import type { Problem } from '../core/refusal';
import { InboundAuthType, type InboundAuth } from '../identity/inbound-auth';
import { networkProblems } from './agent-network';
import type { AgentProps } from './agent-props';
import { contentProblems } from './agent-traces';
import { RESERVED_ENDPOINTS, RUNTIME_LIMITS } from './runtime-limits';

export function agentProblems(props: AgentProps, inboundAuth: InboundAuth): Problem[] {
  return [
    ...props.code._problems(),
    ...inboundAuthProblems(inboundAuth),
    ...nameProblems('agentName', props.agentName),
    ...descriptionProblems(props.description),
    ...lifecycleProblems(props.idleSessionTimeout, props.maxLifetime),
    ...networkProblems(props),
    ...(props.logContent
      ? justificationProblems('logContent', props.logContent)
      : contentProblems(props.environment ?? {})),
    ...(props.anyUserTokens ? justificationProblems('anyUserTokens', props.anyUserTokens) : []),
  ];
}

/** A name that the service keeps for itself, or cannot take. */
export function endpointProblems(name: string): Problem[] {
  if (!RESERVED_ENDPOINTS.includes(name)) return nameProblems('the name of the endpoint', name);
  return [
    {
      about: 'the name of the endpoint',
      value: name,
      allowed: `any but ${RESERVED_ENDPOINTS.join(', ')}, which the service makes itself`,
      fix: 'Choose another name; callers that name no endpoint reach DEFAULT, which follows the newest version.',
    },
  ];
}

function inboundAuthProblems(inboundAuth: InboundAuth): Problem[] {
  if (inboundAuth.type === InboundAuthType.JWT || inboundAuth.type === InboundAuthType.IAM) {
    return [
      ...inboundAuth._problems(),
      ...inboundAuth._gatewayOnly().map((name) => ({
        about: `inboundAuth ${name}`,
        value: 'on an agent',
        allowed: 'on a gateway',
        fix: 'Make an InboundAuth without it for the agent.',
      })),
    ];
  }
  return [
    {
      about: 'inboundAuth',
      value: inboundAuth._inCode,
      allowed: 'InboundAuth.iam() or InboundAuth.jwt(…): a runtime always authenticates its callers',
      fix: 'Leave it out for callers with AWS credentials, or take InboundAuth.jwt(…) for users of an identity provider.',
    },
  ];
}

function nameProblems(about: string, name: string | undefined): Problem[] {
  const { pattern, said } = RUNTIME_LIMITS.name;
  if (name === undefined || Token.isUnresolved(name) || pattern.test(name)) return [];
  return [{ about, value: name, allowed: said, fix: `Write ${JSON.stringify(spelt(name))} for example.` }];
}

function spelt(name: string): string {
  const words = name.replace(/[^A-Za-z0-9]+/g, '_').replace(/^[^A-Za-z]+|_+$/g, '');
  return (words || 'support').slice(0, 48);
}

function descriptionProblems(description: string | undefined): Problem[] {
  const { maxLength } = RUNTIME_LIMITS.description;
  if (description === undefined || Token.isUnresolved(description)) return [];
  if (description.length >= 1 && description.length <= maxLength) return [];
  return [
    {
      about: 'the length of description',
      value: description.length,
      allowed: `1 to ${maxLength} characters`,
      fix: 'Say in a sentence what it is for, or leave it out.',
    },
  ];
}

function lifecycleProblems(idle: Duration | undefined, lifetime: Duration | undefined): Problem[] {
  const { min, max, defaultIdle, defaultLifetime } = RUNTIME_LIMITS.lifecycle;
  const problems: Problem[] = [];
  for (const [about, duration] of Object.entries({ idleSessionTimeout: idle, maxLifetime: lifetime })) {
    if (!duration || duration.isUnresolved()) continue;
    const seconds = duration.toSeconds({ integral: false });
    if (Number.isInteger(seconds) && seconds >= min && seconds <= max) continue;
    problems.push({
      about,
      value: duration.toHumanString(),
      allowed: 'whole seconds from 1 minute to 8 hours',
      fix: 'Take a duration within that.',
    });
  }
  if (problems.length > 0 || idle?.isUnresolved() || lifetime?.isUnresolved()) return problems;
  const idleSeconds = idle?.toSeconds() ?? defaultIdle;
  const lifetimeSeconds = lifetime?.toSeconds() ?? defaultLifetime;
  if (idleSeconds <= lifetimeSeconds) return [];
  return [
    {
      about: 'idleSessionTimeout',
      value: idle ? idle.toHumanString() : '15 minutes by default',
      allowed: `at most maxLifetime (${lifetime?.toHumanString() ?? '8 hours'})`,
      fix: 'Shorten idleSessionTimeout or lengthen maxLifetime.',
    },
  ];
}
