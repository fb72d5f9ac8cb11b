/** What is compared in the benchmark is the same system: resource by resource, permission by permission. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { systemOf } from '../../bench/system-of';
import { inTemporaryFolder, loadSystem, SYSTEMS, templateIn, WITHOUT_CODE } from '../../bench/systems';
import { bareStars, createdBefore, resourceCounts, statementsOf, wildcardActions } from '../../bench/template-facts';

const [reference, handWritten] = inTemporaryFolder((folder) => {
  for (const name of ['agent', 'orders', 'customers', 'refunds']) mkdirSync(join(folder, name));
  return SYSTEMS.map((system) => {
    const outdir = join(folder, `${system}.out`);
    loadSystem(system, folder)({ outdir, context: WITHOUT_CODE }).synth();
    return templateIn(outdir);
  });
});

const systems = { reference: systemOf(reference), handWritten: systemOf(handWritten) };
const ofType = (type: string) => ({
  reference: systems.reference.resources.filter((resource) => resource.type === type),
  handWritten: systems.handWritten.resources.filter((resource) => resource.type === type),
});

describe('the hand-written stack, against the reference stack', () => {
  it('has as many resources of each type', () => {
    expect(resourceCounts(handWritten)).toEqual(resourceCounts(reference));
  });

  it('has roles that the same services assume under the same conditions, with the same permissions', () => {
    const roles = ofType('AWS::IAM::Role');
    expect(roles.handWritten).toEqual(roles.reference);
    expect(roles.reference).toHaveLength(7);
    expect(statementsOf(handWritten).length).toBe(statementsOf(reference).length);
  });

  it('has policies that mean the same', () => {
    const policies = ofType('AWS::BedrockAgentCore::Policy');
    expect(policies.handWritten).toEqual(policies.reference);
    expect(policies.reference.map(({ cedar }) => (cedar as { effect: string }).effect)).toEqual([
      'forbid',
      'permit',
      'permit',
      'permit',
    ]);
  });

  it.each([...new Set(systems.reference.resources.map(({ type }) => type))])('has the same %s', (type) => {
    const resources = ofType(type);
    expect(resources.handWritten).toEqual(resources.reference);
  });

  it('refers from each resource to the same other ones', () => {
    expect(systems.handWritten.fingerprints).toEqual(systems.reference.fingerprints);
  });

  it('tells the same after a deployment', () => {
    expect(systems.handWritten.outputs).toEqual(systems.reference.outputs);
  });

  describe.each([
    ['reference', reference],
    ['hand-written', handWritten],
  ])('like the other one, the %s stack', (_, template) => {
    const ids = (type: string, content = '') =>
      Object.entries(template.Resources)
        .filter(([, resource]) => resource.Type === type && JSON.stringify(resource.Properties).includes(content))
        .map(([id]) => id);
    const policyTargets = (id: string) =>
      ids('AWS::BedrockAgentCore::GatewayTarget').filter((target) =>
        JSON.stringify(template.Resources[id].Properties).includes(`${template.Resources[target].Properties.Name}___`),
      );
    const before = (id: string) => [...createdBefore(template, id)];

    it('creates targets after the permission to invoke their functions', () => {
      const permission = ids('AWS::IAM::Policy', 'lambda:InvokeFunction');
      expect(permission).toHaveLength(1);
      for (const target of ids('AWS::BedrockAgentCore::GatewayTarget')) {
        expect(before(target)).toEqual(expect.arrayContaining(permission));
      }
    });

    it('creates policies after the targets of their tools, one by one, the forbid last', () => {
      const policies = ids('AWS::BedrockAgentCore::Policy');
      const inOrder = policies.sort((a, b) => before(a).length - before(b).length);
      for (const [index, policy] of inOrder.entries()) {
        expect(before(policy)).toEqual(expect.arrayContaining(inOrder.slice(0, index)));
        expect(before(policy)).toEqual(expect.arrayContaining(policyTargets(policy)));
      }
      expect(inOrder.at(-1)).toMatch(/NobodyRefundsOver1000/);
    });

    it('creates the agent after the permission to read its code', () => {
      const permission = [...ids('AWS::IAM::Policy', 's3:GetObject'), ...ids('AWS::IAM::Role', 's3:GetObject')];
      expect(permission).toHaveLength(1);
      expect(before(ids('AWS::BedrockAgentCore::Runtime')[0])).toEqual(expect.arrayContaining(permission));
    });
  });
});

describe('the reference stack', () => {
  it('allows no action by a wildcard', () => {
    expect(wildcardActions(reference)).toEqual([]);
  });

  it('names a resource wherever the service has one', () => {
    expect(bareStars(reference).filter(({ why }) => why === undefined)).toEqual([]);
  });
});
