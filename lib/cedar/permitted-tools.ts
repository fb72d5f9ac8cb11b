/** Which tools a statement is about. */
import type { PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';
import type { Tool } from '../tools/tool';
import type { CedarGateway } from './cedar-gateway';
import { actionScopeOf, asksForResourceIn, scopeJson } from './statement-json';
import { withStandIns } from './tokens';

/** The tools in the scope of a permit, whatever its conditions; none for a forbid or a text that is no statement. */
export function permittedTools(text: string, gateway: CedarGateway): readonly Tool[] {
  const statement = scopeJson(withStandIns(text, 'to read').text);
  if (statement?.effect !== 'permit' || asksForResourceIn(statement)) return [];
  return toolsInScope(statement, gateway);
}

/** Whether the text is a statement about whatever tool there is, at every gateway that asks the engine. */
export function isAboutAnyGateway(text: string): boolean {
  const statement = scopeJson(withStandIns(text, 'to read').text);
  return (
    statement !== undefined &&
    actionScopeOf(statement).kind === 'all' &&
    statement.resource.op !== '==' &&
    !asksForResourceIn(statement)
  );
}

/** The tools that a text names in its scope; none where it is about whatever tool there is, or is no statement. */
export function toolsNamed(text: string, gateway: CedarGateway): readonly Tool[] {
  const statement = scopeJson(withStandIns(text, 'to read').text);
  if (!statement || actionScopeOf(statement).kind === 'all') return [];
  return toolsInScope(statement, gateway);
}

/** The tools that a statement names, by themselves or by their target; all where it names none. */
export function toolsInScope(statement: PolicyJson, gateway: CedarGateway): readonly Tool[] {
  const scope = actionScopeOf(statement);
  if (scope.kind === 'all') return gateway.tools;
  const named = scope.kind === 'equal' ? [scope.id] : scope.ids;
  const ids = named.filter(({ type }) => type === 'AgentCore::Action').map(({ id }) => id);
  return gateway.tools.filter((tool) =>
    ids.some(
      (id) => id === tool.fullName || (scope.kind === 'in' && [tool.targetName, 'CallTool', 'Mcp'].includes(id)),
    ),
  );
}
