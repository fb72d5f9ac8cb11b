/** The lines of the matrix at one gateway: its tools, those that only policies name, and the rest of unknown lists. */
import type { Gateway, GatewayTarget } from '../assembly/agent-system';
import { isAbout, sharesEngine } from '../assembly/policy-reach';
import { compare } from '../template/compare';
import { mayBeEqual } from '../template/placeholders';
import { TARGET_SEPARATOR } from '../tools/tool-limits';
import { actionsNamed, type ReadPolicy } from './policy-scope';

/** A tool as the matrix has it: one, or all those of a target that are not known by name. */
export interface MatrixEntry {
  readonly tool: string;
  readonly target: GatewayTarget;
  readonly isRest: boolean;
}

export function matrixEntries(gateway: Gateway, policies: readonly ReadPolicy[]): MatrixEntry[] {
  return gateway.targets.flatMap((target) => {
    const known = target.tools.map(({ fullName }) => ({ tool: fullName, target, isRest: false }));
    if (target.toolsUnknown === undefined) return known;
    const prefix = `${target.targetName}${TARGET_SEPARATOR}`;
    const named = new Set(policies.flatMap((read) => actionsNamed(read) ?? []).filter((id) => id.startsWith(prefix)));
    return [
      ...known,
      ...[...named].sort(compare).map((tool) => ({ tool, target, isRest: false })),
      { tool: `${prefix}*`, target, isRest: true },
    ];
  });
}

/** The tools that a policy names and that neither this gateway nor another one that it may be about has. */
export function notListed(read: ReadPolicy, gateway: Gateway, gateways: readonly Gateway[]): string[] {
  const possible = gateways.filter(
    (other) => sharesEngine(read.policy, other) !== 'no' && isAbout(read.scope, other, gateways) !== 'no',
  );
  const exists = (id: string) => possible.some(({ targets }) => targets.some((target) => has(target, id)));
  // Targets of a gateway may be in other apps too, but then no policy here could have been checked against them.
  return possible[0] === gateway && gateway.inAssembly ? (actionsNamed(read) ?? []).filter((id) => !exists(id)) : [];
}

function has({ targetName, tools, toolsUnknown }: GatewayTarget, id: string): boolean {
  const any = toolsUnknown === undefined ? [] : [`${targetName}${TARGET_SEPARATOR}<tool>`];
  const names = [targetName, 'CallTool', 'Mcp', ...any, ...tools.map(({ fullName }) => fullName)];
  return names.some((name) => mayBeEqual(name, id));
}
