/** MCP servers: an agent of the stack, one that lists its tools to each client, and two for which users log in. Never deployed. */
import { join } from 'node:path';
import { IntegTest } from '@aws-cdk/integ-tests-alpha';
import { App, aws_bedrockagentcore as agentcore, aws_s3 as s3, Stack } from 'aws-cdk-lib';
import {
  Agent,
  AgentCode,
  IdentityProvider,
  InboundAuth,
  ListingMode,
  McpServer,
  Outbound,
  ToolDefinitions,
  ToolGateway,
  ToolList,
} from '../lib';
import { echoTools } from './echo/definitions';
import { oauthClient, SERVER } from './oauth-clients';
import { expectGateway } from './gateway-assertions';

const app = new App();
const stack = new Stack(app, 'IntegMcpServerTarget');

const staff = IdentityProvider.oidc(`${SERVER.issuer}/.well-known/openid-configuration`, { audiences: ['tools'] });
const tools = new ToolGateway(stack, 'Tools', {
  inboundAuth: InboundAuth.jwt(staff),
  semanticSearch: false,
  unpermittedTools: { reason: 'What is tested are the targets, not who may call them' },
});
const definitions = ToolDefinitions.of(...echoTools);
tools.addMcpServer('Echo', {
  server: McpServer.agent(
    new Agent(stack, 'EchoServer', {
      code: AgentCode.typescript(join(__dirname, 'echo/agent.ts')),
      protocol: agentcore.ProtocolType.MCP,
    }),
  ),
  tools: definitions,
});
tools.addMcpServer('Docs', {
  server: McpServer.url('https://docs.example.com/mcp'),
  outbound: Outbound.oauth(oauthClient(stack, 'DocsClient')),
  listingMode: ListingMode.DYNAMIC,
  resourcePriority: 10,
});
tools.addMcpServer('Mail', {
  server: McpServer.url('https://mail.example.com/mcp'),
  outbound: Outbound.userOAuth(oauthClient(stack, 'MailClient'), { returnUrl: 'https://shop.example.com/agreed' }),
  tools: definitions,
});
const partners = s3.Bucket.fromBucketName(stack, 'Partners', 'partner-tools');
tools.addMcpServer('Calendar', {
  server: McpServer.url('https://calendar.example.com/mcp'),
  outbound: Outbound.userOAuth(oauthClient(stack, 'CalendarClient'), { returnUrl: 'https://shop.example.com/agreed' }),
  tools: definitions,
  toolList: ToolList.fromBucket(partners, 'calendar.json', { ownerAccount: '111122223333' }),
});

// Nobody answers at example.com, and the agent of these tests speaks no MCP: what is tested of the targets is the template.
const test = new IntegTest(app, 'Test', { testCases: [stack], regions: ['us-east-1'] });
expectGateway(test, tools, { protocolType: 'MCP' });
