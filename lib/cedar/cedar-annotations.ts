/** What a statement says about itself: `@id("…")`, `@intent("…")`, `@description("…")` and any other annotation. */
import { codeOnly } from './source-text';
import { statementJson } from './statement-json';
import { withStandIns } from './tokens';

const ANNOTATIONS = /^(?:\s*@\s*\w+\s*(?:\(\s*"[^"]*"\s*\))?)+/;

/** The annotations of a statement by name, whatever its scope and conditions are; the empty text where one has no value. */
export function annotationsOf(text: string): Readonly<Record<string, string>> {
  const code = codeOnly(text);
  const [head] = ANNOTATIONS.exec(code) ?? [];
  if (head === undefined || code.startsWith('(', head.length)) return {};
  const { text: readable, restore } = withStandIns(text.slice(0, head.length), 'to read');
  const { annotations = {} } = statementJson(`${readable}\npermit(principal, action, resource);`) ?? {};
  // A value may be null, whatever the engine's types say: `@advice permit(…)`.
  const values = Object.entries(annotations as Record<string, string | null>);
  return Object.fromEntries(values.map(([name, value]) => [name, restore(value ?? '')]));
}

/** Where an annotation stands. */
export function annotationAt(text: string, name: string): number {
  return Math.max(0, codeOnly(text).search(new RegExp(`@\\s*${name}\\b`)));
}

/** What a reviewer reads beside the statement: its intent, then its description. */
export function descriptionIn(annotations: Readonly<Record<string, string>>): string | undefined {
  const [intent, description] = ['intent', 'description'].map((name) => inOneLine(annotations[name] ?? ''));
  const separator = /[\p{L}\p{N}]$/u.test(intent) ? '. ' : ' ';
  return [intent, description].filter((text) => text !== '').join(separator) || undefined;
}

function inOneLine(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}
