import { App, Stack, Stage } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import * as fc from 'fast-check';
import { environmentName, NAME_RULES, physicalName } from '../../lib/core/names';

const SERVICE_PATTERNS: Record<keyof typeof NAME_RULES, RegExp> = {
  runtime: /^[a-zA-Z][a-zA-Z0-9_]{0,47}$/,
  memory: /^[a-zA-Z][a-zA-Z0-9_]{0,47}$/,
  policyEngine: /^[A-Za-z][A-Za-z0-9_]{0,47}$/,
  policy: /^[A-Za-z][A-Za-z0-9_]{0,47}$/,
  gateway: /^([0-9a-zA-Z][-]?){1,48}$/,
};

const identifier = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,30}$/);
const constructId = fc
  .string({ minLength: 1, maxLength: 60 })
  .filter((id) => /[A-Za-z0-9]/.test(id) && !id.includes('/') && !(id in {}));

describe('physicalName', () => {
  it.each(Object.keys(NAME_RULES) as (keyof typeof NAME_RULES)[])('of a %s is one that the service accepts', (kind) => {
    fc.assert(
      fc.property(
        identifier,
        identifier,
        fc.array(constructId, { minLength: 1, maxLength: 4 }),
        (stage, stack, ids) => {
          let scope: Construct = new Stack(new Stage(new App(), stage), stack);
          for (const id of ids) scope = new Construct(scope, id);
          const name = physicalName(scope, NAME_RULES[kind]);
          expect(name).toMatch(SERVICE_PATTERNS[kind]);
          expect(name.length).toBeLessThanOrEqual(48);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('depends on the path of the construct and on nothing else', () => {
    const name = (siblings: string[]) => {
      const stack = new Stack(new App(), 'Shop');
      siblings.forEach((id) => new Construct(stack, id));
      return physicalName(new Construct(stack, 'Memory'), NAME_RULES.memory);
    };
    expect(name([])).toBe(name(['Other', 'Another']));
  });
});

describe('environmentName', () => {
  it.each([
    ['MEMORY', 'Preferences', 'ID', 'MEMORY_PREFERENCES_ID'],
    ['MEMORY', 'Memory', 'ID', 'MEMORY_ID'],
    ['GATEWAY', 'orderTools', 'URL', 'GATEWAY_ORDER_TOOLS_URL'],
    ['GATEWAY', 'order-tools.v2', 'URL', 'GATEWAY_ORDER_TOOLS_V2_URL'],
    ['MODEL', '', 'ID', 'MODEL_ID'],
  ])('of %s %j is %s → %s', (kind, id, property, expected) => {
    expect(environmentName(kind, id, property)).toBe(expected);
  });
});
