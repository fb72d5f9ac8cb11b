/** One process that synthesizes a gateway of 100 targets with 10 tools each: `library` or `by-hand`. Prints its figures as JSON. */
import { App, aws_bedrockagentcore as agentcore, aws_lambda as lambda, Stack } from 'aws-cdk-lib';
import { Claim, IdentityProvider, InboundAuth, ToolDefinitions, ToolGateway } from '../lib';

const TARGETS = 100;
const TOOLS = 10;
const DISCOVERY = 'https://idp.example.com/.well-known/openid-configuration';

const definitions = Array.from({ length: TOOLS }, (_, index) => ({
  name: `tool_${String(index)}`,
  description: `Does ${String(index)}`,
  inputSchema: {
    type: 'object',
    // Short, because an engine takes 400 KB of schema.
    properties: { order_id: { type: 'string' } },
    required: ['order_id'],
  },
}));
const names = Array.from({ length: TARGETS }, (_, index) => `Target${String(index)}`);

function stackWithFunction(id: string) {
  const app = new App();
  const stack = new Stack(app, id, { env: { region: 'us-east-1', account: '111122223333' } });
  const handler = lambda.Function.fromFunctionArn(
    stack,
    'Function',
    'arn:aws:lambda:us-east-1:111122223333:function:tools',
  );
  return { app, stack, handler };
}

function library(): void {
  const { app, stack, handler } = stackWithFunction('Library');
  const issuer = IdentityProvider.oidc(DISCOVERY, { audiences: ['a'] });
  const tools = new ToolGateway(stack, 'Tools', { inboundAuth: InboundAuth.jwt(issuer) });
  for (const name of names) {
    const target = tools.addLambda(name, { handler, tools: ToolDefinitions.of(...definitions) });
    tools.permit(`${name}Staff`, { tools: [target.everyTool], when: [Claim.of('team').equalTo(name)] });
  }
  app.synth();
}

/** The same resources with the L2s, and nothing checked. */
function byHand(): void {
  const { app, stack, handler } = stackWithFunction('ByHand');
  const policyEngine = new agentcore.PolicyEngine(stack, 'Engine', { policyEngineName: 'Engine' });
  const gateway = new agentcore.Gateway(stack, 'Tools', {
    gatewayName: 'tools',
    authorizerConfiguration: agentcore.GatewayAuthorizer.usingCustomJwt({
      discoveryUrl: DISCOVERY,
      allowedAudience: ['a'],
    }),
    policyEngineConfiguration: { policyEngine, mode: agentcore.PolicyEngineMode.ENFORCE },
  });
  for (const name of names) {
    const target = agentcore.GatewayTarget.forLambda(stack, name, {
      gateway,
      gatewayTargetName: name,
      lambdaFunction: handler,
      toolSchema: agentcore.ToolSchema.fromInline(
        definitions.map((tool) => ({
          name: tool.name,
          description: tool.description,
          inputSchema: {
            type: agentcore.SchemaDefinitionType.OBJECT,
            properties: {
              order_id: { type: agentcore.SchemaDefinitionType.STRING },
            },
            required: ['order_id'],
          },
        })),
      ),
    });
    const policy = new agentcore.Policy(stack, `${name}Staff`, {
      policyEngine,
      policyName: `${name}Staff`,
      statement: agentcore.PolicyStatement.fromCedar(
        `permit(principal is AgentCore::OAuthUser, action in AgentCore::Action::"${name}", resource == AgentCore::Gateway::"${gateway.gatewayArn}") when { principal.hasTag("team") && principal.getTag("team") == "${name}" };`,
      ),
    });
    policy.node.addDependency(target);
  }
  app.synth();
}

const synthesize = process.argv[2] === 'library' ? library : byHand;
const timed = () => {
  const began = performance.now();
  synthesize();
  return (performance.now() - began) / 1000;
};
const cold = timed();
process.stdout.write(JSON.stringify({ cold, warm: timed(), megabytes: process.resourceUsage().maxRSS / 1024 }));
