/**
 * CloudFormation's dynamic references, `{{resolve:secretsmanager:…}}`. It replaces them in every text of a template when it
 * deploys: in a text that models or targets read, one that somebody else wrote would give away a secret of the account.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
 */
import type { Problem } from './refusal';

const REFERENCE = /\{\{\s*resolve\s*:[^}]*\}{0,2}/i;

/** A text with a reference, and where it stands. */
export interface FoundReference {
  readonly path: readonly (string | number)[];
  readonly text: string;
}

/** The names and texts with a reference in what will be JSON. References that are CDK's tokens are the app's own. */
export function dynamicReferences(value: unknown): FoundReference[] {
  const found: FoundReference[] = [];
  const seen = new Set<object>();
  // Each target is looked at as a whole: its path is written only where something is found.
  const at: (string | number)[] = [];
  const check = (text: string) => {
    if (text.includes('{{') && REFERENCE.test(text)) found.push({ path: [...at], text });
  };
  const visit = (one: unknown): void => {
    if (typeof one === 'string') check(one);
    if (!isPlain(one) || seen.has(one)) return;
    seen.add(one);
    const isList = Array.isArray(one);
    for (const [key, part] of Object.entries(one)) {
      at.push(isList ? Number(key) : key);
      check(key);
      visit(part);
      at.pop();
    }
  };
  visit(value);
  return found;
}

/** The lines of a text with a reference, from 1. */
export function linesWithReference(text: string): number[] {
  return text.split('\n').flatMap((line, index) => (REFERENCE.test(line) ? [index + 1] : []));
}

/** That a text has a reference. */
export function referenceProblem(about: string, text: string): Problem {
  return {
    about,
    value: REFERENCE.exec(text)?.[0] ?? text,
    allowed: 'text without {{resolve:…}}, in whose place CloudFormation would put a secret when it deploys',
    fix: 'Take it out of the text.',
  };
}

/** A construct is no part of a template. */
function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return Array.isArray(value) || prototype === Object.prototype || prototype === null;
}
