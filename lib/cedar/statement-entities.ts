/** The entities that a statement names. */
import { entityOf, expressionsOf, statementJson } from './statement-json';

/** The ids of all entities of this type, in the scope and in the conditions. */
export function entitiesIn(text: string, type: string): string[] {
  const statement = statementJson(text);
  if (!statement) return [];
  const { principal, resource } = statement;
  const scope = [principal, resource].flatMap((part) => ('entity' in part ? [entityOf(part.entity)] : []));
  const values = expressionsOf(statement).flatMap((part) => ('Value' in part ? [part.Value] : []));
  const conditions = values.flatMap((value) =>
    typeof value === 'object' && value !== null && '__entity' in value
      ? [entityOf(value as { __entity: { type: string; id: string } })]
      : [],
  );
  return [...scope, ...conditions].filter((entity) => entity.type === type).map(({ id }) => id);
}
