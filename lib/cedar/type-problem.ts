/** What was probably meant where Cedar's validator finds types, fields or tags that do not fit the tools. */
import type { DetailedError } from '@cedar-policy/cedar-wasm/nodejs';
import { nearest, suggestion } from '../core/refusal';
import { fieldsOf } from '../tools/json-schema';
import type { CedarGateway } from './cedar-gateway';
import type { PlacedProblem } from './cedar-problem';
import { decimalText } from './quoting';
import { codeOnly, indexOfByte } from './source-text';

interface Reported {
  readonly text: string;
  readonly message: string;
  readonly help: string | null;
  readonly start: number;
  readonly end: number;
  readonly gateway: CedarGateway;
}

type Explained = Omit<PlacedProblem, 'at'> & { at?: number };

/** The problem of one message of the validator. */
export function typeProblem(text: string, error: DetailedError, gateway: CedarGateway): PlacedProblem {
  const location = error.sourceLocations?.[0];
  const reported: Reported = {
    text,
    message: withoutPolicyId(error.message),
    help: error.help && withoutPolicyId(error.help),
    start: indexOfByte(text, location?.start ?? 0),
    end: indexOfByte(text, location?.end ?? 0),
    gateway,
  };
  for (const explain of EXPLANATIONS) {
    const explained = explain(reported);
    if (explained) return { at: reported.start, ...explained };
  }
  return {
    at: reported.start,
    code: 'validation',
    cause: sentence(reported.message),
    ...(reported.help && { hint: sentence(reported.help) }),
  };
}

/** Cedar reports a missing guard once per part of a path, and an error once per tool: one line each is enough. */
export function distinctProblems(problems: readonly PlacedProblem[]): PlacedProblem[] {
  const seen = new Map<string, PlacedProblem>();
  for (const problem of problems) {
    const key = `${problem.code} ${problem.at} ${problem.code === 'optional-field' ? '' : problem.cause}`;
    const known = seen.get(key);
    if (!known || (problem.hint ?? '').length > (known.hint ?? '').length) seen.set(key, problem);
  }
  return [...seen.values()];
}

const EXPLANATIONS: readonly ((reported: Reported) => Explained | undefined)[] = [
  optionalField,
  optionalTag,
  unknownField,
  unknownAttribute,
  unknownType,
  malformedDecimal,
  mismatchedNumber,
  mismatchedText,
  incompatible,
  impossible,
];

function optionalField({ message, help }: Reported): Explained | undefined {
  const found =
    /^unable to guarantee safety of access to optional attribute `(.+)` in context for .*Action::(".*")$/.exec(message);
  if (!found) return undefined;
  const guard = /`(.+ has .+) && \.\.`/.exec(help ?? '')?.[1];
  return {
    code: 'optional-field',
    cause: `context.${found[1]} may be missing in a call of ${found[2]}.`,
    ...(guard && { hint: `Test it first: ${guard} && …` }),
  };
}

function optionalTag({ message }: Reported): Explained | undefined {
  const tag = /^unable to guarantee safety of access to tag `(.+)` on/.exec(message)?.[1];
  return tag === undefined
    ? undefined
    : {
        code: 'optional-claim',
        cause: `A token may lack the claim ${tag}.`,
        hint: `Test it first: principal.hasTag(${tag}) && …`,
      };
}

function unknownField({ message, gateway }: Reported): Explained | undefined {
  const found = /^attribute `(.+)` in context for .*Action::"(.+)" not found$/.exec(message);
  if (!found) return undefined;
  const [, path, action] = found;
  const tool = gateway.tools.find(({ fullName }) => fullName === action);
  const fields = tool ? fieldsOf(tool.definition.inputSchema).map((field) => field.path.join('.')) : [];
  if (!path.startsWith('input.')) {
    const meant = fields.includes(path) ? path : path === 'input' ? undefined : nearest(path, fields);
    const hint = meant
      ? `Did you mean context.input.${meant}?`
      : 'A statement can ask for context.input and context.system.now.';
    return { code: 'unknown-field', cause: `There is no context.${path}.`, hint };
  }
  const name = path.slice('input.'.length);
  const cause = `${action} has no field ${JSON.stringify(name)}.`;
  return { code: 'unknown-field', cause, hint: suggestion(name, fields) };
}

