/** Verifies one statement against a gateway's tools as the service would, and says what is wrong in its author's terms. */
import type { DetailedError } from '@cedar-policy/cedar-wasm/nodejs';
import { principalKinds, type CedarGateway } from './cedar-gateway';
import type { CedarProblem, PlacedProblem } from './cedar-problem';
import { cedarEngine } from './engine';
import { CONFUSABLE_TEXT } from './field-problem';
import { toolsInScope } from './permitted-tools';
import { isWellFormed } from './quoting';
import { cedarSchemaFor, type CedarSchema } from './schema';
import { codeOnly, positionAt } from './source-text';
import { ruleProblems, type StatementSource } from './statement-rules';
import { dogwoodAt, statementJson, type PolicyJson } from './statement-json';
import { syntaxProblem } from './syntax-problem';
import { withStandIns } from './tokens';
import { distinctProblems, typeProblem } from './type-problem';
import { UNCONDITIONAL, unconditionalProblems } from './unconditional';

/** What a verification leaves out. */
export interface VerifyOptions {
  /**
   * Accepts what is legal but probably not meant: a permit or forbid that asks for nothing, text that mixes scripts.
   * @default false
   */
  readonly ignoreFindings?: boolean;
}

/** How long a statement may be. @see https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_CedarPolicy.html */
const LENGTH = { min: 35, max: 10_000 };

const verified = new Map<string, CedarProblem[]>();

/** Everything that is wrong with the statement, in the order of the text; verified once per text, tools and process. */
export function verifyStatement(text: string, gateway: CedarGateway, options: VerifyOptions = {}): CedarProblem[] {
  const schema = cedarSchemaFor(gateway.tools, principalKinds(gateway));
  const key = JSON.stringify([schema.key, gateway.arn, options.ignoreFindings === true, text]);
  let problems = verified.get(key);
  if (!problems) verified.set(key, (problems = placed(text, gateway, schema, options)));
  return problems;
}

function placed(original: string, gateway: CedarGateway, schema: CedarSchema, options: VerifyOptions): CedarProblem[] {
  const { text, restore, readable } = withStandIns(original, 'as the token');
  return distinctProblems(found({ text, restore, tokens: restore(text) !== text }, gateway, schema, options))
    .map(({ at, code, cause, hint }) => ({
      ...positionAt(text, at),
      code,
      cause: readable(hideTokens(cause)),
      ...(hint && { hint: readable(hideTokens(hint)) }),
    }))
    .sort((a, b) => a.line - b.line || a.column - b.column);
}

function hideTokens(message: string): string {
  const { text, readable } = withStandIns(message, 'as the token');
  return readable(text);
}

interface Source {
  readonly text: string;
  readonly tokens: boolean;
  readonly restore: (text: string) => string;
}

function found(source: Source, gateway: CedarGateway, schema: CedarSchema, options: VerifyOptions): PlacedProblem[] {
  const { text } = source;
  const unwanted = textProblem(source);
  if (unwanted) return [unwanted];
  const json = statementJson(text);
  if (!json) return [formProblem(text)];
  const rules = [
    ...ruleProblems({ ...source, json }, gateway),
    ...lengthProblems(text),
    ...unconditionalProblems(json, text),
  ];
  const problems = [...rules, ...typeProblems({ ...source, json }, schema, gateway, rules)];
  return options.ignoreFindings ? problems.filter(({ code }) => !FINDINGS.includes(code)) : problems;
}

/** What is legal but probably not meant. */
const FINDINGS: readonly string[] = [...UNCONDITIONAL, CONFUSABLE_TEXT];

/** What a text has that no statement may have, or lacks. */
function textProblem({ text, tokens, restore }: Source): PlacedProblem | undefined {
  const code = codeOnly(text);
  if (code.trim() === '') {
    return { code: 'empty', at: 0, cause: 'There is no statement.', hint: 'Write a permit or a forbid.' };
  }
  if (!isWellFormed(text)) {
    const cause = 'This is half of a character (of a surrogate pair), and no Unicode text.';
    return { code: 'not-unicode', at: text.search(/\p{Surrogate}/u), cause, hint: 'Remove it.' };
  }
  const tokenAt = tokens ? tokenOutsideString(code, restore) : undefined;
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
  const tooLong = text.length > LENGTH.max;
  if (!tooLong && text.length >= LENGTH.min) return [];
  const cause = `The statement has ${text.length} characters; AgentCore takes ${LENGTH.min} to ${LENGTH.max}.`;
  return [{ code: 'length', at: 0, cause, ...(tooLong && { hint: 'Make several policies of it.' }) }];
}

/** What Cedar's validator says. Its warnings count: a statement that no request can satisfy is only a warning to it. */
function typeProblems(
  { text, json }: StatementSource,
  schema: CedarSchema,
  gateway: CedarGateway,
  rules: readonly PlacedProblem[],
): PlacedProblem[] {
  const { json: smallest, error } = smallestSchema(json, schema, gateway);
  if (error !== undefined) {
    const cause = `The tools of the gateway have no Cedar schema: ${error}.`;
    return [{ code: 'schema', at: 0, cause, hint: 'Correct the input schemas of the tools.' }];
  }
  const answer = cedarEngine().validate({ schema: smallest, policies: { staticPolicies: text } });
  if (answer.type === 'failure') return answer.errors.map((error) => typeProblem(text, error, gateway));
  const scopeIsWrong = rules.some(({ code }) =>
    ['unknown-action', 'action-is-target', 'principal-type'].includes(code),
  );
  const errors: DetailedError[] = answer.validationErrors.map(({ error }) => error);
  const warnings = [...answer.validationWarnings.map(({ error }) => error), ...answer.otherWarnings];
  // Whatever follows from an error or from a wrong scope is not worth a line of its own.
  const worth = errors.length > 0 || scopeIsWrong ? errors : warnings;
  return worth
    .filter(({ message }) => !/unrecognized action /.test(message) || !scopeIsWrong)
    .filter(
      ({ message }) => !/`output` in context|`output\./.test(message) || !rules.some(({ code }) => code === 'output'),
    )
    .map((error) => typeProblem(text, error, gateway));
}

/** The validator reads the whole schema each time: of hundreds of tools, only those that the statement is about matter. */
function smallestSchema(json: PolicyJson, schema: CedarSchema, gateway: CedarGateway): CedarSchema {
  const tools = toolsInScope(json, gateway);
  const namesActions = JSON.stringify(json.conditions).includes('Action');
  if (tools.length === 0 || tools.length === gateway.tools.length || namesActions) return schema;
  return cedarSchemaFor(tools, principalKinds(gateway));
}
