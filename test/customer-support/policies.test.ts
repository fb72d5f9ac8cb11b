/** Who may do what in the reference app: the policies of its template, decided by the engine that the gateway uses. */
import type { GatewayPolicies, PolicyDecision } from '../../lib/testing';
import { CASES, decisionOn, PROPERTIES, TOOLS } from './policy-cases';
import { referenceGateway, type ReferenceGateway } from './reference-gateway';

let reference: ReferenceGateway;
let policies: GatewayPolicies;
beforeAll(() => {
  reference = referenceGateway();
  policies = reference.policiesWith();
}, 60_000);

describe('the gateway', () => {
  it('enforces these policies, whatever is known only when it is deployed', () => {
    expect(policies.names).toEqual([
      'ManagersRefund',
      'NobodyRefundsOver1000',
      'StaffMayRead',
      'SupportRefundsUnder500',
    ]);
    expect(policies.unsure).toEqual([]);
    reference.template.allResourcesProperties('AWS::BedrockAgentCore::Gateway', {
      PolicyEngineConfiguration: { Mode: 'ENFORCE' },
    });
  });

  it('has the tools that are decided about here, and no other', () => {
    expect(reference.gateway.tools.map(({ fullName }) => fullName).sort()).toEqual(TOOLS);
  });
});

describe.each(Object.entries(CASES))('%s', (_about, cases) => {
  it.each(cases.map((one) => ({ ...one, verdict: inWords(one.decision) })))(
    '$call is $verdict',
    ({ request, decision, besides }) => {
      const deciding = besides === undefined ? policies : reference.policiesWith({ Extra: besides });
      expect(decisionOn(request, deciding)).toEqual(decision);
    },
  );
});

describe('it is proved that', () => {
  it.each(PROPERTIES)('$property', ({ proofWith }) => {
    expect(proofWith(policies)).toEqual({ proved: true });
  });
});

describe('the calls above', () => {
  it('have made every condition of every policy true and false', () => {
    expect(policies.coverage()).toMatchObject({ missing: [], percent: 100 });
  });
});

function inWords({ allowed, decidedBy, errors }: PolicyDecision): string {
  const by =
    errors.length > 0
      ? 'because it is no input of the tool'
      : decidedBy.length > 0
        ? 'by ' + decidedBy.join(' and ')
        : 'by default';
  return `${allowed ? 'allowed' : 'denied'} ${by}`;
}