function unknownAttribute({ message }: Reported): Explained | undefined {
  const found = /^attribute `(.+)` on entity type `AgentCore::(\w+)` not found$/.exec(message);
  if (!found) return undefined;
  const [, name, type] = found;
  const tag = JSON.stringify(name);
  return {
    code: 'unknown-attribute',
    cause: `An AgentCore::${type} has no attribute ${tag}.`,
    hint:
      type === 'OAuthUser'
        ? `Claims are tags: principal.hasTag(${tag}) && principal.getTag(${tag}) == "…"`
        : type === 'IamEntity'
          ? 'It has only id, the ARN of the role session without its name.'
          : 'A statement can only name the gateway itself.',
  };
}

function unknownType({ message, help }: Reported): Explained | undefined {
  const type = /^unrecognized entity type `(.+)`$/.exec(message)?.[1];
  if (!type) return undefined;
  const near = /did you mean `(.+)`\?/.exec(help ?? '')?.[1];
  const hint =
    near && nearest(type, [near])
      ? `Did you mean ${near}?`
      : 'There are AgentCore::OAuthUser, AgentCore::IamEntity, AgentCore::Action and AgentCore::Gateway.';
  return { code: 'unknown-type', cause: `AgentCore has no entities of the type ${type}.`, hint };
}

