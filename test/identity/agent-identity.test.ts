import { App, aws_iam as iam, Fn, Stack } from 'aws-cdk-lib';
import { AgentIdentity, type IAgentIdentity } from '../../lib/identity';
import { DIRECTORY, granted, HERE, refusals, resourceOf, shopStack, SUPPORT } from './credential-stack';

const TYPE = 'AWS::BedrockAgentCore::WorkloadIdentity';

describe('A workload identity', () => {
  it('says where users may be sent back to', () => {
    const stack = shopStack();
    const returnUrls = [
      'https://shop.example.com/oauth?from=agent',
      'http://localhost:8080/oauth',
      'http://[::1]/oauth',
    ];
    const identity = new AgentIdentity(stack, 'Worker', { returnUrls, tags: { team: 'shop', empty: '' } });
    expect(resourceOf(stack, TYPE).Properties).toEqual({
      Name: identity.identityName,
      AllowedResourceOauth2ReturnUrls: returnUrls,
      Tags: [
        { Key: 'empty', Value: '' },
        { Key: 'team', Value: 'shop' },
      ],
    });
    expect(identity.identityName).toMatch(/^Shop-Worker-[0-9A-F]{8}$/);
    expect(identity.workloadIdentity.workloadIdentityName).toBe(identity.identityName);
  });

  it.each<[string, string, (identity: IAgentIdentity, grantee: iam.IGrantable) => iam.Grant]>([
    ['grantToken', 'GetWorkloadAccessToken', (identity, grantee) => identity.grantToken(grantee)],
    ['grantTokenForJwt', 'GetWorkloadAccessTokenForJWT', (identity, grantee) => identity.grantTokenForJwt(grantee)],
    [
      'grantTokenForUserId',
      'GetWorkloadAccessTokenForUserId',
      (identity, grantee) => identity.grantTokenForUserId(grantee),
    ],
  ])('is given by %s, as itself only', (_, action, grant) => {
    const stack = shopStack();
    const roleOf = (id: string) => new iam.Role(stack, id, { assumedBy: new iam.AccountRootPrincipal() });
    grant(new AgentIdentity(stack, 'Worker'), roleOf('A'));
    grant(AgentIdentity.fromIdentityArn(stack, 'Support', SUPPORT), roleOf('B'));
    const statement = { Action: `bedrock-agentcore:${action}`, Effect: 'Allow' };
    const own = expect.arrayContaining([DIRECTORY, '<WorkerIdentity.WorkloadIdentityArn>']);
    expect(granted(stack)).toEqual([
      { ...statement, Resource: own },
      { ...statement, Resource: [DIRECTORY, SUPPORT] },
    ]);
  });

  it('may exist already, by an ARN that is known at deployment only', () => {
    const stack = shopStack();
    expect(AgentIdentity.fromIdentityArn(stack, 'Support', SUPPORT).identityName).toBe('support-abcdefghij');
    const later = AgentIdentity.fromIdentityArn(stack, 'Later', Fn.importValue('Arn'));
    expect(stack.resolve(later.identityName)).toEqual({
      'Fn::Select': [3, { 'Fn::Split': ['/', { 'Fn::ImportValue': 'Arn' }] }],
    });
  });

  it('is not imported by the ARN of an agent', () => {
    const arn = 'arn:aws:bedrock-agentcore:eu-central-1:111122223333:runtime/support-abcdefghij';
    expect(refusals(() => AgentIdentity.fromIdentityArn(shopStack(), 'Support', arn))).toEqual([
      `identityArn is "${arn}". Allowed: arn:<partition>:bedrock-agentcore:<region>:<account>:` +
        'workload-identity-directory/default/workload-identity/<name>. ' +
        'Write the ARN of the workload identity, not that of the agent or gateway.',
    ]);
  });

  it.each([
    'http://shop.example.com/oauth',
    'https://shop.example.com/oauth#done',
    'https://*.example.com/oauth',
    'https://user@shop.example.com/oauth',
    'https://:secret@shop.example.com/oauth',
    'shop://oauth',
    '/oauth',
  ])('is refused with the return URL %s', (url) => {
    expect(refusals(() => new AgentIdentity(shopStack(), 'Worker', { returnUrls: [url] }))).toEqual([
      `returnUrls[0] is "${url}". Allowed: an https URL of at most 2048 characters, without a fragment; ` +
        'http only for localhost, 127.0.0.1, [::1]. Write the URL of your application that completes the authorization.',
    ]);
  });

  it('is refused with a name of another shape, and with that of another', () => {
    expect(refusals(() => new AgentIdentity(shopStack(), 'Worker', { identityName: 'a/b' }))).toEqual([
      'identityName is "a/b". Allowed: 3 to 255 letters, digits, dots, - and _, known at synth. ' +
        'Choose such a name, or leave it out: then it is derived from the construct path.',
    ]);
    const app = new App();
    for (const id of ['One', 'Two']) {
      new AgentIdentity(new Stack(app, id, { env: HERE }), 'Worker', { identityName: 'worker' });
    }
    expect(() => app.synth()).toThrow(
      'identityName is "worker". Allowed: a name that is unique in the account and region',
    );
  });
});
