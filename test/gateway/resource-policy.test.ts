import { App, aws_iam as iam, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Caller } from '../../lib/core';
import { ToolGateway, type ToolGatewayProps } from '../../lib/gateway';
import { InboundAuth } from '../../lib/identity';
import { jwt, shop, synthError } from './shop';

const POLICY = 'AWS::BedrockAgentCore::ResourcePolicy';
const INVOKE = 'bedrock-agentcore:InvokeGateway';
const ENDPOINT = 'vpce-0123456789abcdef0';

/** What the resource policy of the gateway says. */
function statementsOf(stack: Stack): any[] {
  const policies = Object.values(Template.fromStack(stack).findResources(POLICY));
  if (policies.length === 0) return [];
  expect(policies).toHaveLength(1);
  const { Properties } = policies[0];
  expect(Properties.ResourceArn).toEqual({ 'Fn::GetAtt': ['ToolsGateway33D7DE2F', 'GatewayArn'] });
  const parts = Properties.Policy['Fn::Join'][1] as (string | Record<string, string | string[]>)[];
  const text = parts.map((part) => (typeof part === 'string' ? part : [Object.values(part)].flat(2).at(-1))).join('');
  return (JSON.parse(text) as { Statement: any[] }).Statement;
}

function policyOf(act: (tools: ToolGateway) => void, props: ToolGatewayProps = {}) {
  const { stack, tools } = shop(props);
  act(tools);
  return statementsOf(stack);
}

