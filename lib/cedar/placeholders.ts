/** Names in quotes that stand for ids which only the app knows: `"${gateway}"`, `"${role:Support}"`. */
import type { aws_iam as iam } from 'aws-cdk-lib';
import { nearest, suggestion, type Problem } from '../core/refusal';
import { assumedRoleId } from './assumed-role';
import { quoted } from './quoting';
import { codeOnly } from './source-text';

/** The roles that placeholders name. */
export type Roles = Readonly<Record<string, iam.IRole>>;

/** A part of a text, and what is written in its place. */
export interface Replacement {
  readonly at: number;
  readonly written: string;
  readonly by: string;
}

/** What is wrong with a placeholder; its place in messages is still to be said. */
export interface PlaceholderProblem extends Problem {
  readonly at: number;
}

interface Placeholder {
  readonly at: number;
  /** All that stands in the quotes. */
  readonly written: string;
  /** The type of the entity whose id it is, or undefined where it is none. */
  readonly type?: string;
}

const GATEWAY = '${gateway}';
const ROLE = /^\$\{role:([^}]*)\}$/;
const CDK_TOKEN = /\$\{Token\[[^\]]*\]\}/g;
/** Strings with what makes them an entity's id or an annotation. In code, what is in the quotes is blanked. */
const STRING = /(?<!\w)(?<type>\w+(?:\s*::\s*\w+)*)\s*::\s*"[^"]*"|(?<annotation>@\s*\w+\s*\(\s*)?"[^"]*"/g;

/** What takes the place of each placeholder. One that means nothing stays. */
export function replacements(text: string, roles: Roles, gatewayArn: string): Replacement[] {
  return placeholdersIn(text).flatMap(({ at, written, type }) => {
    const id = problemOf({ at, written, type }, roles) ? undefined : idOf(written, roles, gatewayArn);
    return id === undefined ? [] : [{ at, written, by: quoted(id).slice(1, -1) }];
  });
}

/** The placeholders that mean nothing. */
export function placeholderProblems(text: string, roles: Roles): PlaceholderProblem[] {
  return placeholdersIn(text).flatMap((placeholder) => {
    const problem = problemOf(placeholder, roles);
    return problem ? [{ ...problem, at: placeholder.at + placeholder.written.indexOf('${') }] : [];
  });
}

/** The text with the replacements made. */
export function replaced(text: string, parts: readonly Replacement[]): string {
  const pieces = parts.map(({ at, by }, index) => text.slice(endOf(parts[index - 1]), at) + by);
  return pieces.join('') + text.slice(endOf(parts.at(-1)));
}

/** Where a character of the replaced text stands in the original; of what was put in, where its placeholder stands. */
export function originalIndex(index: number, parts: readonly Replacement[]): number {
  let grown = 0;
  for (const { at, written, by } of parts) {
    if (index <= at + grown) break;
    if (index < at + grown + by.length) return at;
    grown += by.length - written.length;
  }
  return index - grown;
}

function endOf(part: Replacement | undefined): number {
  return part ? part.at + part.written.length : 0;
}

function placeholdersIn(text: string): Placeholder[] {
  return [...codeOnly(text).matchAll(STRING)].flatMap(({ 0: found, index, groups }) => {
    const at = index + found.indexOf('"') + 1;
    const written = text.slice(at, index + found.length - 1);
    const { type, annotation } = groups ?? {};
    // Annotations are for readers, and other texts in conditions are data.
    if (annotation !== undefined || !written.replace(CDK_TOKEN, '').includes('${')) return [];
    if (type === undefined && !/\$\{(?:gateway|role:[^}]*)\}/.test(written)) return [];
    return [{ at, written, ...(type !== undefined && { type: type.replace(/\s/g, '') }) }];
  });
}

function idOf(written: string, roles: Roles, gatewayArn: string): string {
  return written === GATEWAY ? gatewayArn : assumedRoleId(roles[ROLE.exec(written)![1]]);
}

function problemOf(placeholder: Placeholder, roles: Roles): Problem | undefined {
  const { written, type } = placeholder;
  if (type === undefined) return outsideEntity(written);
  const role = ROLE.exec(written)?.[1];
  if (role === undefined && written !== GATEWAY) return unknown(written, roles);
  if (role !== undefined && !Object.keys(roles).includes(role)) return unknownRole(written, role, roles);
  return type === typeOf(written) ? undefined : otherType(written, type);
}

/** The type of entity whose id a placeholder is. */
function typeOf(written: string): string {
  return written.includes(GATEWAY) ? 'AgentCore::Gateway' : 'AgentCore::IamEntity';
}

const ABOUT = 'the placeholder';

function outsideEntity(written: string): Problem {
  return {
    about: ABOUT,
    value: written,
    allowed: 'the id of an entity; in other texts it would stay as it is',
    fix: 'Write the text that is meant.',
  };
}

function unknown(written: string, roles: Roles): Problem {
  const names = Object.keys(roles);
  const known = [GATEWAY, ...(names.length > 0 ? names : ['Name']).map((name) => `\${role:${name}}`)];
  const part = known.find((placeholder) => written.includes(placeholder));
  const near = nearest(written, known);
  return {
    about: ABOUT,
    value: written,
    allowed: `${known.map((placeholder) => JSON.stringify(placeholder)).join(' or ')}, alone in the quotes`,
    fix: part
      ? `Write ${JSON.stringify(part)}: it is the whole id.`
      : near
        ? `Did you mean ${JSON.stringify(near)}?`
        : 'Write one of these.',
  };
}

function unknownRole(written: string, role: string, roles: Roles): Problem {
  const names = Object.keys(roles);
  return {
    about: ABOUT,
    value: written,
    allowed: 'a role that is given by this name',
    fix: names.length > 0 ? suggestion(role, names) : `Give it: roles: { ${role}: agent.role }.`,
  };
}

function otherType(written: string, type: string): Problem {
  const right = typeOf(written);
  return {
    about: ABOUT,
    value: `${type}::"${written}"`,
    allowed: `the id of an ${right}`,
    fix: `Write ${right}::"${written}".`,
  };
}
