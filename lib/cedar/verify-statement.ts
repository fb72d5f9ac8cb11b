/** Verifies one statement against a gateway's tools as the service would, and says what is wrong in its author's terms. */
import { principalKinds, type CedarGateway } from './cedar-gateway';
import type { CedarProblem, PlacedProblem } from './cedar-problem';
import { cedarEngine } from './engine';
import { CONFUSABLE_TEXT } from './field-problem';
import { KeptAnswers } from './kept-answers';
import { isWellFormed } from './quoting';
import { tellingMessages } from './repeated-messages';
import { cedarSchemaFor } from './schema';
import { codeOnly, positionAt } from './source-text';
import { BUILT_IN_GROUP, ruleProblems, type StatementSource } from './statement-rules';
import { dogwoodAt, expressionsOf, statementJson } from './statement-json';
import { ROLE_SESSION, UNTYPED_FORBID } from './principal-rules';
import { syntaxProblem } from './syntax-problem';
import { withStandIns, type TextWithStandIns } from './tokens';
import { distinctProblems, typeProblem } from './type-problem';
import { UNCONDITIONAL, unconditionalProblems } from './unconditional';
import { validated, type ValidatorAnswer } from './validator';
import { validatorMessage } from './validator-message';

/** What a verification leaves out. */
export interface VerifyOptions {
  /**
   * Accepts what is legal but probably not meant: a permit or forbid that asks for nothing, a forbid about any principal,
   * the session of a role, the group of all tools, text that mixes scripts.
   * @default false
   */
  readonly ignoreFindings?: boolean;
}

/** How long a statement may be. @see https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_CedarPolicy.html */
export const STATEMENT_LENGTH = { min: 35, max: 10_000 } as const;

/** A statement to verify. */
export interface StatementToVerify extends VerifyOptions {
  readonly text: string;
}

/** Everything that is wrong with the statement, in the order of the text; verified once per text and tools while that is kept. */
export function verifyStatement(text: string, gateway: CedarGateway, options: VerifyOptions = {}): CedarProblem[] {
  return verifyStatements([{ ...options, text }], gateway)[0];
}

/** What is wrong with each of the statements: all that are new are verified together, which is much faster than singly. */
export function verifyStatements(
  statements: readonly StatementToVerify[],
  gateway: CedarGateway,
): readonly CedarProblem[][] {
  const { key } = cedarSchemaFor(gateway.tools, principalKinds(gateway));
  const about = JSON.stringify([key, withStandIns(gateway.arn, 'to read').text, gateway.name]);
  const kept = verified.of(about, () => new KeptAnswers(5000));
  const sources = statements.map(({ text }) => withStandIns(text, 'to read'));
  const known = new Map<string, readonly PlacedProblem[]>();
  for (const { text } of sources) if (kept.has(text)) known.set(text, kept.get(text)!);
  verifyNew(
    sources.filter(({ text }) => !known.has(text)),
    gateway,
    known,
  );
  for (const [text, problems] of known) kept.set(text, problems);
  return statements.map(({ ignoreFindings }, index) =>
    known
      .get(sources[index].text)!
      .filter(({ code }) => !ignoreFindings || !FINDINGS.includes(code))
      .map((problem) => placed(problem, statements[index].text, sources[index])),
  );
}

/** By gateway, then by text; CDK tokens are the same word in each, as nothing here depends on which ones they are. */
const verified = new KeptAnswers<KeptAnswers<readonly PlacedProblem[]>>(100);

function verifyNew(
  sources: readonly TextWithStandIns[],
  gateway: CedarGateway,
  known: Map<string, readonly PlacedProblem[]>,
): void {
  const statements: (StatementSource & TextWithStandIns)[] = [];
  for (const source of sources) {
    const { text, restore } = source;
    const unwanted = textProblem(text, restore);
    const json = unwanted ? undefined : statementJson(text);
    if (json) statements.push({ ...source, json });
    else known.set(text, [withoutTokens(source, unwanted ?? formProblem(text))]);
  }
  validated(statements, gateway).forEach((answer, index) => {
    const source = statements[index];
    known.set(
      source.text,
      problemsOf(source, gateway, answer).map((problem) => withoutTokens(source, problem)),
    );
  });
}

function problemsOf(source: StatementSource, gateway: CedarGateway, answer: ValidatorAnswer): PlacedProblem[] {
  const { text, json } = source;
  const rules = [...ruleProblems(source, gateway), ...lengthProblems(text)];
  const types = typeProblems(text, gateway, answer, rules).filter(
    ({ code }) => code !== 'impossible' || !hasOpenConstant(source),
  );
  // Of a type that there is not, nobody can be permitted anything.
  const nobody = [...rules, ...types].some(({ code }) => ['unknown-type', 'unsupported-principal'].includes(code));
  const open = nobody ? [] : unconditionalProblems(json, text, gateway);
  // Who asks for nothing at all has to give a reason that is good for every kind of caller.
  const own = open.length > 0 ? rules.filter(({ code }) => code !== UNTYPED_FORBID) : rules;
  return distinctProblems([...own, ...open, ...types]).sort((a, b) => a.at - b.at);
}

/** A text that only the deployment knows may be equal to another then, which the validator takes for impossible. */
function hasOpenConstant({ json, restore }: StatementSource): boolean {
  return expressionsOf(json).some(
    (part) => 'Value' in part && typeof part.Value === 'string' && restore(part.Value) !== part.Value,
  );
}

