/** Rows of the matrix in words, the same in every format. */
import type { Permission } from './permissions';

/** A row, whichever gateway it is about. */
export type ShownPermission = Omit<Permission, 'gateway'>;

export function verdictInWords({ verdict, enforced }: ShownPermission): string {
  const words = verdict.replace('_', ' ');
  return enforced ? words : `(${words})`;
}

/** The condition, with the policies that forbid some of it. */
export function conditionInWords(
  { verdict, condition, limitedBy, enforced }: ShownPermission,
  gateway: string,
): string {
  const names = limitedBy.map((name) => shortName(name, gateway)).join(' or ');
  const forbidden =
    names === '' ? '' : verdict === 'DENY' ? `always forbidden by ${names}` : `unless ${names} forbids it`;
  const logged = enforced ? '' : 'only logged';
  const wins = verdict === 'DENY_IF' && enforced ? 'whatever permits it' : '';
  return [condition, forbidden, wins, logged].filter((text) => text !== '').join(', ');
}

/** `Shop/Tools/ManagersRefund` at the gateway `Shop/Tools` → `ManagersRefund`. */
export function shortName(policy: string, gateway: string): string {
  const [own, around] = [policy.split('/'), gateway.split('/')];
  let same = 0;
  while (same < own.length - 1 && same < around.length && own[same] === around[same]) same++;
  return own.slice(same).join('/');
}

/** Rows of one gateway. */
export function rowsOf(permissions: readonly Permission[], gateway: string): Permission[] {
  return permissions.filter((permission) => permission.gateway === gateway);
}

/** Rows by tool. */
export function byTool(permissions: readonly ShownPermission[]): [tool: string, rows: ShownPermission[]][] {
  const tools = new Map<string, ShownPermission[]>();
  for (const permission of permissions) {
    tools.set(permission.tool, [...(tools.get(permission.tool) ?? []), permission]);
  }
  return [...tools];
}
