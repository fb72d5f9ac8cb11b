/** What keeps a target from being one of a gateway. */
import { sentence, type Problem } from '../../core/refusal';
import { GATEWAY_LIMITS } from '../gateway-limits';
import { GatewayProtocol } from '../gateway-protocol';
import { KnownGateway } from '../known-gateway';
import type { IToolGateway } from '../tool-gateway-base';
import type { TargetKind } from './target-kind';
import type { ToolTarget } from './tool-target';

export function targetProblems(
  targetName: string,
  kind: TargetKind,
  targets: readonly ToolTarget[],
  protocol: GatewayProtocol,
): Problem[] {
  return [
    ...duplicateProblems(targetName, targets),
    ...(targets.length >= GATEWAY_LIMITS.targets ? [tooMany(targets.length + 1)] : []),
    ...(kind.protocol === 'HTTP' && protocol === GatewayProtocol.MCP ? [wrongProtocol(kind)] : []),
  ];
}

function duplicateProblems(targetName: string, targets: readonly ToolTarget[]): Problem[] {
  const other = targets.find((target) => target.targetName === targetName);
  if (!other) return [];
  return [
    {
      about: 'targetName',
      value: targetName,
      allowed: `a name that no other target of the gateway has; ${other.node.path} has it`,
      fix: 'Rename one of them.',
    },
  ];
}

/** Says at synth when there are too many together with those that were added with the L2 or the L1. */
export function reportTooManyTargets(gateway: IToolGateway): void {
  gateway.node.addValidation({
    validate: () => {
      const count = new KnownGateway(gateway).targets().length;
      return count > GATEWAY_LIMITS.targets ? [sentence(tooMany(count))] : [];
    },
  });
}

function tooMany(count: number): Problem {
  return {
    about: 'the number of targets',
    value: count,
    allowed: `at most ${GATEWAY_LIMITS.targets} on a gateway`,
    fix: 'Put tools together that belong together, or make another gateway; both can ask one policyEngine.',
  };
}

function wrongProtocol({ inWords }: TargetKind): Problem {
  return {
    about: 'gateway',
    value: `for MCP alone, and this is ${inWords}`,
    allowed: 'a gateway with protocol: GatewayProtocol.ANY',
    fix: 'Give the gateway that protocol, or make one of its own for targets over HTTP.',
  };
}
