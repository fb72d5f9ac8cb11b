/** What was probably meant by an action that no tool of the gateway has. */
import type { TypeAndId } from '@cedar-policy/cedar-wasm/nodejs';
import { nearest } from '../core/refusal';
import { TARGET_SEPARATOR } from '../tools/tool-limits';
import type { CedarGateway } from './cedar-gateway';
import type { Explain } from './validator-message';

/** The problem of an action that does not exist. */
export function unknownAction(
  action: TypeAndId,
  gateway: CedarGateway,
  hasStandIn = false,
): { code: string; cause: string; hint: string } {
  const written = `${action.type}::${JSON.stringify(action.id)}`;
  return {
    code: 'unknown-action',
    cause: `No tool of this gateway has the action ${written}.`,
    hint: likelyIntent(action, gateway, hasStandIn),
  };
}

/** An action of a condition. The validator's own guess differs from one run to the next. */
export const unrecognizedAction: Explain = ({ message, gateway }) => {
  const [, type, id] = /^unrecognized action `(.+)::"(.+)"`$/.exec(message) ?? [];
  return id === undefined ? undefined : unknownAction({ type, id }, gateway);
};

function likelyIntent({ type, id }: TypeAndId, gateway: CedarGateway, hasStandIn: boolean): string {
  const tools = gateway.tools.filter(({ isEvery }) => !isEvery).map((tool) => tool.fullName);
  const targets = [...new Set(gateway.tools.map((tool) => tool.targetName))];
  const open = gateway.tools.find(
    ({ isEvery, targetName }) => isEvery && id.startsWith(`${targetName}${TARGET_SEPARATOR}`),
  );
  const ofTools = gateway.tools.filter((tool) => tool.name === id);
  const underscored = tools.find((name) => squeezed(name) === squeezed(id));
  if (hasStandIn) return 'The name of a tool is known at synth: write it without a token.';
  if (tools.includes(id) || targets.includes(id))
    return `Write AgentCore::Action::${JSON.stringify(id)}; ${type} is another type.`;
  if (id.includes('*')) {
    const target = targets.find((name) => id.startsWith(`${name}${TARGET_SEPARATOR}`) || id === `${name}*`);
    const group = target
      ? `write action in AgentCore::Action::${JSON.stringify(target)} for all tools of the target`
      : 'leave the action open for all tools';
    return `There are no wildcards in action names: name the tools, or ${group}.`;
  }
  if (open) {
    return `The tools of ${open.targetName} are not known at synth: declare them on the target with tools, or write action in AgentCore::Action::${JSON.stringify(open.targetName)} for all of them.`;
  }
  if (underscored) {
    return `Did you mean "${underscored}"? Between target and tool stand three underscores.`;
  }
  if (ofTools.length > 0) {
    return `Did you mean ${ofTools.map((tool) => `"${tool.fullName}"`).join(' or ')}? An action is the target, three underscores and the tool.`;
  }
  const near = nearest(id, id.includes(TARGET_SEPARATOR) ? tools : [...targets, ...tools]);
  if (near) return `Did you mean "${near}"?`;
  if (targets.length === 0) return 'The gateway has no tools yet.';
  if (tools.length === 0) {
    return `Its tools are not known at synth; its targets are ${targets.map((name) => `"${name}"`).join(', ')}.`;
  }
  const listed = tools.slice(0, 10).map((name) => `"${name}"`);
  return `Its tools are ${listed.join(', ')}${tools.length > listed.length ? ` and ${tools.length - listed.length} more` : ''}.`;
}

/** A name with every run of underscores as one: how names that differ only in their number are the same. */
function squeezed(name: string): string {
  return name.replace(/_+/g, '_');
}
