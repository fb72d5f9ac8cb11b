/** What was probably meant where a statement asks for fields, claims or attributes that are not, or not always, there. */
import { nearest, suggestion } from '../core/refusal';
import { fieldsOf } from '../tools/json-schema';
import { authorizationInWords, inputSchemaOf, type CedarGateway } from './cedar-gateway';
import { callersWritten } from './principal-rules';
import { codeOnly } from './source-text';
import type { Explain, Explanation } from './validator-message';

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

/** A claim that no caller of the gateway has; undefined where they bring a JWT. */
function claimOfNobody(gateway: CedarGateway): Omit<Explanation, 'at'> | undefined {
  const { principals } = gateway;
  if (principals !== 'IamEntity' && principals !== 'UnauthenticatedUser') return undefined;
  const isRole = principals === 'IamEntity';
  return {
    code: isRole ? 'claim-of-role' : 'claim-of-anyone',
    cause: `Callers of this gateway ${authorizationInWords(gateway)}, and only a JWT carries claims.`,
    hint: `Ask for ${isRole ? 'principal.id' : 'context.input'}, or give the gateway a JWT authorizer.`,
  };
}

/** A claim that a token may lack. */
export const optionalClaim: Explain = ({ message, gateway }) => {
  const [, tag, type] =
    /^unable to guarantee safety of access to tag `(.+)` on entity type `(.+)`$/.exec(message) ?? [];
  if (tag === undefined) return undefined;
  if (type === ANONYMOUS) return claimOfNobody(gateway) ?? untypedPrincipal('has no claims', gateway);
  if (type === 'AgentCore::IamEntity') return claimOfNobody({ ...gateway, principals: 'IamEntity' });
  return {
    code: 'optional-claim',
    cause: `A token may lack the claim ${tag}.`,
    hint: `Test it first: principal.hasTag(${tag}) && …`,
  };
};

const ANONYMOUS = 'AgentCore::UnauthenticatedUser';

/** What callers who authenticate have, asked of any principal: the service holds it against those who do not, too. */
function untypedPrincipal(lack: string, gateway: CedarGateway): Explanation {
  const several = callersWritten(gateway).includes(' or ');
  return {
    code: 'untyped-principal',
    cause: `A statement about any principal is about an ${ANONYMOUS} too, who ${lack}.`,
    hint: several
      ? `Test it first: (${callersWritten(gateway).replaceAll(' or ', ' || ')}) && …`
      : `Write ${callersWritten(gateway)} in the scope.`,
  };
}

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
  return { code: 'unknown-field', cause: `There is no context.${path}.`, hint: contextHint(path, fields) };
};

/** What a part of the context was probably meant to be that there is not. */
function contextHint(path: string, fields: readonly string[]): string {
  if (!fields.includes(path) && TIMES.test(path)) return 'The time of the call is context.system.now.';
  const meant = fields.includes(path) ? path : path.length > 3 ? nearest(path, fields) : undefined;
  if (meant) return `Did you mean context.input.${meant}?`;
  return 'A statement can ask for context.input and context.system.now.';
}

const TIMES = /^(?:system\.)?(?:now|time|date|datetime|timestamp|current_?time|current_?date)\b/i;

/** An attribute that a principal or the gateway does not have. */
export const unknownAttribute: Explain = ({ message, gateway }) => {
  const found = /^attribute `(.+)` on entity type `AgentCore::(\w+)` not found$/.exec(message);
  if (!found) return undefined;
  const [, name, type] = found;
  const tag = JSON.stringify(name);
  if (type === 'UnauthenticatedUser' && gateway.principals !== type) return untypedPrincipal(`has no ${tag}`, gateway);
  const hints: Readonly<Record<string, string>> = {
    UnauthenticatedUser: 'Callers of this gateway do not authenticate: ask for context.input.',
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
    hint: near && near !== ANONYMOUS && nearest(lastName(type), [lastName(near)]) ? `Did you mean ${near}?` : known,
  };
};

function lastName(type: string): string {
  return type.slice(type.lastIndexOf(':') + 1);
}

/** A statement that applies to no request. Cedar only warns of it. */
export const impossible: Explain = ({ message, text, gateway }) => {
  if (!/policy is impossible|unable to find an applicable action/.test(message)) return undefined;
  const claimAt = codeOnly(text).search(/\bprincipal\s*\.\s*hasTag\b/);
  const nobodys = claimAt >= 0 ? claimOfNobody(gateway) : undefined;
  if (nobodys) return { ...nobodys, at: claimAt };
  return {
    code: 'impossible',
    ...(absentPart(text, gateway) ??
      absentField(text, gateway) ?? {
        cause: 'No request can fulfil the statement.',
        hint: 'Look for a condition that is always false, that contradicts another, or that asks a caller for what its kind lacks.',
      }),
  };
};

/** `context has toolName` is legal Cedar and never true. */
function absentPart(text: string, gateway: CedarGateway): { at: number; cause: string; hint: string } | undefined {
  const found = /\bcontext\s+has\s+(?!(?:input|system)\b)([\w.]+)/.exec(codeOnly(text));
  if (!found) return undefined;
  const fields = gateway.tools.flatMap((tool) => fieldsOf(inputSchemaOf(tool)).map(({ path }) => path.join('.')));
  return {
    at: found.index,
    cause: `There is no context.${found[1]}, so the test for it is never true.`,
    hint: contextHint(found[1], fields),
  };
}

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
export const confusableText: Explain = ({ message, text, start }) => {
  const found = /^(string|identifier) `(.+)` contains (.+)$/s.exec(message);
  if (!found) return undefined;
  // An id of an entity is an identifier to Cedar, which places it where the entity or the scope begins.
  const [, kind, given, what] = found;
  const written = kind === 'string' ? given : JSON.stringify(given);
  const idAt = text.indexOf(written, start);
  return {
    code: CONFUSABLE_TEXT,
    ...(idAt >= 0 && { at: idAt }),
    cause: `The text ${written} contains ${what}: a reader cannot tell it from another text.`,
    hint: 'Write it with the letters of one script, or say in ignoreFindings why that is right.',
  };
};

/** Findings of this kind can be ignored. */
export const CONFUSABLE_TEXT = 'confusable-text';
