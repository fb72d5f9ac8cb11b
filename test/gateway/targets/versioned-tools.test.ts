import { aws_s3 as s3 } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Claim, Input } from '../../../lib/cedar';
import { ToolList, type VersionedToolsOptions } from '../../../lib/gateway';
import { ToolDefinitions } from '../../../lib/tools';
import { functionIn, jwt, refundTools, shop } from '../shop';

/** The refunds of the shop, and the next version of them, which also wants a reason. */
function versions(options: Partial<VersionedToolsOptions> = {}) {
  const made = shop({ inboundAuth: jwt() });
  const [process, get] = refundTools().definitions;
  const v2 = ToolDefinitions.of(
    {
      ...process,
      inputSchema: {
        ...process.inputSchema,
        properties: { ...process.inputSchema.properties, reason: { type: 'string' } },
      },
    },
    get,
  );
  const handlers = ['One', 'Two'].map((id) => functionIn(made.stack, id));
  const refunds = made.tools.versioned('Refunds', {
    versions: [
      { version: 'v1', handler: handlers[0], tools: refundTools() },
      { version: 'v2', handler: handlers[1], tools: v2 },
    ],
    ...options,
  });
  return { ...made, refunds };
}

const permits = ({ tools, refunds }: ReturnType<typeof versions>) => {
  tools.permit('Small', {
    tools: refunds.versionsOf('process_refund'),
    when: [Claim.of('team').equalTo('a'), Input.of('amount').lessThan(500)],
  });
  tools.permit('Read', { tools: refunds.versionsOf('get_refund'), when: [Claim.of('team').equalTo('a')] });
};

function statements(made: ReturnType<typeof versions>): string[] {
  made.app.synth();
  return Object.values(Template.fromStack(made.stack).findResources('AWS::BedrockAgentCore::Policy')).map(
    ({ Properties }) => JSON.stringify(Properties.Definition.Cedar.Statement),
  );
}

describe('VersionedTools', () => {
  it('is a target for each version', () => {
    const made = versions();
    permits(made);
    const targets = Template.fromStack(made.stack).findResources('AWS::BedrockAgentCore::GatewayTarget');
    expect(Object.values(targets).map(({ Properties }) => Properties.Name)).toEqual(['Refunds-v1', 'Refunds-v2']);
  });

  it('has policies on a tool in all its versions', () => {
    const made = versions();
    permits(made);
    const [small] = statements(made).filter((text) => text.includes('process_refund'));
    expect(small).toContain('Refunds-v1___process_refund');
    expect(small).toContain('Refunds-v2___process_refund');
    expect(made.refunds.versionsOf('process_refund').map(({ fullName }) => fullName)).toEqual([
      'Refunds-v1___process_refund',
      'Refunds-v2___process_refund',
    ]);
  });

  it('says of an old tool which one is its successor', () => {
    const { refunds } = versions();
    expect(refunds.version('v1').tool('get_refund').definition.description).toBe(
      'Looks a refund up (Superseded by Refunds-v2___get_refund.)',
    );
    expect(refunds.latest.tool('get_refund').definition.description).toBe('Looks a refund up');
    expect(refunds.latest).toBe(refunds.version('v2'));
  });

  it('says of an old tool that is described in a bucket what the bucket says', () => {
    const { stack, tools } = shop({ inboundAuth: jwt() });
    const bucket = s3.Bucket.fromBucketName(stack, 'Bucket', 'shop-tools');
    const old = {
      version: 'v1',
      handler: functionIn(stack),
      tools: refundTools(),
      toolList: ToolList.fromBucket(bucket, 'refunds.json'),
    };
    const newest = { version: 'v2', handler: old.handler, tools: refundTools() };
    const refunds = tools.versioned('Refunds', { versions: [old, newest] });
    expect(refunds.version('v1').tool('get_refund').definition.description).toBe('Looks a refund up');
  });

  it('takes what stands last for the newest, whatever it is called', () => {
    const { stack, tools } = shop({ inboundAuth: jwt() });
    const handler = functionIn(stack);
    const versions = ['2', 'b', '1'].map((version) => ({ version, handler, tools: refundTools() }));
    const refunds = tools.versioned('Refunds', { versions });
    expect(refunds.latest.targetName).toBe('Refunds-1');
    expect(refunds.version('2').tool('get_refund').definition.description).toContain('Refunds-1___get_refund');
    expect(refunds.versionsOf('get_refund').map(({ targetName }) => targetName)).toEqual([
      'Refunds-2',
      'Refunds-b',
      'Refunds-1',
    ]);
  });

  it('refuses a version twice', () => {
    const { stack, tools } = shop({ inboundAuth: jwt() });
    const version = { version: 'v1', handler: functionIn(stack), tools: refundTools() };
    expect(() => tools.versioned('Refunds', { versions: [version, version] })).toThrow(
      'Shop/Tools/Refunds cannot be built:\n  - versions is "v1". Allowed: each version once. Give the newer one another name.',
    );
  });

  it('ends a version at a time', () => {
    const made = versions({ endsAt: { v1: '2026-12-01T08:00:00Z' } });
    permits(made);
    const [end] = statements(made).filter((text) => text.includes('forbid'));
    expect(end).toContain('action in AgentCore::Action::\\"Refunds-v1\\"');
    expect(end).toContain('context.system.now >= datetime(\\"2026-12-01T08:00:00Z\\")');
  });

  it.each([
    [{ endsAt: { v3: '2026-12-01T08:00:00Z' } }, 'endsAt is "v3". Allowed: one of versions. Did you mean "v1"?'],
    [
      { endsAt: { v2: '2026-12-01T08:00:00Z' } },
      'endsAt is "v2". Allowed: a version that a newer one follows. Write the newest version last, or leave its end out.',
    ],
    [{ versions: [] }, 'versions is []. Allowed: at least one. Name the versions, the newest last.'],
  ])('is refused with %j', (options, problem) => {
    expect(() => versions(options)).toThrow(`Shop/Tools/Refunds cannot be built:\n  - ${problem}`);
  });

  it('refuses a version that there is not', () => {
    expect(() => versions().refunds.version('v9')).toThrow(
      'Shop/Tools/Refunds cannot be built:\n  - version is "v9". Allowed: one of the versions. Did you mean "v1"?',
    );
  });
});
