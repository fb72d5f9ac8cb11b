/** What is wrong with a list of tools, before a gateway or a model says so. */
import { suggestion, type Problem } from '../core/refusal';
import { isJsonObject } from './json-schema';
import { inputProblems, outputProblems } from './schema-problems';
import type { ToolDefinition } from './tool-definition';
import { TARGET_SEPARATOR, TOOL_LIMITS } from './tool-limits';

/** Where the tools stand. */
export interface ToolPlace {
  readonly targetName: string;
  /** The file they were read from. */
  readonly file?: string;
  /** Whether they are operations of a target over HTTP: their names are methods and paths, which no model sees. */
  readonly overHttp?: boolean;
}

/** Whether it is the name of an operation over HTTP: `POST:/invocations`. */
export function isOperation(name: unknown): boolean {
  return typeof name === 'string' && /^[A-Z]+:\//.test(name);
}

/** Everything wrong with these tools on this target. */
export function toolProblems(definitions: readonly ToolDefinition[], place: ToolPlace): Problem[] {
  const problems = [
    ...countProblems(definitions),
    ...definitions.flatMap((definition, index) => problemsOf(definition, `tools[${index}]`, place)),
    ...duplicateProblems(definitions),
  ];
  // What is no schema may be no JSON either: an object that holds itself has no size.
  return (problems.length > 0 ? problems : sizeProblems(definitions)).map((problem) =>
    place.file === undefined ? problem : { ...problem, about: `${place.file}: ${problem.about}` },
  );
}

function problemsOf(definition: unknown, at: string, { targetName, overHttp }: ToolPlace): Problem[] {
  if (!isJsonObject(definition)) {
    return [
      {
        about: at,
        value: definition,
        allowed: 'an object with name, description and inputSchema',
        fix: 'Write the tool as MCP lists it.',
      },
    ];
  }
  const named = typeof definition.name === 'string' && definition.name !== '';
  const about = named ? `tool ${JSON.stringify(definition.name)}` : at;
  return [
    ...(overHttp ? [] : nameProblems(definition.name, targetName, `${at}.name`)),
    ...keyProblems(definition, about),
    ...descriptionProblems(definition.description, `${about} description`),
    ...(overHttp ? outputProblems : inputProblems)(definition.inputSchema, `${about} inputSchema`),
    ...(definition.outputSchema === undefined ? [] : outputProblems(definition.outputSchema, `${about} outputSchema`)),
  ];
}

function nameProblems(name: unknown, targetName: string, about: string): Problem[] {
  const { maxLength, pattern, characters } = TOOL_LIMITS.fullName;
  if (typeof name !== 'string' || !pattern.test(name)) {
    return [{ about, value: name, allowed: `1 or more of ${characters}`, fix: nameFix(name) }];
  }
  const fullName = `${targetName}${TARGET_SEPARATOR}${name}`;
  if (fullName.length <= maxLength) return [];
  return [
    {
      about,
      value: name,
      allowed: `at most ${maxLength} characters as models see it, ${JSON.stringify(fullName)}, which has ${fullName.length}`,
      fix: `Shorten the tool's name or the target's by ${fullName.length - maxLength}.`,
    },
  ];
}

function nameFix(name: unknown): string {
  const { pattern } = TOOL_LIMITS.fullName;
  const near = typeof name === 'string' ? name.replace(/[^a-zA-Z0-9_-]+/g, '_').replace(/^_+|_+$/g, '') : '';
  return pattern.test(near) ? `Write ${JSON.stringify(near)}.` : 'Name the tool by what it does: "process_refund".';
}

function keyProblems(definition: Record<string, unknown>, about: string): Problem[] {
  const accepted: readonly string[] = TOOL_LIMITS.toolKeys;
  return Object.keys(definition)
    .filter((key) => !accepted.includes(key))
    .map((key) => ({
      about: `${about} ${key}`,
      value: definition[key],
      allowed: `only ${accepted.join(', ')}; the gateway keeps nothing else`,
      fix: key === 'input_schema' || key === 'parameters' ? 'Write inputSchema.' : keyFix(key, accepted),
    }));
}

function keyFix(key: string, accepted: readonly string[]): string {
  const hint = suggestion(key, accepted);
  return hint.startsWith('Did') ? hint : 'Leave it out, or say it in the description.';
}

function descriptionProblems(description: unknown, about: string): Problem[] {
  if (typeof description === 'string' && description.trim() !== '') return [];
  return [
    {
      about,
      value: description,
      allowed: 'a text that is not empty',
      fix: 'Say what the tool does and when to use it: the model chooses by it.',
    },
  ];
}

function duplicateProblems(definitions: readonly ToolDefinition[]): Problem[] {
  const names = definitions.map((definition) => (isJsonObject(definition) ? definition.name : undefined));
  return names.flatMap((name, index) => {
    const first = names.indexOf(name);
    if (typeof name !== 'string' || name === '' || first === index) return [];
    return [
      {
        about: `tools[${index}].name`,
        value: name,
        allowed: `a name that no other tool of the target has; tools[${first}] has it`,
        fix: 'Rename one of them, or remove it.',
      },
    ];
  });
}

function countProblems(definitions: readonly ToolDefinition[]): Problem[] {
  const { toolsPerTarget } = TOOL_LIMITS;
  if (definitions.length >= 1 && definitions.length <= toolsPerTarget) return [];
  return [
    {
      about: 'the number of tools',
      value: definitions.length,
      allowed: `1 to ${toolsPerTarget} per target`,
      fix: definitions.length === 0 ? 'Define a tool.' : 'Spread them over more targets.',
    },
  ];
}

function sizeProblems(definitions: readonly ToolDefinition[]): Problem[] {
  const { inlineBytes } = TOOL_LIMITS;
  const bytes = Buffer.byteLength(JSON.stringify(definitions));
  if (bytes <= inlineBytes) return [];
  return [
    {
      about: 'the size of the tools in bytes',
      value: bytes,
      allowed: `at most ${inlineBytes} per target`,
      fix: 'Shorten the descriptions, or spread the tools over more targets.',
    },
  ];
}
