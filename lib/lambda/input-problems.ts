/** Checks an input against the part of JSON Schema that the gateway accepts: small enough to be our own. */
import type { InputSchema } from './tool-definition';

/** One thing wrong with an input, in words that a model can act on. It never holds the value. */
export interface InputProblem {
  /** Where: `amount`, `items[0].sku`; `input` for the whole. */
  readonly path: string;
  /** What: `is required`, `must be a number, not a string`. */
  readonly problem: string;
}

/**
 * Everything wrong with an input. A field that the schema does not name is wrong too: dropping a misspelt field in
 * silence would do something else than the model asked for.
 */
export function inputProblems(schema: InputSchema, value: unknown, path = ''): InputProblem[] {
  const kind = kindOf(value);
  if (!fits(schema, value, kind)) {
    return [{ path: path || 'input', problem: `must be ${article(schema.type)}, not ${whatItIs(schema, kind)}` }];
  }
  if (schema.type === 'object') return fieldProblems(schema, value as Record<string, unknown>, path);
  if (schema.type !== 'array' || !schema.items) return [];
  const { items } = schema;
  return (value as unknown[]).flatMap((item, index) => inputProblems(items, item, `${path}[${index}]`));
}

function fieldProblems(schema: InputSchema, value: Record<string, unknown>, path: string): InputProblem[] {
  const at = (name: string) => (path ? `${path}.${name}` : name);
  const properties = schema.properties ?? {};
  const known = Object.keys(properties);
  const missing = (schema.required ?? [])
    .filter((name) => !Object.hasOwn(value, name))
    .map((name) => ({ path: at(name), problem: 'is required' }));
  const present = Object.keys(value).flatMap((name) => {
    if (Object.hasOwn(properties, name)) return inputProblems(properties[name], value[name], at(name));
    if (known.length === 0) return [];
    return [{ path: at(name), problem: `is not a field of this tool; the fields are ${known.map(at).join(', ')}` }];
  });
  return [...missing, ...present];
}

type Kind = 'string' | 'number' | 'boolean' | 'object' | 'array' | 'null';

function kindOf(value: unknown): Kind {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value as Kind;
}

function fits({ type }: InputSchema, value: unknown, kind: Kind): boolean {
  if (type === 'integer') return Number.isSafeInteger(value);
  if (type === 'number') return Number.isFinite(value);
  return type === kind;
}

function whatItIs({ type }: InputSchema, kind: Kind): string {
  if (kind !== 'number') return article(kind);
  if (type === 'integer') return 'a number with decimals or beyond 2^53';
  return type === 'number' ? 'one beyond 1.8e308' : article(kind);
}

function article(kind: Kind | 'integer'): string {
  if (kind === 'null') return 'null';
  return /^[aio]/.test(kind) ? `an ${kind}` : `a ${kind}`;
}
