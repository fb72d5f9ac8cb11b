import { App, aws_bedrockagentcore as agentcore, aws_iam as iam, Lazy, Stack, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ResourcePolicy } from '../../lib/core';

const RUNTIME = 'arn:aws:bedrock-agentcore:eu-central-1:123456789012:runtime/shop-0123456789';
const PARTNER = new iam.AccountPrincipal('111122223333');
const INVOKE = 'bedrock-agentcore:InvokeAgentRuntime';

function policyWith(statement: iam.PolicyStatementProps = {}, resourceArn = RUNTIME) {
  const app = new App();
  const stack = new Stack(app, 'Shop', { env: { region: 'eu-central-1', account: '123456789012' } });
  const statements = [new iam.PolicyStatement({ actions: [INVOKE], principals: [PARTNER], ...statement })];
  return { app, stack, policy: new ResourcePolicy(stack, 'Policy', { resourceArn, statements }) };
}

function errorOf(app: App): string {
  try {
    app.synth();
  } catch (error) {
    return (error as Error).message;
  }
  return 'none';
}

describe('ResourcePolicy', () => {
  it('says of one resource who may do what, and of no other', () => {
    const { stack, policy } = policyWith();
    policy.addStatements(
      new iam.PolicyStatement({
        sid: 'NotFromThere',
        effect: iam.Effect.DENY,
        actions: [INVOKE],
        principals: [new iam.StarPrincipal()],
        resources: [RUNTIME],
        conditions: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } },
      }),
    );
    const [{ Properties }] = Object.values(
      Template.fromStack(stack).findResources('AWS::BedrockAgentCore::ResourcePolicy'),
    );
    expect(Properties.ResourceArn).toBe(RUNTIME);
    const [start, partition, end] = Properties.Policy['Fn::Join'][1] as [string, object, string];
    expect(partition).toEqual({ Ref: 'AWS::Partition' });
    expect(JSON.parse(`${start}aws${end}`)).toEqual({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: INVOKE, Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Resource: RUNTIME },
        {
          Sid: 'NotFromThere',
          Effect: 'Deny',
          Action: INVOKE,
          Principal: '*',
          Resource: RUNTIME,
          Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } },
        },
      ],
    });
  });

  it('leaves a statement as it is, so that another policy can have it too', () => {
    const statement = new iam.PolicyStatement({ actions: [INVOKE], principals: [PARTNER] });
    const { app, stack, policy } = policyWith();
    policy.addStatements(statement);
    new ResourcePolicy(stack, 'Other', { resourceArn: `${RUNTIME}/runtime-endpoint/DEFAULT`, statements: [statement] });
    expect(() => app.synth()).not.toThrow();
    expect(statement.hasResource).toBe(false);
  });

  it('is refused for something else than a resource that can have one', () => {
    expect(() => policyWith({}, 'shop-0123456789')).toThrow(
      'Shop/Policy cannot be built:\n  - resourceArn is "shop-0123456789". Allowed: the ARN of a gateway, an agent runtime, a ' +
        'runtime endpoint or a memory. Write arn:<partition>:bedrock-agentcore:<region>:<account>:gateway/<id>, or that of a ' +
        'runtime or memory.',
    );
  });

  it.each<[string, iam.PolicyStatementProps, string]>([
    [
      'about another resource',
      { resources: ['*'] },
      'statement 1 Resource is "*". Allowed: the ARN of the resource that has the policy. Leave resources out of the statement.',
    ],
    [
      'without a principal',
      { principals: [], sid: 'Nobody' },
      'statement Nobody Principal is missing. Allowed: the principals that it is about, named one by one. Write principals: […].',
    ],
    [
      'for all but some principals',
      { principals: [], notPrincipals: [PARTNER] },
      'statement 1 Principal is missing. Allowed: the principals that it is about, named one by one. Write principals: […].',
    ],
    [
      'for everybody',
      { principals: [new iam.StarPrincipal()] },
      'statement 1 Principal is "*". Allowed: everybody only with a condition on whose they are or where they call from: ' +
        'StringEquals aws:PrincipalOrgID. Write allowFrom(Caller.organization(…)) or, where callers bring a token, allowFrom(Caller.vpcEndpoint(…)).',
    ],
    [
      'for everybody in the other form',
      { principals: [new iam.AnyPrincipal()] },
      'statement 1 Principal is {"AWS":"*"}. Allowed: everybody only with a condition on whose they are or where they call ' +
        'from: StringEquals aws:PrincipalOrgID. Write allowFrom(Caller.organization(…)) or, where callers bring a token, allowFrom(Caller.vpcEndpoint(…)).',
    ],
    [
      'with an action of another service',
      { actions: ['bedrock:InvokeModel'] },
      'statement 1 Action is "bedrock:InvokeModel". Allowed: actions of bedrock-agentcore without wildcards. Name what callers may do.',
    ],
    [
      'with a wildcard',
      { actions: ['bedrock-agentcore:Invoke*'] },
      'statement 1 Action is "bedrock-agentcore:Invoke*". Allowed: actions of bedrock-agentcore without wildcards. ' +
        'Name what callers may do.',
    ],
    [
      'for all but some actions',
      { actions: undefined, notActions: [INVOKE] },
      "statement 1 Action is missing. Allowed: the actions that it is about, named one by one. Write actions: ['bedrock-agentcore:…'].",
    ],
    [
      'with an action that its resource does not have',
      { actions: ['bedrock-agentcore:InvokeAgentRuntim'] },
      '[cdk-agentcore:resource-policy-action] Action is "bedrock-agentcore:InvokeAgentRuntim". Allowed: what a policy of a runtime ' +
        'can be about: 8 actions. Did you mean "InvokeAgentRuntime"?',
    ],
  ])('fails at synth with a statement %s', (_, statement, problem) => {
    expect(errorOf(policyWith(statement).app)).toContain(`[Shop/Policy] ${problem}`);
  });

  it.each<[string, { [operator: string]: { [key: string]: unknown } }]>([
    ['its organization', { StringEquals: { 'aws:PrincipalOrgID': 'o-abcdefghij' } }],
    ['a unit of it', { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': ['o-abcdefghij/r-ab12/*'] } }],
    ['roles of an account', { ArnLike: { 'AWS:principalArn': 'arn:aws:iam::111122223333:role/*' } }],
    ['a bucket', { ArnEquals: { 'aws:SourceArn': 'arn:aws:s3:::shop' } }],
    [
      'a VPC that is made in the app',
      { StringEquals: { 'aws:SourceVpc': Lazy.any({ produce: () => ({ Ref: 'Vpc' }) }) } },
    ],
    ['a network', { IpAddress: { 'aws:SourceIp': ['192.0.2.0/24', '2001:db8::/32', '198.51.100.7'] } }],
    [
      'an endpoint, among other conditions',
      { Bool: { 'aws:SecureTransport': 'true' }, StringEquals: { 'aws:SourceVpce': 'vpce-0aa' } },
    ],
  ])('lets in everybody of %s', (_, conditions) => {
    expect(errorOf(policyWith({ principals: [new iam.StarPrincipal()], conditions }).app)).toBe('none');
  });

  it.each<[string, { [operator: string]: { [key: string]: unknown } }]>([
    ['encryption, which everybody has', { Bool: { 'aws:SecureTransport': 'true' } }],
    ['an organization that it is not', { StringNotEquals: { 'aws:PrincipalOrgID': 'o-abcdefghij' } }],
    ['an organization, if there is one', { StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-abcdefghij' } }],
    ['all values of what may have none', { 'ForAllValues:StringLike': { 'aws:PrincipalOrgPaths': 'o-abcdefghij/*' } }],
    ['any organization', { StringLike: { 'aws:PrincipalOrgID': 'o-*' } }],
    ['any account', { StringEquals: { 'aws:PrincipalAccount': ['111122223333', '*'] } }],
    ['a role of any account', { ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/shop' } }],
    ['a unit of any organization', { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': '*/r-ab12/*' } }],
    ['any bucket', { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::*' } }],
    ['what the caller says of itself', { StringEquals: { 'aws:PrincipalTag/team': 'shop', 'aws:UserAgent': 'shop' } }],
    ['the internet', { IpAddress: { 'aws:SourceIp': ['192.0.2.0/24', '0.0.0.0/0'] } }],
    ['all other addresses', { NotIpAddress: { 'aws:SourceIp': '192.0.2.0/24' } }],
  ])('fails at synth for everybody with a condition on %s', (_, conditions) => {
    const { app } = policyWith({ principals: [new iam.AnyPrincipal()], conditions });
    expect(errorOf(app)).toContain('statement 1 Principal is {"AWS":"*"}. Allowed: everybody only with a condition');
  });

  it.each([
    ['signed in somewhere', new iam.FederatedPrincipal('*', {}), '{"Federated":"*"}'],
    ['with a canonical user', new iam.CanonicalUserPrincipal('*'), '{"CanonicalUser":"*"}'],
    ['beside somebody', new iam.CompositePrincipal(PARTNER, new iam.AnyPrincipal()), '{"AWS":'],
  ])('fails at synth for everybody %s', (_, principal, value) => {
    const { app } = policyWith({ principals: [principal] });
    expect(errorOf(app)).toContain(`statement 1 Principal is ${value}`);
  });

  it('takes an action that is newer than this library when that is acknowledged', () => {
    const { app, policy } = policyWith({ actions: ['bedrock-agentcore:InvokeAgentRuntimeByMail'] });
    Validations.of(policy).acknowledge({ id: 'cdk-agentcore:resource-policy-action', reason: 'new since December' });
    expect(errorOf(app)).toBe('none');
  });

  it('knows of an attribute what kind of resource it is about', () => {
    const { app, stack } = policyWith();
    const memory = new agentcore.Memory(stack, 'Memory');
    const statement = new iam.PolicyStatement({ actions: ['bedrock-agentcore:GetEvnt'], principals: [PARTNER] });
    new ResourcePolicy(stack, 'Other', { resourceArn: memory.memoryArn, statements: [statement] });
    expect(errorOf(app)).toContain('a policy of a memory can be about: 18 actions. Did you mean "GetEvent"?');
  });

  it('fails at synth when it says nothing, too many things, or too much', () => {
    const { app, stack, policy } = policyWith();
    new ResourcePolicy(stack, 'Empty', { resourceArn: `${RUNTIME}/runtime-endpoint/DEFAULT` });
    for (let count = 0; count < 100; count++) {
      const principals = [new iam.ArnPrincipal(`arn:aws:iam::111122223333:role/${'x'.repeat(60)}${count}`)];
      policy.addStatements(new iam.PolicyStatement({ actions: [INVOKE], principals }));
    }
    const message = errorOf(app);
    expect(message).toContain(
      '[Shop/Empty] statements is []. Allowed: at least one statement. Add one, or leave the policy out.',
    );
    expect(message).toContain(
      'statements is "101 statements". Allowed: at most 100. Name several principals in one statement.',
    );
    expect(message).toMatch(
      /statements is "a policy of 2\d{4} characters"\. Allowed: at most 20480 characters\. Name organizations rather than accounts, and accounts rather than roles\./,
    );
  });

  it('fails at synth beside another policy of the same resource', () => {
    const { app, stack } = policyWith();
    new agentcore.CfnResourcePolicy(stack, 'Other', { resourceArn: RUNTIME, policy: '{}' });
    expect(errorOf(app)).toContain(
      `resourceArn is "${RUNTIME}". Allowed: one policy of a resource; Shop/Policy and Shop/Other are of the same. ` +
        'Add the statements of one to the other.',
    );
  });

  it('takes an ARN that is known later', () => {
    const { app } = policyWith({}, Lazy.string({ produce: () => RUNTIME }));
    expect(errorOf(app)).toBe('none');
  });
});
