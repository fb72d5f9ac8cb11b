/** What AWS documents of AgentCore's policies, by its facts: https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/policy.html */
import type { CedarProblem } from '../../../lib/cedar/cedar-problem';
import { verifyStatement, verifyStatements } from '../../../lib/cedar/verify-statement';
import { indexAt } from '../../../lib/cedar/source-text';
import { CONDITIONS, TEXTS } from './wrong-conditions';
import { SCOPES } from './wrong-scopes';
import { HARBOUR } from './harbour';
import { CALLERS, NAMED_CALLERS, TOOLS, UNCONDITIONAL, UNTYPED_FORBIDS } from './valid-callers-and-tools';
import { INPUTS, LAYOUTS, TIMES } from './valid-conditions';

const STATEMENTS = [
  ...[CALLERS, TOOLS, INPUTS, TIMES, LAYOUTS, UNCONDITIONAL, UNTYPED_FORBIDS, NAMED_CALLERS]
    .flat()
    .map(([, text, gateway]) => ({ text, gateway })),
  ...[SCOPES, CONDITIONS, TEXTS].flat().map(([, text, , , gateway]) => ({ text, gateway })),
];

// Together they are verified in a fraction of the time that each would take alone; after that they are known.
beforeAll(() => {
  for (const gateway of new Set(STATEMENTS.map((one) => one.gateway))) {
    const statements = STATEMENTS.filter((one) => one.gateway === gateway);
    verifyStatements(statements, gateway ?? HARBOUR);
  }
});

function said({ code, cause, hint }: CedarProblem): string {
  return `[${code}] ${cause}${hint ? ` ${hint}` : ''}`;
}

describe('a statement that AWS documents as valid has no problem', () => {
  describe.each([
    ['callers', CALLERS],
    ['tools', TOOLS],
    ['inputs', INPUTS],
    ['times', TIMES],
    ['layouts', LAYOUTS],
  ])('%s', (_, statements) =>
    it.each(statements)('%s', (_about, text, gateway = HARBOUR) =>
      expect(verifyStatement(text, gateway).map(said)).toEqual([]),
    ),
  );
});

describe('a statement without conditions', () => {
  const finding = (text: string) => (text.startsWith('permit') ? 'overly-permissive' : 'overly-restrictive');

  it.each(UNCONDITIONAL)('is reported, and may be meant: %s', (_, text, gateway = HARBOUR) => {
    expect(verifyStatement(text, gateway)).toMatchObject([{ code: finding(text), line: 1, column: 1 }]);
    expect(verifyStatement(text, gateway, { ignoreFindings: true })).toEqual([]);
  });

  it.each(NAMED_CALLERS)('is valid where it names the callers: %s', (_, text, gateway = HARBOUR) =>
    expect(verifyStatement(text, gateway).map(said)).toEqual([]),
  );
});

describe('a forbid about any principal where callers are of one kind', () => {
  it.each(UNTYPED_FORBIDS)('is reported, and may be meant: %s', (_, text, gateway = HARBOUR) => {
    const problems = verifyStatement(text, gateway);
    expect(problems).toMatchObject([{ code: 'untyped-forbid' }]);
    expect(text.slice(indexAt(text, problems[0]))).toMatch(/^principal,/);
    expect(verifyStatement(text, gateway, { ignoreFindings: true })).toEqual([]);
  });
});

describe('a mistake that AWS documents is found where it stands, with what to write instead', () => {
  describe.each([
    ['in the scope', SCOPES],
    ['in a condition', CONDITIONS],
    ['in the text', TEXTS],
  ])('%s', (_, statements) =>
    it.each(statements)('%s', (_about, text, at, expected, gateway = HARBOUR) => {
      const problems = verifyStatement(text, gateway);
      expect(problems.map(said)).toEqual([expected]);
      expect(text.slice(indexAt(text, problems[0])).slice(0, at.length)).toBe(at);
    }),
  );
});
