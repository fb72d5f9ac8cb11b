/** What the policies of a set of statements are called. */
import type { Problem } from '../core/refusal';
import type { CedarStatement } from './cedar-statement';

const ID = /^[A-Za-z][A-Za-z0-9_]*$/;
const ALLOWED = 'letters, digits and _, a letter first';

/** The id of a statement's policy: its own, or the one from its file and number. */
export function policyIdOf({ id, numbered }: CedarStatement): string {
  return id ?? numbered ?? '';
}

/** `refund-limits.cedar` → `RefundLimits`: the words of a file's name. */
export function wordsOfFile(file: string): string {
  const name = file.slice(file.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '');
  const words = name.match(/[A-Za-z0-9]+/g) ?? ['Policy'];
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

/** What keeps the statements from having an id each. */
export function policyIdProblems(statements: readonly CedarStatement[]): Problem[] {
  return statements.flatMap((statement, index) => {
    const id = policyIdOf(statement);
    const first = statements.slice(0, index).find((other) => policyIdOf(other) === id);
    if (id === '' && statement.id === undefined) return [missing(statement)];
    if (statement.id !== undefined && !ID.test(id)) return [misspelt(statement, id)];
    return first ? [repeated(statement, id, first)] : [];
  });
}

function missing(statement: CedarStatement): Problem {
  return { about: `the id of the statement at ${statement.place}`, allowed: ALLOWED, fix: 'Write @id("…") before it.' };
}

function misspelt(statement: CedarStatement, id: string): Problem {
  const spelt = id.replace(/[^A-Za-z0-9_]+/g, '_').replace(/^[^A-Za-z]+|_+$/g, '');
  return {
    about: `@id at ${statement.placeOfAnnotation('id')}`,
    value: id,
    allowed: ALLOWED,
    fix: ID.test(spelt) ? `Write @id("${spelt}").` : 'Write @id("…") with a name for the policy.',
  };
}

function repeated(statement: CedarStatement, id: string, first: CedarStatement): Problem {
  return {
    about: statement.id === undefined ? `the id of ${statement.place}` : `@id at ${statement.placeOfAnnotation('id')}`,
    value: id,
    allowed: `an id that no other statement has, and the one at ${first.place} has it`,
    fix: statement.id === undefined ? 'Write @id("…") before it.' : 'Rename one of them.',
  };
}