describe('The resource policy of a gateway', () => {
  it('is there only when something is said', () => {
    expect(policyOf(() => undefined)).toEqual([]);
  });

  it('lets an account, an organization and a role of another account call', () => {
    const { stack, tools } = shop();
    const partner = iam.Role.fromRoleArn(stack, 'Partner', 'arn:aws:iam::444455556666:role/partner');
    tools.allowFrom(Caller.account('111122223333'), Caller.organization('o-abcdefghij'), Caller.principal(partner));
    expect(statementsOf(stack)).toEqual([
      {
        Effect: 'Allow',
        Action: INVOKE,
        Principal: { AWS: 'arn:AWS::Partition:iam::111122223333:root' },
        Resource: 'GatewayArn',
      },
      {
        Effect: 'Allow',
        Action: INVOKE,
        Principal: { AWS: '*' },
        Resource: 'GatewayArn',
        Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-abcdefghij' } },
      },
      {
        Effect: 'Allow',
        Action: INVOKE,
        Principal: { AWS: 'arn:aws:iam::444455556666:role/partner' },
        Resource: 'GatewayArn',
      },
    ]);
  });

  it('denies in one statement what comes from none of the networks', () => {
    const statements = policyOf((tools) => {
      tools.onlyFrom(Caller.vpcEndpoint(ENDPOINT), Caller.vpc('vpc-0aa'));
      tools.onlyFrom(Caller.vpc('vpc-0bb'));
    });
    expect(statements).toEqual([
      {
        Effect: 'Deny',
        Action: INVOKE,
        Principal: '*',
        Resource: 'GatewayArn',
        Condition: {
          StringNotEquals: { 'aws:SourceVpce': [ENDPOINT], 'aws:SourceVpc': ['vpc-0aa', 'vpc-0bb'] },
          BoolIfExists: { 'aws:ViaAWSService': 'false' },
        },
      },
    ]);
  });

  it.each([
    ['sign with a permission', InboundAuth.iam()],
    ['sign without one', InboundAuth.authenticateOnly({ reason: 'the agents behind it ask IAM' })],
    ['bring a token', jwt()],
    ['bring nothing', InboundAuth.none({ reason: 'public catalog' })],
  ])('denies what comes from elsewhere where callers %s', (_, inboundAuth) => {
    const statements = policyOf((tools) => tools.onlyFrom(Caller.vpcEndpoint(ENDPOINT)), { inboundAuth });
    const denied = statements.filter(({ Effect }) => Effect === 'Deny');
    expect(denied).toMatchObject([
      { Principal: '*', Condition: { StringNotEquals: { 'aws:SourceVpce': [ENDPOINT] } } },
    ]);
  });

  it('allows everybody with a token from the networks, where callers bring one', () => {
    const networks = [Caller.vpcEndpoint(ENDPOINT), Caller.vpc('vpc-0aa')];
    const allow = { Effect: 'Allow', Action: INVOKE, Principal: '*', Resource: 'GatewayArn' };
    const allowed = [
      { ...allow, Condition: { StringEquals: { 'aws:SourceVpce': ENDPOINT } } },
      { ...allow, Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-0aa' } } },
    ];
    expect(policyOf((tools) => tools.allowFrom(...networks), { inboundAuth: jwt() })).toEqual(allowed);
    expect(policyOf((tools) => tools.onlyFrom(...networks), { inboundAuth: jwt() })).toEqual([
      ...allowed,
      expect.objectContaining({ Effect: 'Deny' }),
    ]);
  });

  it('takes other statements, about the gateway itself', () => {
    const statements = policyOf((tools) => {
      const result = tools.addToResourcePolicy(
        new iam.PolicyStatement({
          effect: iam.Effect.DENY,
          actions: [INVOKE],
          principals: [new iam.StarPrincipal()],
          conditions: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } },
        }),
      );
      expect(result.statementAdded).toBe(true);
    });
    expect(statements).toMatchObject([{ Effect: 'Deny', Principal: '*', Resource: 'GatewayArn' }]);
  });

  it('permits a role of another account on its side too, one of the same account on one side', () => {
    const { stack, tools } = shop();
    tools.grantInvoke(iam.Role.fromRoleArn(stack, 'Partner', 'arn:aws:iam::444455556666:role/partner'));
    const own = new iam.Role(stack, 'Own', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    tools.grantInvoke(own);
    expect(statementsOf(stack)).toEqual([
      {
        Effect: 'Allow',
        Action: INVOKE,
        Principal: { AWS: 'arn:aws:iam::444455556666:role/partner' },
        Resource: 'GatewayArn',
      },
    ]);
    const [{ Properties }] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
    expect(Properties.PolicyDocument.Statement).toMatchObject([{ Effect: 'Allow', Action: INVOKE }]);
  });

  it('permits a role on both sides where it is not known whether the account is another', () => {
    const stack = new Stack(new App(), 'Shop');
    const tools = new ToolGateway(stack, 'Tools', { unpermittedTools: { reason: 'the test is about callers' } });
    tools.grantInvoke(iam.Role.fromRoleArn(stack, 'Partner', 'arn:aws:iam::444455556666:role/partner'));
    expect(statementsOf(stack)).toMatchObject([{ Principal: { AWS: 'arn:aws:iam::444455556666:role/partner' } }]);
  });

  it('permits a role of another account of the app on both sides', () => {
    const app = new App();
    const { stack, tools } = shop({}, app);
    const other = new Stack(app, 'Partner', { env: { region: 'eu-central-1', account: '444455556666' } });
    const role = new iam.Role(other, 'Role', {
      roleName: 'partner',
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    tools.grantInvoke(role);
    expect(statementsOf(stack)).toMatchObject([
      { Principal: { AWS: 'arn:AWS::Partition:iam::444455556666:role/partner' } },
    ]);
    const [{ Properties }] = Object.values(Template.fromStack(other).findResources('AWS::IAM::Policy'));
    expect(Properties.PolicyDocument.Statement).toMatchObject([{ Effect: 'Allow', Action: INVOKE }]);
  });

  it('lets anybody with a token call from anywhere only with a reason, which stands in the template', () => {
    const { stack, tools } = shop({ inboundAuth: jwt() });
    tools.allowFrom(Caller.anyToken({ reason: 'one address is denied, all others may call' }));
    expect(statementsOf(stack)).toEqual([{ Effect: 'Allow', Action: INVOKE, Principal: '*', Resource: 'GatewayArn' }]);
    const [{ Metadata }] = Object.values(Template.fromStack(stack).findResources(POLICY));
    expect(Metadata['cdk-agentcore:justifications']).toEqual({
      'Caller.anyToken': 'one address is denied, all others may call',
    });
    expect(() => stack.node.root.node.validate()).not.toThrow();
  });
});

describe('Callers of a gateway are refused', () => {
  it.each<[string, (tools: ToolGateway) => void, InboundAuth, string]>([
    [
      'an account that is none',
      (tools) => tools.allowFrom(Caller.account('partner')),
      InboundAuth.iam(),
      'Caller.account is "partner". Allowed: the 12 digits of an account. Write the id, not a name or an ARN.',
    ],
    [
      'an organization by its ARN',
      (tools) => tools.allowFrom(Caller.organization('arn:aws:organizations::111122223333:organization/o-abcdefghij')),
      InboundAuth.iam(),
      'Caller.organization is "arn:aws:organizations::111122223333:organization/o-abcdefghij". Allowed: the id of an organization: ' +
        'o- and 10 to 32 letters or digits. Write the id, not a name or an ARN.',
    ],
    [
      'an endpoint that is none',
      (tools) => tools.onlyFrom(Caller.vpcEndpoint('vpc-0aa')),
      InboundAuth.iam(),
      'Caller.vpcEndpoint is "vpc-0aa". Allowed: the id of an interface endpoint: vpce-…. Write the id, not a name or an ARN.',
    ],
    [
      'a VPC that is none',
      (tools) => tools.onlyFrom(Caller.vpc('main')),
      InboundAuth.iam(),
      'Caller.vpc is "main". Allowed: the id of a VPC: vpc-…. Write the id, not a name or an ARN.',
    ],
    [
      'a network as somebody to allow, where callers sign',
      (tools) => tools.allowFrom(Caller.vpcEndpoint(ENDPOINT)),
      InboundAuth.iam(),
      'allowFrom is "Caller.vpcEndpoint". Allowed: account, organization or principal, as callers sign with AWS credentials: it ' +
        'would let in everybody behind it. Write onlyFrom(Caller.vpcEndpoint(…)), which denies calls from elsewhere.',
    ],
    [
      'whoever has a token, where callers sign',
      (tools) => tools.allowFrom(Caller.anyToken({ reason: 'demo' })),
      InboundAuth.iam(),
      'allowFrom is "Caller.anyToken". Allowed: account, organization or principal, as callers sign with AWS credentials: it ' +
        'would let in everybody behind it. Name the accounts or organizations.',
    ],
    [
      'an account, where callers bring a token',
      (tools) => tools.allowFrom(Caller.account('111122223333')),
      jwt(),
      'allowFrom is "Caller.account". Allowed: vpcEndpoint, vpc or anyToken: whoever brings a token has no AWS identity. ' +
        'Leave it out: the token says who may call.',
    ],
    [
      'an account as a network',
      (tools) => tools.onlyFrom(Caller.account('111122223333')),
      InboundAuth.iam(),
      'onlyFrom is "Caller.account". Allowed: vpcEndpoint or vpc: networks that calls come from. Write allowFrom for who may call.',
    ],
    [
      'whoever has a token, without a reason',
      (tools) => tools.allowFrom(Caller.anyToken({ reason: '' })),
      jwt(),
      'Caller.anyToken.reason is "". Allowed: a sentence that a reviewer can judge. Say why the default does not fit here.',
    ],
    [
      'an account, where callers need no permission',
      (tools) => tools.allowFrom(Caller.account('111122223333')),
      InboundAuth.authenticateOnly({ reason: 'demo' }),
      'allowFrom is "Caller.account". Allowed: nobody: whoever signs may call already, without a permission, so it would keep ' +
        'nobody out. Write InboundAuth.iam(), or say who may call in a policy.',
    ],
    [
      'a network to allow, where callers need no permission',
      (tools) => tools.allowFrom(Caller.vpc('vpc-0aa')),
      InboundAuth.authenticateOnly({ reason: 'demo' }),
      'allowFrom is "Caller.vpc". Allowed: nobody: whoever signs may call already, without a permission, so it would keep ' +
        'nobody out. Write onlyFrom(Caller.vpc(…)), which denies calls from elsewhere.',
    ],
    [
      'no network at all',
      (tools) => tools.onlyFrom(),
      InboundAuth.iam(),
      'onlyFrom is []. Allowed: at least one network. Name one, or leave it out.',
    ],
  ])('%s', (_, act, inboundAuth, problem) => {
    const { tools } = shop({ inboundAuth });
    expect(() => act(tools)).toThrow(`Shop/Tools cannot be built:\n  - ${problem}`);
    expect(tools.node.tryFindChild('ResourcePolicy')).toBeUndefined();
  });

  const [endpoint, vpc] = [Caller.vpcEndpoint(ENDPOINT), Caller.vpc('vpc-0aa')];
  const anyToken = Caller.anyToken({ reason: 'the token is all it takes' });
  const message = (value: string, fix: string) =>
    `Shop/Tools cannot be built:\n  - allowFrom is "Caller.${value}". Allowed: nobody else beside onlyFrom, which lets in the ` +
    `networks that it names, and denies all others. ${fix}`;

  it.each([
    [endpoint, anyToken, message('anyToken', 'Leave one of them out.')],
    [endpoint, vpc, message('vpc', 'Write onlyFrom for this network too; allowed only, it would still be denied.')],
  ])('whom another statement denies, in any order', (only, allowed, refusal) => {
    const one = shop({ inboundAuth: jwt() }).tools;
    one.onlyFrom(only);
    expect(() => one.allowFrom(allowed)).toThrow(refusal);
    const other = shop({ inboundAuth: jwt() }).tools;
    other.allowFrom(allowed);
    expect(() => other.onlyFrom(only)).toThrow(refusal);
  });

  it('in a statement, whoever has a token without a condition or a reason', () => {
    const { app, tools } = shop({ inboundAuth: jwt() });
    tools.addToResourcePolicy(new iam.PolicyStatement({ actions: [INVOKE], principals: [new iam.StarPrincipal()] }));
    expect(synthError(app)).toContain('[Shop/Tools/ResourcePolicy] statement 1 Principal is "*"');
  });

  it('in a statement beside the one that has a reason', () => {
    const { app, tools } = shop({ inboundAuth: jwt() });
    tools.allowFrom(Caller.anyToken({ reason: 'one address is denied, all others may call' }));
    tools.addToResourcePolicy(new iam.PolicyStatement({ actions: [INVOKE], principals: [new iam.StarPrincipal()] }));
    const message = synthError(app);
    expect(message).toContain('[Shop/Tools/ResourcePolicy] statement 2 Principal is "*"');
    expect(message).not.toContain('statement 1');
  });
});
