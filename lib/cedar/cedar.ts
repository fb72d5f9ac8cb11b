/** Cedar statements that their author wrote, in code or in files. */
import type { aws_iam as iam } from 'aws-cdk-lib';
import type { Problem } from '../core/refusal';
import { readCedarFiles } from './cedar-file';
import type { CedarProblem } from './cedar-problem';
import { CedarStatement, type CedarSource } from './cedar-statement';
import { policyIdOf, wordsOfFile } from './policy-ids';
import { codeOnly } from './source-text';
import { statementSpans } from './split-statements';

/** What the placeholders of a text stand for. */
export interface CedarOptions {
  /**
   * The roles that the text names: `"${role:Support}"` is every session of the role that is given as `Support`. Names that
   * the text does not use are allowed, so that several files can be given the same roles.
   *
   * @default - the text names no role
   */
  readonly roles?: { [name: string]: iam.IRole };
}

/**
 * Cedar as text, for what `permit` and `forbid` have no words for, or where policies are kept in files. It is checked
 * against the gateway's tools like every other statement.
 *
 * Two placeholders keep ARNs out of the text: `AgentCore::Gateway::"${gateway}"` is the gateway that the policy is added
 * to, `AgentCore::IamEntity::"${role:Support}"` a role given in `roles`. They stand alone in the quotes of an entity; in
 * comments, annotations and other texts nothing is replaced.
 *
 * Annotations stay in the deployed text. `@intent("…")`, the rule in plain words, and `@description("…")` become the
 * description of the policy; `@id("…")` is its id where `addPolicies` makes it.
 *
 * A statement in Dogwood, with `when temporal`, `guardrails` or `suppressOutput`, is deployed as it is. Nothing here verifies
 * it, so it fails the synth until `cdk-agentcore:unverified-policy` is acknowledged on its policy.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/policy-scope.html
 */
export class Cedar {
  /**
   * A statement in code, or several for `addPolicies`. Each is 35 to 10,000 characters long. What is wrong with it is
   * reported by the gateway or policy that it is given to.
   */
  static fromText(text: string, options: CedarOptions = {}): Cedar {
    return new Cedar(statementsOf({ text, roles: options.roles ?? {} }), []);
  }

  /**
   * The statements of a file, or of all files that a path with `*` in its last part fits, sorted by name:
   * `policies/*.cedar`. The files are UTF-8 text; a file may hold many statements, each with its own comments and
   * annotations. They are read at once. What is wrong with them is reported by file, line and column.
   *
   * @param path from the folder in which the app runs, or absolute
   */
  static fromFile(path: string, options: CedarOptions = {}): Cedar {
    const { files, problems } = readCedarFiles(path);
    const sources = files.map(({ name, text }) => ({ text, file: name, roles: options.roles ?? {} }));
    const empty = sources.filter(({ text }) => codeOnly(text).trim() === '').map(({ file }) => withoutStatement(file));
    return new Cedar(sources.flatMap(statementsOf), [...problems, ...empty]);
  }

  private constructor(
    /** @internal What is to be a policy each. */
    readonly _statements: readonly CedarStatement[],
    private readonly fileProblems: readonly Problem[],
  ) {}

  /** What is written, with its placeholders; of several statements one after the other. */
  get text(): string {
    return this._statements.map(({ text }) => text).join('\n\n');
  }

  /** @internal What is wrong with it, whatever the gateway's tools are. */
  _problems(): Problem[] {
    return [...this.fileProblems, ...this._statements.flatMap((statement) => statement.problems())];
  }

  /** @internal The id of its policy; of the first, where there are several. */
  get _id(): string {
    return policyIdOf(this._statements[0]);
  }

  /** @internal Where it begins, of a file: `policies/refunds.cedar:12:1`; of several statements the first. */
  get _place(): string | undefined {
    const [first] = this._statements;
    return first?.file && first.place;
  }

  /** @internal How messages name it: by its place, where it is of a file. */
  get _called(): string | undefined {
    return this._place && `the statement at ${this._place}`;
  }

  /** @internal What its annotations say it is for; of the first, where there are several. */
  get _description(): string | undefined {
    return this._statements[0]?.description;
  }

  /** @internal A problem of what is deployed, by the place in what is written. */
  _inWords(problem: CedarProblem, gatewayArn: string): string {
    return this._statements[0].inWords(problem, gatewayArn);
  }

  /** @internal Each statement by itself. */
  _each(): Cedar[] {
    return this._statements.map((statement) => new Cedar([statement], []));
  }

  /** @internal The text as it is deployed on a gateway. */
  _deployed(gatewayArn: string): string {
    return this._statements.map((statement) => statement.deployed(gatewayArn)).join('\n\n');
  }
}

/** A text in code stays whole where it is one statement, as it was written. */
function statementsOf(source: CedarSource): CedarStatement[] {
  const { text, file } = source;
  const spans = statementSpans(text);
  if (file === undefined && spans.length < 2) return [new CedarStatement(source, { start: 0, end: text.length })];
  const numbered = file === undefined ? undefined : wordsOfFile(file);
  return spans.map((span, index) => new CedarStatement(source, span, numbered && `${numbered}${index + 1}`));
}

function withoutStatement(file: string): Problem {
  return {
    about: 'Cedar.fromFile',
    value: file,
    allowed: 'a file with a statement',
    fix: 'Write a permit or a forbid into it, or remove it.',
  };
}
