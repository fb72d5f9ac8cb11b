/** One process that makes a target of GitHub's whole description, with a policy on its tools. Prints its figures as JSON. */
import { App, Stack } from 'aws-cdk-lib';
import {
  Claim,
  IdentityProvider,
  InboundAuth,
  OpenApiDescription,
  Operations,
  Outbound,
  ToolGateway,
  UnsupportedInputs,
} from '../lib';
import { gitHubText } from '../test/openapi/specifications';

/** With names that are too long for models, answers that the gateway cannot read, or more than an engine's 400 KB of schema. */
const LEFT_OUT = [
  ...['/enterprises/**', '/orgs/*/**', '/organizations/**', '/user/**', '/users/**', '/gists/**'],
  ...['/repos/*/*/actions/**', '/repos/*/*/codespaces/**', '/repos/*/*/properties/**'],
  ...['/markdown/**', '/octocat', '/zen'],
];

const text = gitHubText();
const began = performance.now();
const app = new App();
const stack = new Stack(app, 'GitHub', { env: { region: 'us-east-1', account: '111122223333' } });
const issuer = IdentityProvider.oidc('https://idp.example.com/.well-known/openid-configuration', { audiences: ['a'] });
const tools = new ToolGateway(stack, 'Tools', { inboundAuth: InboundAuth.jwt(issuer) });
const github = tools.addOpenApi('GitHub', {
  api: OpenApiDescription.fromInline(text),
  withoutOperations: [
    ...LEFT_OUT.map((path) => Operations.at(path)),
    Operations.at('/repos/{owner}/{repo}/releases/{release_id}/assets', 'POST'),
  ],
  targetName: 'gh',
  safeNames: true,
  unsupportedInputs: UnsupportedInputs.NARROW,
  outbound: Outbound.none({ reason: 'the bench calls nobody' }),
});
tools.permit('Developers', { tools: [github.everyTool], when: [Claim.of('team').equalTo('dev')] });
app.synth();
const seconds = (performance.now() - began) / 1000;
process.stdout.write(
  JSON.stringify({ seconds, tools: github.allTools.length, megabytes: process.resourceUsage().maxRSS / 1024 }),
);
