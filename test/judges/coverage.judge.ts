/** docs/coverage.md: every property that CloudFormation knows of gateways and identities is reached, and the integration tests show it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { coveragePage, rowsOf } from '../../build/cfn-coverage/coverage';
import { COVERED_TYPES } from '../../build/cfn-coverage/covered-types';
import { isInSnapshots } from '../../build/cfn-coverage/snapshots';

const root = join(__dirname, '../..');
const types = [
  'ApiKeyCredentialProvider',
  'ConsentPortal',
  'Gateway',
  'GatewayRateLimit',
  'GatewayRule',
  'GatewayTarget',
  'OAuth2CredentialProvider',
  'ResourcePolicy',
  'WorkloadIdentity',
];

/** Every name in the sources of these folders. */
function namesIn(...folders: string[]): Set<string> {
  const texts = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readFileSync(join(root, folder, name), 'utf8')),
  );
  return new Set(texts.flatMap((text) => text.match(/\w+/g)!));
}

describe('docs/coverage.md', () => {
  it('is about these types', () => {
    expect(COVERED_TYPES.map(({ type }) => type).sort()).toEqual(types);
  });

  it('is what `npm run coverage` writes', () => {
    expect(readFileSync(join(root, 'docs/coverage.md'), 'utf8')).toBe(coveragePage(COVERED_TYPES));
  });

  it('names classes and props that there are', () => {
    const names = namesIn('lib/core', 'lib/gateway', 'lib/identity', 'lib/network', 'lib/tools');
    const said = COVERED_TYPES.flatMap(({ by, props }) => [by, ...Object.values(props)]);
    const words = said.flatMap((text) => [...text.matchAll(/`([^`]+)`/g)].flatMap(([, code]) => code.match(/\w+/g)!));
    expect([...new Set(words)].filter((word) => !names.has(word))).toEqual([]);
  });
});

describe.each(COVERED_TYPES)('$type', (coverage) => {
  const { rows, problems } = rowsOf(coverage);

  it('has nothing of which the page does not say how it is reached, or why not', () => {
    expect(problems).toEqual([]);
  });

  it('is in the snapshots of integ with everything that is said to be reached', () => {
    const reached = rows.filter(({ prop }) => prop !== undefined).map(({ path }) => path);
    expect(reached.filter((path) => !isInSnapshots(coverage.type, path))).toEqual([]);
  });
});

describe('The judge', () => {
  it('finds what nothing is said of, what is no longer there, and what is left out without a reason', () => {
    const { problems } = rowsOf({
      type: 'ConsentPortal',
      by: '`ConsentPortal`',
      props: { name: '`portalName`', idpConfig: 'all of it', renamed: '`portalName`' },
      left: { description: 'later', executionRoleArn: 'the portal makes a role of its own', sources: ' not  yet ' },
    });
    expect(problems).toEqual([
      'ConsentPortal: nothing is said of tags',
      'ConsentPortal: there is no renamed',
      'ConsentPortal: the reason for description is too short to be one',
      'ConsentPortal: the reason for sources is too short to be one',
    ]);
  });

  it('does not see what no integration test deploys', () => {
    expect(isInSnapshots('GatewayTarget', 'targetConfiguration.mcp.lambda.toolSchema.inlinePayload.name')).toBe(true);
    expect(isInSnapshots('GatewayTarget', 'targetConfiguration.mcp.lambda.toolSchema.inlinePayload.title')).toBe(false);
    expect(isInSnapshots('GatewayTarget', 'targetConfiguration.lambda.lambdaArn')).toBe(false);
    expect(isInSnapshots('Nothing', 'name')).toBe(false);
  });

  it('sees what a tool says of a field, and not what only the field of a map is called', () => {
    const schema = 'targetConfiguration.mcp.lambda.toolSchema.inlinePayload.inputSchema';
    expect(isInSnapshots('GatewayTarget', `${schema}.items`)).toBe(true);
    expect(isInSnapshots('GatewayTarget', `${schema}.text`)).toBe(false);
  });
});