/** Tokens have no place in a message, neither those of the gateway nor the words for those of the statement. */
function withoutTokens({ readable }: TextWithStandIns, problem: PlacedProblem): PlacedProblem {
  const hidden = (message: string) => {
    const { text, readable: also } = withStandIns(message, 'to read');
    return readable(also(text));
  };
  const { cause, hint } = problem;
  return { ...problem, cause: hidden(cause), ...(hint && { hint: hidden(hint) }) };
}

function placed({ at, code, cause, hint }: PlacedProblem, original: string, source: TextWithStandIns): CedarProblem {
  return { ...positionAt(original, source.originalIndex(at)), code, cause, ...(hint && { hint }) };
}

/** What is legal but probably not meant. */
const FINDINGS: readonly string[] = [...UNCONDITIONAL, UNTYPED_FORBID, ROLE_SESSION, BUILT_IN_GROUP, CONFUSABLE_TEXT];

/** What a text has that no statement may have, or lacks. */
function textProblem(text: string, restore: (text: string) => string): PlacedProblem | undefined {
  const code = codeOnly(text);
  if (code.trim() === '') {
    return { code: 'empty', at: 0, cause: 'There is no statement.', hint: 'Write a permit or a forbid.' };
  }
  if (!isWellFormed(text)) {
    const cause = 'This is half of a character (of a surrogate pair), and no Unicode text.';
    return { code: 'not-unicode', at: text.search(/\p{Surrogate}/u), cause, hint: 'Remove it.' };
  }
  const tokenAt = tokenOutsideString(code, restore);
  if (tokenAt !== undefined) {
    return {
      code: 'token-outside-string',
      at: tokenAt,
      cause: 'A part of the statement is known only when it is deployed, so it cannot be verified.',
      hint: "Tokens may stand for texts in quotes, like the gateway's ARN.",
    };
  }
  const dogwood = dogwoodAt(text);
  if (dogwood !== undefined) {
    return {
      code: 'unverifiable',
      at: dogwood,
      cause: 'This part of the statement is Dogwood, the superset of Cedar, and cannot be verified here.',
      hint: 'Write it in plain Cedar, or deploy it unverified with CfnPolicy and definition.policy.',
    };
  }
  if (!/\b(?:permit|forbid)\s*\(|\(\s*principal\b/.test(code)) {
    return {
      code: 'not-cedar',
      at: code.search(/\S/),
      cause: 'This is no Cedar statement.',
      hint: 'Write permit(principal …, action …, resource …) when { … }; or forbid(…) in the same form.',
    };
  }
  return undefined;
}

/** What keeps the text from being exactly one statement. */
function formProblem(text: string): PlacedProblem {
  const code = codeOnly(text);
  const parts = cedarEngine().policySetTextToParts(text);
  if (parts.type === 'failure') return syntaxProblem(text, parts.errors[0]);
  if (parts.policy_templates.length > 0) {
    return {
      code: 'template',
      at: Math.max(0, code.indexOf('?')),
      cause: 'A statement with ?principal or ?resource is a template, and AgentCore has none.',
      hint: 'Name the principal and the resource.',
    };
  }
  const second = code.indexOf(';') + 1;
  return {
    code: 'one-statement',
    at: second + Math.max(0, code.slice(second).search(/\S/)),
    cause: `A policy holds exactly one statement, and here are ${parts.policies.length}.`,
    hint: 'Make a policy of each.',
  };
}

function tokenOutsideString(code: string, restore: (text: string) => string): number | undefined {
  return [...code.matchAll(/\w+/g)].find(([word]) => restore(word) !== word)?.index;
}

function lengthProblems(text: string): PlacedProblem[] {
  const tooLong = text.length > STATEMENT_LENGTH.max;
  if (!tooLong && text.length >= STATEMENT_LENGTH.min) return [];
  const cause = `The statement has ${text.length} characters; AgentCore takes ${STATEMENT_LENGTH.min} to ${STATEMENT_LENGTH.max}.`;
  return [{ code: 'length', at: 0, cause, ...(tooLong && { hint: 'Make several policies of it.' }) }];
}

/** What Cedar's validator says. Its warnings count: a statement that no request can satisfy is only a warning to it. */
function typeProblems(
  text: string,
  gateway: CedarGateway,
  { errors, warnings, noSchema }: ValidatorAnswer,
  rules: readonly PlacedProblem[],
): PlacedProblem[] {
  if (noSchema !== undefined) {
    const cause = `The tools of the gateway have no Cedar schema: ${noSchema}.`;
    return [{ code: 'schema', at: 0, cause, hint: 'Correct the input schemas of the tools.' }];
  }
  const scopeIsWrong = rules.some(({ code }) =>
    ['unknown-action', 'action-is-target', 'principal-type'].includes(code),
  );
  // Whatever follows from an error or from a wrong scope is not worth a line of its own.
  const worth = errors.length > 0 || scopeIsWrong ? errors : warnings;
  const messages = worth
    .filter(({ message }) => !/unrecognized action /.test(message) || !scopeIsWrong)
    .filter(
      ({ message }) => !/`output` in context|`output\./.test(message) || !rules.some(({ code }) => code === 'output'),
    )
    .map((error) => validatorMessage(text, error, gateway));
  return tellingMessages(messages).map(typeProblem);
}
