/** Whether a slip in a policy of the reference app is noticed: its mutant is refused at synth, or a test of the policies fails. */
import { isDeepStrictEqual } from 'node:util';
import { RequestSearch } from '../../lib/cedar/proof/find-request';
import type { Query } from '../../lib/cedar/proof/query';
import { statementJson } from '../../lib/cedar/statement-json';
import { verifyStatements } from '../../lib/cedar/verify-statement';
import type { GatewayPolicies } from '../../lib/testing';
import { callInWords } from '../../lib/testing/policy-request';
import { CASES, decisionOn, PROPERTIES } from '../customer-support/policy-cases';
import { mutantsOf, type Mutant } from '../customer-support/policy-mutants';
import { GATEWAY_ARN, referenceGateway, type ReferenceGateway } from '../customer-support/reference-gateway';

/** An equivalent mutant permits or forbids the same calls as the original, which is proved. */
type Fate = 'refused' | 'killed' | 'equivalent' | 'survived';

const POLICIES = ['ManagersRefund', 'NobodyRefundsOver1000', 'StaffMayRead', 'SupportRefundsUnder500'];

let reference: ReferenceGateway;
const report: string[] = [];
beforeAll(() => {
  reference = referenceGateway();
}, 60_000);
afterAll(() => {
  process.stdout.write(`${report.join('\n')}\n`);
});

describe.each(POLICIES)('%s', (policy) => {
  it('decides as itself', () => {
    const original = reference.statements[policy];
    expect(refused([{ slip: '', text: original }])).toEqual([false]);
    const policies = policiesWith(policy, original);
    expect([...FAILING_CASES, ...FAILING_PROPERTIES].filter((fails) => fails(policies))).toEqual([]);
    expect(differenceOf(original, original)).toBeUndefined();
  });

  it('has no mutant that survives', () => {
    const original = reference.statements[policy];
    const mutants = mutantsOf(original, reference.gateway);
    const atSynth = refused(mutants);
    const fates = mutants.map(({ text }, index) => (atSynth[index] ? 'refused' : fateOf(policy, text)));
    const survivors = mutants.filter((_, index) => fates[index] === 'survived');
    expect(survivors.map(({ slip, text }) => `${slip}: ${differenceOf(original, text)}`)).toEqual([]);
    expect(mutants.length).toBeGreaterThanOrEqual(20);
    const count = (fate: Fate) => `${fates.filter((each) => each === fate).length} ${fate}`;
    report.push(
      `${policy}: ${mutants.length} mutants, ${count('refused')}, ${count('killed')}, ${count('equivalent')}`,
    );
  });
});

it('is about every policy of the app', () => {
  expect(Object.keys(reference.statements).sort()).toEqual(POLICIES);
});

/** The policies with a mutant among them, and beside them what somebody has added. */
type Policies = (besides?: string) => GatewayPolicies;

/** Whether a test fails with these policies. */
type FailingTest = (policies: Policies) => boolean;

const FAILING_CASES = Object.values(CASES)
  .flat()
  .map(
    ({ request, decision, besides }): FailingTest =>
      (policies) =>
        !isDeepStrictEqual(decisionOn(request, policies(besides)), decision),
  );

const FAILING_PROPERTIES = PROPERTIES.map(({ proofWith }): FailingTest => (policies) => {
  try {
    return !proofWith(policies()).proved;
  } catch {
    return true;
  }
});

function policiesWith(policy: string, text: string): Policies {
  const read = new Map<string | undefined, GatewayPolicies>();
  return (besides) => {
    const known = read.get(besides);
    if (known) return known;
    const policies = reference.policiesWith({ [policy]: text, ...(besides !== undefined && { Extra: besides }) });
    read.set(besides, policies);
    return policies;
  };
}

/** Cases that have killed a mutant, the last one first: most mutants are killed by the same few. */
const killers: FailingTest[] = [];

function fateOf(policy: string, text: string): Fate {
  const policies = policiesWith(policy, text);
  const fails = (test: FailingTest) => test(policies);
  const known = killers.findIndex(fails);
  if (known < 0 && differenceOf(reference.statements[policy], text) === undefined) return 'equivalent';
  const killer = known < 0 ? FAILING_CASES.find(fails) : killers.splice(known, 1)[0];
  if (!killer) return FAILING_PROPERTIES.some(fails) ? 'killed' : 'survived';
  killers.unshift(killer);
  return 'killed';
}

/** Whether synth refuses each of the mutants. There, the gateway's ARN is not known yet. */
function refused(mutants: readonly Mutant[]): boolean[] {
  const arn = '${Token[GatewayArn.1]}';
  const statements = mutants.map(({ text }) => ({ text: text.replaceAll(GATEWAY_ARN, arn) }));
  return verifyStatements(statements, { ...reference.gateway, arn }).map((problems) => problems.length > 0);
}

/** A call to which the two do not apply alike, or why it is not proved that there is none. */
function differenceOf(original: string, mutant: string): string | undefined {
  if (statementJson(original)?.effect !== statementJson(mutant)?.effect) return 'any call to which it applies';
  const only = (one: string, other: string): Query => ({ all: [{ applies: one }, { not: { applies: other } }] });
  for (const tool of reference.gateway.tools) {
    const search = new RequestSearch({ original, mutant }, tool, reference.gateway);
    const { request, notProved } = search.find({ any: [only('original', 'mutant'), only('mutant', 'original')] });
    if (request) return callInWords(request);
    if (notProved !== undefined) return notProved;
  }
  return undefined;
}
