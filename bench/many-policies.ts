/** One process with many policies: verified, decided and proved from a cold start. Prints its figures as JSON. */
import { decide } from '../lib/cedar/decision';
import { RequestSearch } from '../lib/cedar/proof/find-request';
import { allowed } from '../lib/cedar/proof/query';
import type { CedarGateway } from '../lib/cedar/cedar-gateway';
import { verifyStatements } from '../lib/cedar/verify-statement';
import { Tool } from '../lib/tools/tool';

const ARN = 'arn:aws:bedrock-agentcore:us-east-1:111122223333:gateway/bench-0123456789';
const POLICIES = 1000;
const TOOLS = 500;

const tools = Array.from({ length: TOOLS }, (_, index) => {
  const name = `tool_${String(index)}`;
  return new Tool(`Target${String(index % 25)}`, {
    name,
    description: `Does ${name}.`,
    inputSchema: {
      type: 'object',
      properties: {
        order_id: { type: 'string' },
        amount: { type: 'number' },
        parcels: { type: 'integer' },
        labels: { type: 'array', items: { type: 'string' } },
        address: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
      },
      required: ['order_id', 'amount'],
    },
  });
});
const gateway: CedarGateway = { arn: ARN, tools, principals: 'OAuthUser' };
const statements = Object.fromEntries(
  Array.from({ length: POLICIES }, (_, index) => [`policy${String(index)}`, statement(index)]),
);

/** Two permits for each tool: a team up to an amount, and for a city. */
function statement(index: number): string {
  const condition =
    index < TOOLS
      ? `context.input.amount.lessThan(decimal("${String(index)}.5"))`
      : `context.input has address.city && context.input.address.city == "city${String(index)}"`;
  return `permit (
  principal is AgentCore::OAuthUser,
  action == AgentCore::Action::"${tools[index % TOOLS].fullName}",
  resource == AgentCore::Gateway::"${ARN}"
)
when { principal.hasTag("team") && principal.getTag("team") == "team${String(index % 40)}" && ${condition} };`;
}

function seconds(work: () => void): number {
  const began = performance.now();
  work();
  return (performance.now() - began) / 1000;
}

const verified = seconds(() => {
  const problems = verifyStatements(
    Object.values(statements).map((text) => ({ text })),
    gateway,
  ).flat();
  if (problems.length > 0) throw new Error(JSON.stringify(problems[0]));
});

const call = (index: number) =>
  decide(statements, {
    caller: { sub: 'u', claims: { team: 'team3' } },
    tool: tools[3],
    input: { order_id: 'x', amount: index },
    gatewayArn: ARN,
  });
for (let warm = 0; warm < 50; warm++) call(warm);
const CALLS = 200;
const decided = seconds(() => {
  for (let index = 0; index < CALLS; index++) call(index);
});

const large = statement(3).replace(/when [^]*/, 'when { context.input.amount.greaterThan(decimal("1000.0")) };');
const proved = seconds(() => {
  const search = new RequestSearch({ ...statements, large }, tools[3], gateway);
  const rules = { permits: ['policy3', 'policy503'], forbids: [] };
  search.find({ all: [{ applies: 'large' }, allowed(rules)] });
});

process.stdout.write(
  JSON.stringify({
    verified,
    decided: (decided / CALLS) * 1000,
    proved: proved * 1000,
    megabytes: process.resourceUsage().maxRSS / 1024,
  }),
);
