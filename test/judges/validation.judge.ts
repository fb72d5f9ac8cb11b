/**
 * What the library answers for before CloudFormation Validate, whose schemas are older than the L1s. The templates of integ
 * are all judged by `build/validate-templates.ts`.
 *
 * @jest-environment-options {"ownPackages": true}
 */
import { App, aws_bedrockagentcore as agentcore, aws_s3 as s3, Stack } from 'aws-cdk-lib';
import {
  GatewayProtocol,
  InferenceProvider,
  McpServer,
  Outbound,
  Route,
  RuleCondition,
  TargetCertificate,
  ToolGateway,
  type ToolGatewayProps,
} from '../../lib/gateway';
import { ENV } from '../gateway/shop';

jest.setTimeout(60_000);

const NOBODY = { unpermittedTools: { reason: 'the test is about templates' } };

function verdict(props: ToolGatewayProps, act: (tools: ToolGateway, stack: Stack) => void): string {
  const app = new App({ context: { '@aws-cdk/core:validateAgainstDefaultRules': true } });
  const stack = new Stack(app, 'Shop', { env: ENV });
  act(new ToolGateway(stack, 'Tools', { ...NOBODY, ...props }), stack);
  try {
    app.synth();
    return 'accepted';
  } catch (error) {
    return (error as Error).message;
  }
}

describe('CloudFormation Validate', () => {
  beforeAll(() => {
    process.env.CDK_VALIDATION = 'true';
    jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  });
  afterAll(() => {
    process.env.CDK_VALIDATION = 'false';
    jest.restoreAllMocks();
  });

  it('accepts a rule with conditions on models and a fallback', () => {
    const act = (tools: ToolGateway) => {
      const [claude, other] = ['Claude', 'Other'].map((id) =>
        tools.addInference(id, { provider: InferenceProvider.bedrock() }),
      );
      tools.addRule('Rule', {
        priority: 1,
        when: [RuleCondition.models('anthropic.claude-*')],
        route: Route.to(claude, { fallback: { targets: [{ target: other }] } }),
      });
    };
    expect(verdict({ protocol: GatewayProtocol.ANY }, act)).toBe('accepted');
  });

  it('accepts one page of tools, and a target with a certificate', () => {
    const act = (tools: ToolGateway, stack: Stack) =>
      tools.addMcpServer('Docs', {
        server: McpServer.url('https://mcp.example.com'),
        outbound: Outbound.gatewayRole({ service: 'lambda' }),
        certificate: TargetCertificate.fromBucket(s3.Bucket.fromBucketName(stack, 'Bucket', 'certificates'), 'ca.pem'),
      });
    expect(verdict({ paginatedToolList: false }, act)).toBe('accepted');
  });

  it('is asked: what nobody answers for is refused', () => {
    const act = (_: ToolGateway, stack: Stack) =>
      new agentcore.CfnGatewayRule(stack, 'Rule', {
        gatewayIdentifier: 'shop-tools-a1b2c3d4e5',
        priority: 0,
        actions: [],
      });
    expect(verdict({}, act)).toContain('CloudFormation-Validate');
  });
});
