/** Descriptions that no one here wrote, each a target: what is made of them is judged as any template is. Never deployed. */
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { IntegTest } from '@aws-cdk/integ-tests-alpha';
import { App, aws_iam as iam, Stack } from 'aws-cdk-lib';
import { OpenApiDescription, Operations, Outbound, Principal, ToolGateway, UnsupportedInputs } from '../lib';
import { gitHubText } from '../test/openapi/specifications';
import { expectTarget } from './gateway-assertions';

/** Not taken as a whole: bodies that are lists or files, styles of parameters, more than one server. */
const REFUSED = [
  ...['complex-nesting', 'file-uploads', 'parameters-style', 'petstore', 'polymorphism', 'request-examples'],
  ...['schema-enums', 'schema-types', 'server-path-level', 'server-variables', 'webhooks'],
];

const examples = dirname(require.resolve('@readme/oas-examples/package.json'));
const described = ['3.0', '3.1'].flatMap((version) =>
  readdirSync(join(examples, version, 'yaml'))
    .map((file) => ({ version, file, name: file.replace('.yaml', '') }))
    .filter(({ file, name }) => file.endsWith('.yaml') && !REFUSED.includes(name)),
);

const app = new App();
const stack = new Stack(app, 'IntegRealDescriptions');
const tools = new ToolGateway(stack, 'Tools');
const outbound = Outbound.gatewayRole({ service: 'execute-api' });
const help = { outbound, safeNames: true, unsupportedInputs: UnsupportedInputs.NARROW };

const targets = described.map(({ version, file, name }, index) =>
  tools.addOpenApi(`${version.replace('.', '-')}-${name}`, {
    api: OpenApiDescription.fromFile(join(examples, version, 'yaml', file)),
    // Operations of up to 51 characters, and a model takes tools of 64.
    targetName: `api${index + 1}`,
    server: 'https://api.example.com',
    ...help,
  }),
);
targets.push(
  tools.addOpenApi('GitHub', {
    api: OpenApiDescription.fromInline(gitHubText()),
    targetName: 'github',
    operations: [Operations.tagged('issues')],
    ...help,
  }),
);
const caller = new iam.Role(stack, 'Caller', { assumedBy: new iam.AccountRootPrincipal() });
tools.permit('CallerMayAll', {
  tools: targets.map(({ everyTool }) => everyTool),
  principals: [Principal.role(caller)],
});

const test = new IntegTest(app, 'Test', { testCases: [stack], regions: ['us-east-1'] });
for (const target of targets) expectTarget(test, tools, target);
