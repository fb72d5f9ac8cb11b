/** What policies cost by the hundred: each figure from processes of their own. */
import { App, aws_lambda as lambda, Stack } from 'aws-cdk-lib';
import { Claim, InboundAuth, IdentityProvider, Input, ToolDefinitions, ToolGateway } from '../lib';
import { medianOf } from './figures';
import { figuresOf } from './process-figures';
import { inTemporaryFolder } from './systems';

export interface PolicyTimes {
  /** Seconds to verify 1,000 policies on 500 tools, from loading Cedar on. */
  readonly verified: number;
  /** Milliseconds for one decision by these policies. */
  readonly decided: number;
  /** Milliseconds to prove that nobody is permitted more than a limit. */
  readonly proved: number;
  /** The most memory of that process, in MB. */
  readonly megabytes: number;
  /** Seconds for the permission matrix of 100 policies, from loading Cedar on. */
  readonly matrix: number;
}

export function policyTimes(runs: number): PolicyTimes {
  const many = Array.from({ length: runs }, () => figuresOf('bench/many-policies.ts'));
  const matrix = inTemporaryFolder((outdir) => {
    hundredPolicies(outdir);
    return Array.from({ length: runs }, () => figuresOf('bench/matrix-of-many.ts', outdir).seconds);
  });
  const of = (figure: string) => medianOf(many.map((figures) => figures[figure]));
  return {
    verified: of('verified'),
    decided: of('decided'),
    proved: of('proved'),
    megabytes: of('megabytes'),
    matrix: medianOf(matrix),
  };
}

/** A gateway of 50 tools with two policies for each. */
function hundredPolicies(outdir: string): void {
  const app = new App({ outdir });
  const stack = new Stack(app, 'Many', { env: { region: 'us-east-1', account: '111122223333' } });
  const issuer = IdentityProvider.oidc('https://idp.example.com/.well-known/openid-configuration', {
    audiences: ['a'],
  });
  const tools = new ToolGateway(stack, 'Tools', { inboundAuth: InboundAuth.jwt(issuer) });
  const handler = new lambda.Function(stack, 'Function', {
    runtime: lambda.Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async () => ({})'),
  });
  const definitions = Array.from({ length: 50 }, (_, index) => ({
    name: `tool_${String(index)}`,
    description: `Does ${String(index)}`,
    inputSchema: {
      type: 'object',
      properties: { order_id: { type: 'string' }, amount: { type: 'number' } },
      required: ['order_id', 'amount'],
    },
  }));
  const target = tools.addLambda('Target', { handler, tools: ToolDefinitions.of(...definitions) });
  target.allTools.forEach((tool, index) => {
    const when = [Claim.of('team').equalTo(`team${String(index)}`), Input.of('amount').lessThan(index + 1)];
    tools.permit(`Permit${String(index)}`, { tools: [tool], when });
    tools.forbid(`Forbid${String(index)}`, { tools: [tool], when: [Input.of('amount').greaterThan(1000)] });
  });
  app.synth({ skipValidation: true });
}