function malformedDecimal({ message }: Reported): Explained | undefined {
  const written = /failed to parse as a decimal value: `"(.*)"`$/
    .exec(message)?.[1]
    .replace(/\\"/g, '"')
    .replace(/^"|"$/g, '');
  if (written === undefined) return undefined;
  const number = written.trim() === '' ? undefined : decimalText(Number(written));
  return {
    code: 'malformed-decimal',
    cause: `${JSON.stringify(written)} is no decimal: it has digits before the point and one to four after it.`,
    ...(number && { hint: `Write decimal("${number.text}").` }),
  };
}

/** A `number` compared as a whole number, or an `integer` compared as a decimal. */
function mismatchedNumber({ message, text, start, end }: Reported): Explained | undefined {
  if (/expected .*Long.* but saw decimal$/.test(message)) {
    return {
      code: 'number-as-integer',
      cause:
        'A "number" of a tool is a decimal in Cedar (a whole number is a Long), and decimals are compared by methods.',
      hint: decimalComparison(text, start, end),
    };
  }
  if (/expected decimal but saw Long$/.test(message)) {
    return {
      code: 'integer-as-number',
      cause: 'An "integer" of a tool is a whole number in Cedar (a Long), and is compared with <, <=, > and >=.',
      hint: wholeComparison(text.slice(start, end)),
    };
  }
  return undefined;
}

const DECIMAL_METHODS: Readonly<Record<string, string>> = {
  '<': 'lessThan',
  '<=': 'lessThanOrEqual',
  '>': 'greaterThan',
  '>=': 'greaterThanOrEqual',
};
const SWAPPED: Readonly<Record<string, string>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' };

function decimalComparison(text: string, start: number, end: number): string {
  const field = text.slice(start, end);
  const after = /^\s*(<=?|>=?)\s*(?:decimal\(\s*"(-?[\d.]+)"\s*\)|(-?\d+))/.exec(text.slice(end));
  const before = /(-?\d+)\s*(<=?|>=?)\s*$/.exec(text.slice(0, start));
  const comparison = after
    ? { operator: after[1], value: after[2] ?? after[3] }
    : before && { operator: SWAPPED[before[2]], value: before[1] };
  if (!comparison || field.startsWith('decimal'))
    return 'Write .lessThan(decimal("500.0")), or .greaterThan, .lessThanOrEqual, .greaterThanOrEqual.';
  const value = decimalText(Number(comparison.value))?.text ?? comparison.value;
  return `Write ${field}.${DECIMAL_METHODS[comparison.operator]}(decimal("${value}")).`;
}

function wholeComparison(call: string): string {
  const found =
    /^(.+)\.(lessThan|lessThanOrEqual|greaterThan|greaterThanOrEqual)\(\s*decimal\(\s*"(-?\d+)(?:\.\d+)?"\s*\)\s*\)$/s.exec(
      call,
    );
  if (!found) return 'Write < 500, without decimal(…).';
  const [, field, method, value] = found;
  const operator = Object.keys(DECIMAL_METHODS).find((key) => DECIMAL_METHODS[key] === method);
  return `Write ${field} ${operator} ${value}.`;
}

function mismatchedText({ message, text, start, end, help }: Reported): Explained | undefined {
  if (/expected Set<.*but saw String$/.test(message)) {
    const element = /\.contains\(\s*(".*")\s*\)$/s.exec(text.slice(start, end))?.[1] ?? '"…"';
    const isTag = text.slice(start, end).includes('getTag');
    return {
      code: 'text-as-set',
      cause: isTag ? 'A claim is text; an array is its JSON text.' : 'The field is a string, and no set.',
      hint: isTag ? `Write like "*\\${element.slice(0, -1)}\\"*".` : sentence(help ?? 'Compare it with == or like'),
    };
  }
  const found = /^unexpected type: expected (.+) but saw (.+)$/.exec(message);
  if (!found) return undefined;
  const [, expected, saw] = found;
  return {
    code: 'type-mismatch',
    cause: `Here stands ${typeInWords(saw)} where ${typeInWords(expected)} belongs.`,
    ...(help && { hint: sentence(help) }),
  };
}

function incompatible({ message, text, start, end }: Reported): Explained | undefined {
  const types = /^the types (.+) and (.+) are not compatible$/.exec(message)?.slice(1);
  if (!types) return undefined;
  const compared = text.slice(start, end);
  if (types.includes('Long') && types.includes('decimal')) {
    const hint = compared.replace(
      /(^|==\s*|!=\s*)(-?\d+)(?=$|\s*[=!]=)/,
      (_, operator: string, value: string) => `${operator}decimal("${value}.0")`,
    );
    return {
      code: 'number-as-integer',
      cause: 'A "number" of a tool is a decimal in Cedar (a whole number is a Long), and the two are never equal.',
      hint: hint === compared ? 'Write decimal("500.0") for 500.' : `Write ${hint}.`,
    };
  }
  return {
    code: 'type-mismatch',
    cause: `Here ${typeInWords(types[0])} and ${typeInWords(types[1])} are compared, which are never equal.`,
  };
}

function impossible({ message, text, gateway }: Reported): Explained | undefined {
  if (!/policy is impossible|unable to find an applicable action/.test(message)) return undefined;
  const absent = unknownFieldInHas(text, gateway);
  return absent
    ? { code: 'impossible', ...absent }
    : {
        code: 'impossible',
        cause: 'No request can fulfil the statement.',
        hint: 'Look for conditions that contradict each other, that are always false, or that ask a principal for what its kind lacks.',
      };
}

/** `context.input has amuont` is legal Cedar and never true. */
function unknownFieldInHas(
  text: string,
  gateway: CedarGateway,
): { at: number; cause: string; hint: string } | undefined {
  const fields = gateway.tools.flatMap((tool) =>
    fieldsOf(tool.definition.inputSchema).map(({ path }) => path.join('.')),
  );
  for (const found of codeOnly(text).matchAll(/\bcontext\.input((?:\.\w+)*)\s+has\s+([\w.]+)/g)) {
    const path = [...found[1].split('.').filter(Boolean), ...found[2].split('.')].join('.');
    if (fields.includes(path)) continue;
    return {
      at: found.index,
      cause: `No tool has a field ${JSON.stringify(path)}, so the test for it is never true.`,
      hint: suggestion(path, [...new Set(fields)]),
    };
  }
  return undefined;
}

const TYPES: Readonly<Record<string, string>> = {
  String: 'text',
  Long: 'a whole number',
  decimal: 'a decimal',
  Bool: 'true or false',
  True: 'true',
  False: 'false',
  datetime: 'a point in time',
  duration: 'a span of time',
  '__cedar::internal::AnyEntity': 'an entity',
  'AgentCore::OAuthUser': 'a user',
  'AgentCore::IamEntity': 'a role',
  'AgentCore::Gateway': 'a gateway',
};

function typeInWords(type: string): string {
  if (type.includes(', or ')) return type.split(/, or /).map(typeInWords).join(' or ');
  if (type.startsWith('Set<')) return 'a set';
  if (type.startsWith('{')) return 'an object';
  return TYPES[type] ?? type.replaceAll('__cedar::internal::', '');
}

function withoutPolicyId(message: string): string {
  return message.replace(/for policy `policy0`, /, '');
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.?!]$/.test(text) ? '' : '.'}`;
}
