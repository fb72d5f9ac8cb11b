import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ConsentPortal, McpServer, McpServerTools, Outbound, type ToolGateway } from '../../lib/gateway';
import { OAuthProvider } from '../../lib/identity';
import { ENV, jwt, shop } from './shop';

const SETTING = 'Custom::GatewayReturnUrls';
const DENIED = { unpermittedTools: { reason: 'the test is about return URLs' } };
const VAULT = 'arn:aws:bedrock-agentcore:eu-central-1:123456789012:token-vault/default';
const server = McpServer.url('https://mcp.example.com');
const CONSENT = 'https://shop.example.com/consent';
const GATEWAY_ID = { 'Fn::GetAtt': ['ToolsGateway33D7DE2F', 'GatewayIdentifier'] };

function usersShop() {
  const made = shop({ inboundAuth: jwt(), ...DENIED });
  const providerArn = `${VAULT}/oauth2credentialprovider/crm`;
  const crm = OAuthProvider.fromOAuthProviderAttributes(made.stack, 'Crm', { providerArn });
  const asUser = (returnUrl: string) => Outbound.userOAuth(crm, { returnUrl });
  const add = (tools: ToolGateway, id: string, returnUrl: string) =>
    tools.addMcpServer(id, { server, outbound: asUser(returnUrl) });
  return { ...made, crm, asUser, add };
}

const settingsIn = (stack: Stack) => Object.values(Template.fromStack(stack).findResources(SETTING));

describe('The workload identity of a gateway', () => {
  it('allows the return URLs of all targets, each once, by one setting', () => {
    const { app, stack, tools, add } = usersShop();
    add(tools, 'One', CONSENT);
    add(tools, 'Two', 'http://localhost:8080/consent');
    add(tools, 'Three', CONSENT);
    const [{ Properties }, ...more] = settingsIn(stack);
    expect(more).toEqual([]);
    expect(Properties).toEqual({
      ServiceToken: { 'Fn::GetAtt': [expect.stringMatching(/^ToolsReturnUrlsSettingFunction/), 'Arn'] },
      ServiceTimeout: '300',
      Setting: 'ReturnUrls',
      IdentityName: GATEWAY_ID,
      ReturnUrls: [CONSENT, 'http://localhost:8080/consent'],
    });
    expect(() => app.synth()).not.toThrow();
  });

  it('is read and changed by a function that may do nothing else', () => {
    const { stack, tools, add } = usersShop();
    add(tools, 'One', CONSENT);
    const policies = Object.entries(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
    const [[, { Properties }]] = policies.filter(([id]) => id.startsWith('ToolsReturnUrls'));
    const directory = ':bedrock-agentcore:eu-central-1:123456789012:workload-identity-directory/default';
    expect(Properties.PolicyDocument.Statement).toEqual([
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: { 'Fn::GetAtt': [expect.stringMatching(/^ToolsReturnUrlsSettingLogs/), 'Arn'] },
      },
      {
        Effect: 'Allow',
        Action: ['bedrock-agentcore:GetWorkloadIdentity', 'bedrock-agentcore:UpdateWorkloadIdentity'],
        Resource: [
          { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, directory]] },
          { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `${directory}/workload-identity/`, GATEWAY_ID]] },
        ],
      },
    ]);
  });

  it('is left alone for a consent portal, and for targets that ask no user', () => {
    const { stack, tools, crm, add } = usersShop();
    const signIn = { providerArn: `${VAULT}/oauth2credentialprovider/okta` };
    const portal = new ConsentPortal(stack, 'Consent', {
      gateway: tools,
      signInProvider: OAuthProvider.fromOAuthProviderAttributes(stack, 'Okta', signIn),
    });
    add(tools, 'One', portal.returnUrl);
    tools.addMcpServer('Two', { server, outbound: Outbound.oauth(crm) });
    expect(settingsIn(stack)).toEqual([]);
  });

  it('allows those of another stack from there, so that the two stacks do not need each other', () => {
    const { app, stack, tools, asUser, add } = usersShop();
    const orders = new Stack(app, 'Orders', { env: ENV });
    add(tools, 'One', CONSENT);
    for (const id of ['Two', 'Three']) {
      const outbound = asUser(`https://orders.example.com/${id}`);
      new McpServerTools(orders, id, { gateway: tools, server, outbound });
    }
    expect(settingsIn(stack).map(({ Properties }) => Properties.ReturnUrls)).toEqual([[CONSENT]]);
    expect(settingsIn(orders).map(({ Properties }) => Properties.ReturnUrls)).toEqual([
      ['https://orders.example.com/Two', 'https://orders.example.com/Three'],
    ]);
    expect(() => app.synth()).not.toThrow();
    expect(stack.dependencies).toEqual([]);
  });
});
