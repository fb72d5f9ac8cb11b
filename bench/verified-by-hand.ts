/** Verifies the Cedar of the hand-written system with the same engine, as a check beside it would. */
import type { Template } from './template-facts';

const ARN = 'arn:aws:bedrock-agentcore:us-east-1:111122223333:gateway/customer-support-tools-0123456789';

export function verifiedByHand({ Resources }: Template): void {
  /* eslint-disable @typescript-eslint/no-require-imports -- a process that only synthesizes must not load Cedar */
  const { verifyStatement } =
    require('../lib/cedar/verify-statement') as typeof import('../lib/cedar/verify-statement');
  const { Tool } = require('../lib/tools/tool') as typeof import('../lib/tools/tool');
  /* eslint-enable @typescript-eslint/no-require-imports */
  const ofType = (type: string) =>
    Object.values(Resources).filter(({ Type }) => Type === `AWS::BedrockAgentCore::${type}`);
  const tools = ofType('GatewayTarget').flatMap(({ Properties: { Name, TargetConfiguration } }) =>
    (TargetConfiguration.Mcp.Lambda.ToolSchema.InlinePayload as any[]).map((tool) => new Tool(Name, definition(tool))),
  );
  for (const { Properties } of ofType('Policy')) {
    const [, parts] = Properties.Definition.Cedar.Statement['Fn::Join'] as [string, unknown[]];
    const text = parts.map((part) => (typeof part === 'string' ? part : ARN)).join('');
    const problems = verifyStatement(text, { arn: ARN, tools, principals: 'OAuthUser' });
    if (problems.length > 0) throw new Error(`${Properties.Name}: ${JSON.stringify(problems)}`);
  }
}

function definition(tool: any) {
  return { name: tool.Name, description: tool.Description, inputSchema: schema(tool.InputSchema) };
}

function schema({ Type, Description, Required, Properties }: any): any {
  const fields = Object.entries(Properties ?? {}).map(([name, field]) => [name, schema(field)]);
  return {
    type: Type,
    description: Description,
    ...(Required && { required: Required }),
    ...(Properties && { properties: Object.fromEntries(fields) }),
  };
}
