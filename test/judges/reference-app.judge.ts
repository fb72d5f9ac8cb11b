/**
 * The reference app before judges that we did not write, in every kind of region, and its template as a whole.
 *
 * @jest-environment-options {"ownPackages": true}
 */
import { aws_bedrockagentcore as agentcore } from 'aws-cdk-lib';
import { NAG_EXCEPTIONS } from './nag-exceptions';
import { statementsOf, synthesize, type Synthesis } from './reference-app';

jest.setTimeout(60_000);

/** The statements on `*`, with why: by the resource that holds them. */
const ANY_RESOURCE: Record<string, string> = {
  OrdersFunctionRoleDefaultPolicy: 'xray: no resource level',
  CustomersFunctionRoleDefaultPolicy: 'xray: no resource level',
  RefundsFunctionRoleDefaultPolicy: 'xray: no resource level',
};

beforeAll(() => {
  process.env.CDK_VALIDATION = 'true';
});
afterAll(() => {
  process.env.CDK_VALIDATION = 'false';
});

const withoutHash = (logicalId: string) => logicalId.replace(/[0-9A-F]{8}$/, '');

describe('the judges', () => {
  it('find nothing but what is acknowledged with a reason: CloudFormation Validate and AwsSolutionsChecks', () => {
    expect(synthesize({ exceptions: NAG_EXCEPTIONS }).findings).toEqual([]);
  });

  it('find each of the exceptions, so that none is out of date', () => {
    expect(synthesize({ exceptions: [] }).findings).toEqual(
      NAG_EXCEPTIONS.map(({ path, id }) => `AwsSolutions: ${id} at CustomerSupport/${path}`).sort(),
    );
  });

  it('are there: a property that CloudFormation does not know fails', () => {
    const { findings } = synthesize({
      change: ({ node }) => {
        const runtime = node.findAll().find((child) => child instanceof agentcore.CfnRuntime);
        runtime!.addPropertyOverride('NoSuchProperty', true);
      },
    });

    expect(findings).toEqual([expect.stringMatching(/ at CustomerSupport\/Support\/Runtime\/Resource$/)]);
  });
});

describe('the template', () => {
  let agnostic: Synthesis;
  let again: Synthesis;
  beforeAll(() => {
    // From the same line, which stands in the stack traces of CDK's metadata.
    [agnostic, again] = Array.from({ length: 2 }, () => synthesize({}));
  });

  it('is the same, byte by byte, with all bundles, when it is synthesized again', () => {
    expect(again.files.size).toBeGreaterThan(10);
    expect(again.files).toEqual(agnostic.files);
  });

  it('is this', () => {
    expect(JSON.parse(agnostic.text.replaceAll(/[0-9a-f]{64}/g, '<hash>'))).toMatchSnapshot();
  });

  it.each([
    ['us-east-1', 'aws'],
    ['eu-central-1', 'aws'],
    ['us-gov-west-1', 'aws-us-gov'],
  ])('is right for %s, with a model that is offered there', (region, partition) => {
    const { text, findings } = synthesize({ region });

    expect(findings).toEqual([]);
    expect(new Set([...text.matchAll(/arn:(aws[a-z-]*):/g)].map(([, literal]) => literal))).toEqual(
      new Set([partition]),
    );
  });

  it('names no partition where it does not know the region', () => {
    expect(agnostic.findings).toEqual([]);
    expect(agnostic.text).not.toMatch(/arn:aws/);
  });

  it('has no wildcard in an action', () => {
    const actions = statementsOf(agnostic.template).flatMap(({ Action }) => Action);

    expect(actions.filter((action) => action.includes('*'))).toEqual([]);
  });

  it('allows `*` only where the API has no resource level', () => {
    const open = statementsOf(agnostic.template).filter(({ Resource }) => [Resource].flat().includes('*'));

    expect(open.map(({ at }) => withoutHash(at)).sort()).toEqual(Object.keys(ANY_RESOURCE).sort());
    expect(open.flatMap(({ Action }) => Action).filter((action) => !action.startsWith('xray:'))).toEqual([]);
  });
});
