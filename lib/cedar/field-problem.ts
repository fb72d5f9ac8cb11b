/** What was probably meant where a statement asks for fields, claims or attributes that are not, or not always, there. */
import { nearest, suggestion } from '../core/refusal';
import { fieldsOf } from '../tools/json-schema';
import { inputSchemaOf, type CedarGateway } from './cedar-gateway';
import { codeOnly } from './source-text';
import type { Explain } from './validator-message';

/** A field that a call may leave out. */
export const optionalField: Explain = ({ message, help }) => {
  const found =
    /^unable to guarantee safety of access to optional attribute `(.+)` in context for .*Action::"(.+)"$/.exec(message);
  if (!found) return undefined;
  const guard = /`(.+ has .+) && \.\.`/.exec(help ?? '')?.[1];
  return {
    code: 'optional-field',
    cause: `context.${found[1]} may be missing in a call of ${found[2]}.`,
    ...(guard && { hint: guardHint(guard) }),
  };
};

/** What to write before the use of a field that may be missing. */
export function guardHint(guard: string): string {
  return `Test it first: ${guard} && …`;
}

/** The guard of two parts of one path: `context.input has a` and `context.input.a has b` is `context.input has a.b`. */
export function mergedGuard(one: string, other: string): string {
  const [outer, inner] = [one, other].map(partsOfGuard).sort((a, b) => a.holder.length - b.holder.length);
  if (inner.name.startsWith('"') || outer.name.startsWith('"')) {
    return `${outer.holder} has ${outer.name} && ${inner.holder} has ${inner.name}`;
  }
  return `${outer.holder} has ${inner.holder.slice(outer.holder.length + 1)}.${inner.name}`;
}

function partsOfGuard(hint: string): { holder: string; name: string } {
  const [, holder, name] = /^Test it first: (.+) has (.+) && …$/.exec(hint)!;
  return { holder, name };
}

const CLAIM_OF_ROLE = {
  cause: 'Callers of this gateway authenticate with IAM, and only a JWT carries claims.',
  hint: 'Ask for principal.id, or give the gateway a JWT authorizer.',
};

/** A claim that a token may lack. */
export const optionalClaim: Explain = ({ message }) => {
  const [, tag, type] =
    /^unable to guarantee safety of access to tag `(.+)` on entity type `(.+)`$/.exec(message) ?? [];
  if (tag === undefined) return undefined;
  if (type === 'AgentCore::IamEntity') return { code: 'claim-of-role', ...CLAIM_OF_ROLE };
  return {
    code: 'optional-claim',
    cause: `A token may lack the claim ${tag}.`,
    hint: `Test it first: principal.hasTag(${tag}) && …`,
  };
};

/** A field that the tool does not have. */
export const unknownField: Explain = ({ message, gateway }) => {
  const found = /^attribute `(.+)` in context for .*Action::"(.+)" not found$/.exec(message);
  if (!found) return undefined;
  const [, path, action] = found;
  const tool = gateway.tools.find(({ fullName }) => fullName === action);
  const fields = tool ? fieldsOf(inputSchemaOf(tool)).map((field) => field.path.join('.')) : [];
  if (path.startsWith('input.')) {
    const name = path.slice('input.'.length);
    return {
      code: 'unknown-field',
      cause: `${action} has no field ${JSON.stringify(name)}.`,
      hint: suggestion(name, fields),
    };
  }
  const meant = fields.includes(path) ? path : path.length > 3 ? nearest(path, fields) : undefined;
  return {
    code: 'unknown-field',
    cause: `There is no context.${path}.`,
    hint: meant
      ? `Did you mean context.input.${meant}?`
      : 'A statement can ask for context.input and context.system.now.',
  };
};

/** An attribute that a principal or the gateway does not have. */
export const unknownAttribute: Explain = ({ message }) => {
  const found = /^attribute `(.+)` on entity type `AgentCore::(\w+)` not found$/.exec(message);
  if (!found) return undefined;
  const [, name, type] = found;
  const tag = JSON.stringify(name);
  const hints: Readonly<Record<string, string>> = {
    OAuthUser: `Claims are tags: principal.hasTag(${tag}) && principal.getTag(${tag}) == "…"`,
    IamEntity: 'It has only id: the ARN of the assumed role, without the name of the session.',
  };
  return {
    code: 'unknown-attribute',
    cause: `An AgentCore::${type} has no attribute ${tag}.`,
    hint: hints[type] ?? 'A statement can only name the gateway itself.',
  };
};

/** A type of entity that AgentCore does not have. */
export const unknownType: Explain = ({ message, help }) => {
  const type = /^unrecognized entity type `(.+)`$/.exec(message)?.[1];
  if (!type) return undefined;
  const near = /did you mean `(.+)`\?/.exec(help ?? '')?.[1];
  const known = 'There are AgentCore::OAuthUser, AgentCore::IamEntity, AgentCore::Action and AgentCore::Gateway.';
  return {
    code: 'unknown-type',
    cause: `AgentCore has no entities of the type ${type}.`,
    hint: near && nearest(lastName(type), [lastName(near)]) ? `Did you mean ${near}?` : known,
  };
};

function lastName(type: string): string {
  return type.slice(type.lastIndexOf(':') + 1);
}

/** A statement that applies to no request. Cedar only warns of it. */
export const impossible: Explain = ({ message, text, gateway }) => {
  if (!/policy is impossible|unable to find an applicable action/.test(message)) return undefined;
  const claimAt = codeOnly(text).search(/\bprincipal\s*\.\s*hasTag\b/);
  if (gateway.principals === 'IamEntity' && claimAt >= 0)
    return { code: 'claim-of-role', at: claimAt, ...CLAIM_OF_ROLE };
  return {
    code: 'impossible',
    ...(absentField(text, gateway) ?? {
      cause: 'No request can fulfil the statement.',
      hint: 'Look for a condition that is always false, that contradicts another, or that asks a caller for what its kind lacks.',
    }),
  };
};

/** `context.input has amuont` is legal Cedar and never true. */
function absentField(text: string, gateway: CedarGateway): { at: number; cause: string; hint: string } | undefined {
  const fields = new Set(
    gateway.tools.flatMap((tool) => fieldsOf(inputSchemaOf(tool)).map(({ path }) => path.join('.'))),
  );
  for (const found of codeOnly(text).matchAll(/\bcontext\.input((?:\.\w+)*)\s+has\s+([\w.]+)/g)) {
    const path = [...found[1].split('.').filter(Boolean), ...found[2].split('.')].join('.');
    if (fields.has(path)) continue;
    return {
      at: found.index,
      cause: `No tool has a field ${JSON.stringify(path)}, so the test for it is never true.`,
      hint: suggestion(path, [...fields]),
    };
  }
  return undefined;
}

/** Text with letters that look like others. Cedar only warns of it. */
export const confusableText: Explain = ({ message }) => {
  const found = /^(?:string|identifier) `(.+)` contains (.+)$/.exec(message);
  if (!found) return undefined;
  return {
    code: CONFUSABLE_TEXT,
    cause: `The text ${found[1]} contains ${found[2]}: a reader cannot tell it from another text.`,
    hint: 'Write it with the letters of one script, or say in ignoreFindings why that is right.',
  };
};

/** Findings of this kind can be ignored. */
export const CONFUSABLE_TEXT = 'confusable-text';
