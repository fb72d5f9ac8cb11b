/** Checks, once when the function starts, that definitions and code belong together. */
import type { InputSchema, ToolDefinition, ToolFile } from './tool-definition';

const TYPES = ['string', 'number', 'integer', 'boolean', 'object', 'array'];

/** Thrown while the function starts, so that a deployment which cannot work fails at its first call, not its hundredth. */
export class ToolSetupError extends Error {
  override readonly name = 'ToolSetupError';

  constructor(readonly problems: readonly string[]) {
    super(['Definitions and code of the tools do not fit:', ...problems.map((problem) => `  - ${problem}`)].join('\n'));
  }
}

/** The definitions by name. */
export function definitionsByName(file: ToolFile, handlers: object): Map<string, ToolDefinition> {
  const definitions = ('tools' in file ? file.tools : file) as readonly ToolDefinition[];
  const names = definitions.map(({ name }) => name);
  const problems = [
    ...(names.length === 0 ? ['there is no definition'] : []),
    ...names
      .filter((name, index) => names.indexOf(name) !== index)
      .map((name) => `"${name}" is defined twice; keep one definition`),
    ...names
      .filter((name) => !hasCode(handlers, name))
      .map((name) => `"${name}" has no code; add a function of that name`),
    ...Object.keys(handlers)
      .filter((name) => !names.includes(name))
      .map((name) => `"${name}" has code but no definition; the definitions are ${names.join(', ')}`),
    ...definitions.flatMap(({ name, inputSchema }) => typeProblems(inputSchema, `"${name}" inputSchema`)),
  ];
  if (problems.length > 0) throw new ToolSetupError(problems);
  return new Map(definitions.map((definition) => [definition.name, definition]));
}

/** A schema without a known type would let everything through, or nothing. */
function typeProblems(schema: InputSchema, at: string): string[] {
  return [
    ...(TYPES.includes(schema.type)
      ? []
      : [`${at} has the type ${JSON.stringify(schema.type)}; use ${TYPES.join(', ')}`]),
    ...Object.entries(schema.properties ?? {}).flatMap(([name, field]) => typeProblems(field, `${at}.${name}`)),
    ...(schema.items ? typeProblems(schema.items, `${at}[]`) : []),
  ];
}

function hasCode(handlers: object, name: string): boolean {
  return Object.hasOwn(handlers, name) && typeof (handlers as Record<string, unknown>)[name] === 'function';
}
