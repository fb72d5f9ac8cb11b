/** That a decision is what AWS documents and what Cedar specifies: https://docs.cedarpolicy.com/auth/authorization.html */
import { decide, type DecisionRequest } from '../../../lib/cedar/decision';
import { tool } from '../shop';
import {
  DECIMALS,
  EQUALITY,
  HAS,
  LOGIC,
  LONGS,
  PATTERNS,
  SETS,
  TAGS,
  TIMES,
  type Outcome,
  type SpecifiedCondition,
} from './cedar-semantics';
import { SCENES } from './documented-decisions';
import { ARN, HERE } from './harbour';

describe.each(SCENES)('AWS documents: %s', (_, policies, requests) =>
  it.each(requests)('%s', (_about, request, allowed, reasons) =>
    expect(decide(policies, request)).toEqual({ allowed, reasons, errors: [] }),
  ),
);

const text = { type: 'string' };
const probe = tool('Probe', 'probe', {
  text,
  absent: text,
  whole: { type: 'integer' },
  number: { type: 'number' },
  list: { type: 'array', items: text },
  empty: { type: 'array', items: text },
  wholes: { type: 'array', items: { type: 'integer' } },
  'odd-name': text,
  record: {
    type: 'object',
    properties: {
      inner: { type: 'object', properties: { deep: text, flag: { type: 'boolean' }, absent: text } },
      absent: { type: 'object', properties: { deep: text } },
    },
  },
});
const REQUEST: DecisionRequest = {
  caller: { sub: '7f21', claims: { role: 'pilot', text: 'of text' } },
  tool: probe,
  input: {
    text: 'text',
    whole: 7,
    number: 12.5,
    list: ['a', 'b', 'a'],
    empty: [],
    wholes: [7],
    'odd-name': 'x',
    record: { inner: { deep: 'x', flag: true } },
  },
  gatewayArn: ARN,
  now: new Date('2026-11-21T13:45:30.250Z'),
};
const SCOPE = `(principal, action == AgentCore::Action::"Probe___probe", ${HERE})`;

/** Also what else went wrong, like text that is no Cedar: it is no outcome of a policy. */
function outcome(clauses: string): string {
  const { allowed, errors } = decide({ policy: `permit${SCOPE} ${clauses};` }, REQUEST);
  if (errors.length > 0) return errors[0].startsWith('policy: ') ? 'cannot be evaluated' : errors[0];
  return allowed ? 'allows' : 'denies';
}

describe.each<[string, readonly SpecifiedCondition[]]>([
  ['the logical operators', LOGIC],
  ['equality', EQUALITY],
  ['has', HAS],
  ['like', PATTERNS],
  ['sets', SETS],
  ['whole numbers', LONGS],
  ['decimals', DECIMALS],
  ['times', TIMES],
  ['tags', TAGS],
])('Cedar specifies %s', (_, conditions) =>
  it.each(conditions)('%s %s', (condition, expected) => expect(outcome(`when { ${condition} }`)).toBe(expected)),
);

describe('Cedar specifies the clauses of a statement', () => {
  it.each<[string, Outcome]>([
    ['', 'allows'],
    ['unless { false }', 'allows'],
    ['unless { true }', 'denies'],
    ['when { true } unless { false } when { true }', 'allows'],
    ['when { true } when { false }', 'denies'],
    ['unless { false } unless { true }', 'denies'],
    ['when { false } when { principal.getTag("absent") == "x" }', 'denies'],
    ['unless { principal.getTag("absent") == "x" }', 'cannot be evaluated'],
  ])('%s %s', (clauses, expected) => expect(outcome(clauses)).toBe(expected));
});

describe('Cedar specifies how statements decide together', () => {
  const yes = `permit${SCOPE};`;
  const no = `forbid${SCOPE};`;
  const never = `permit${SCOPE} when { false };`;
  const fails = 'when { principal.getTag("absent") == "x" }';
  const failed = (name: string) => [expect.stringMatching(new RegExp(`^${name}: .*absent`))];

  it.each<[string, Record<string, string>, boolean, string[], unknown[]]>([
    ['nothing is permitted', {}, false, [], []],
    ['nothing is permitted by what does not apply', { never }, false, [], []],
    ['one permit is enough', { never, yes }, true, ['yes'], []],
    ['every permit that applies is a reason', { b: yes, a: yes }, true, ['a', 'b'], []],
    ['a forbid wins, wherever it stands', { no, yes }, false, ['no'], []],
    ['a forbid wins over many permits', { a: yes, b: yes, no }, false, ['no'], []],
    ['a forbid that does not apply forbids nothing', { yes, no: `forbid${SCOPE} when { false };` }, true, ['yes'], []],
    ['a permit that fails is skipped', { fails: `permit${SCOPE} ${fails};`, yes }, true, ['yes'], failed('fails')],
    ['a permit that fails permits nothing', { fails: `permit${SCOPE} ${fails};` }, false, [], failed('fails')],
    ['a forbid that fails forbids nothing', { fails: `forbid${SCOPE} ${fails};`, yes }, true, ['yes'], failed('fails')],
    [
      'a failure does not stop a forbid',
      { fails: `permit${SCOPE} ${fails};`, no, yes },
      false,
      ['no'],
      failed('fails'),
    ],
  ])('%s', (_, policies, allowed, reasons, errors) =>
    expect(decide(policies, REQUEST)).toEqual({ allowed, reasons, errors }),
  );
});
