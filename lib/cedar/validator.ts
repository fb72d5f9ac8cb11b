/** Asks Cedar's validator about many statements at once: it reads the schema anew each time that it is asked. */
import type { DetailedError, PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';
import type { Tool } from '../tools/tool';
import { principalKinds, type CedarGateway } from './cedar-gateway';
import { cedarEngine } from './engine';
import { toolsInScope } from './permitted-tools';
import { cedarSchemaFor } from './schema';

/** What the validator says of one statement. */
export interface ValidatorAnswer {
  readonly errors: readonly DetailedError[];
  readonly warnings: readonly DetailedError[];
  /** Why there is no schema to hold the statement to. */
  readonly noSchema?: string;
}

/** A statement as text and as data. */
export interface ReadStatement {
  readonly text: string;
  readonly json: PolicyJson;
}

/** Tools in one schema: each statement is typed once for every tool of it, and each schema is read once. */
const TOOLS_AT_ONCE = 32;

/** The answer for each of the statements. */
export function validated(statements: readonly ReadStatement[], gateway: CedarGateway): ValidatorAnswer[] {
  const answers = new Map<ReadStatement, ValidatorAnswer>();
  for (const batch of batchesOf(statements, gateway)) {
    for (const [statement, answer] of answersOf(batch, gateway)) answers.set(statement, answer);
  }
  return statements.map((statement) => answers.get(statement)!);
}

interface Batch {
  readonly tools: readonly Tool[];
  readonly statements: ReadStatement[];
}

/** Of hundreds of tools, only those that a statement is about matter. */
function batchesOf(statements: readonly ReadStatement[], gateway: CedarGateway): Batch[] {
  if (statements.length === 0) return [];
  const whole: Batch = { tools: gateway.tools, statements: [] };
  if (gateway.tools.length <= TOOLS_AT_ONCE) return [{ ...whole, statements: [...statements] }];
  const places = new Map(gateway.tools.map((tool, index) => [tool, index]));
  const placed: { statement: ReadStatement; tools: readonly Tool[] }[] = [];
  for (const statement of statements) {
    const tools = toolsInScope(statement.json, gateway);
    const namesActions = JSON.stringify(statement.json.conditions).includes('Action');
    if (tools.length === 0 || tools.length > TOOLS_AT_ONCE || namesActions) whole.statements.push(statement);
    else placed.push({ statement, tools });
  }
  placed.sort((a, b) => places.get(a.tools[0])! - places.get(b.tools[0])!);
  const batches: { tools: Set<Tool>; statements: ReadStatement[] }[] = [];
  for (const { statement, tools } of placed) {
    let last = batches.at(-1);
    if (!last || new Set([...last.tools, ...tools]).size > TOOLS_AT_ONCE) {
      batches.push((last = { tools: new Set(), statements: [] }));
    }
    for (const tool of tools) last.tools.add(tool);
    last.statements.push(statement);
  }
  const small = batches.map((batch) => ({ tools: [...batch.tools], statements: batch.statements }));
  return whole.statements.length > 0 ? [whole, ...small] : small;
}

function answersOf({ tools, statements }: Batch, gateway: CedarGateway): [ReadStatement, ValidatorAnswer][] {
  const { json: schema, error } = cedarSchemaFor(tools, principalKinds(gateway));
  if (error !== undefined) {
    return statements.map((statement) => [statement, { errors: [], warnings: [], noSchema: error }]);
  }
  const staticPolicies = Object.fromEntries(statements.map(({ text }, index) => [String(index), text]));
  const answer = cedarEngine().validate({ schema, policies: { staticPolicies } });
  const alone = statements.length === 1;
  // What is said of all together is said of one only when that one is asked about.
  if (!alone && (answer.type === 'failure' || answer.otherWarnings.length > 0)) {
    return statements.flatMap((statement) => answersOf({ tools, statements: [statement] }, gateway));
  }
  if (answer.type === 'failure') return [[statements[0], { errors: answer.errors, warnings: [] }]];
  const { validationErrors, validationWarnings, otherWarnings } = answer;
  return statements.map((statement, index) => {
    const of = (list: typeof validationErrors) =>
      list.filter(({ policyId }) => policyId === String(index)).map(({ error: found }) => found);
    return [statement, { errors: of(validationErrors), warnings: [...of(validationWarnings), ...otherWarnings] }];
  });
}
