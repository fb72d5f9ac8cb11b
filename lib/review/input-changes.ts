/** How the inputs of one tool differ, field by field: what policies see of a call. */
import { inputSchemaOf } from '../cedar/cedar-gateway';
import { fieldsOf, type JsonSchema, type SchemaField } from '../tools/json-schema';
import type { Tool } from '../tools/tool';

export function inputChanges(before: Tool, after: Tool): string[] {
  const [old, now] = [before, after].map(
    (tool) => new Map(fieldsOf(inputSchemaOf(tool)).map((field) => [field.path.join('.'), field])),
  );
  return [
    ...[...now].filter(([name]) => !old.has(name)).map(([name, field]) => `${name} (${inWords(field)}) is new`),
    ...[...old].filter(([name]) => !now.has(name)).map(([name]) => `${name} is gone`),
    ...[...now].flatMap(([name, field]) => {
      const other = old.get(name);
      return other === undefined || inWords(other) === inWords(field)
        ? []
        : [`${name} is ${inWords(field)}, was ${inWords(other)}`];
    }),
  ];
}

/** Where the type is another one, policies ask in another way; where it must be given, they need not ask. */
function inWords({ schema, required }: SchemaField): string {
  return `${required ? 'required' : 'optional'} ${typeInWords(schema)}`;
}

function typeInWords({ type, items }: JsonSchema): string {
  return items ? `${type} of ${typeInWords(items)}` : type;
}
