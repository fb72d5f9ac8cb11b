import { aws_bedrockagentcore as agentcore, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Cedar, Claim } from '../../lib/cedar';
import { allowedBy, GatewayPolicies } from '../../lib/testing';
import { shopWithRefunds, synthError } from '../gateway/shop';

/** A permit of one tool after an approval, which only Dogwood can say. */
const approved = (arn: string, tool = 'process_refund') =>
  `permit(principal is AgentCore::OAuthUser, action == AgentCore::Action::"Refunds___${tool}", resource == AgentCore::Gateway::"${arn}")\n` +
  `when temporal { formerly within 1h AgentCore::Action::"Refunds___get_refund"::response{ eventResource: resource } };`;
const UNVERIFIED = 'cdk-agentcore:unverified-policy';
const UNPERMITTED = 'cdk-agentcore:unpermitted-tools';

function shopWithDogwood(text = approved('${gateway}')) {
  const made = shopWithRefunds();
  made.tools.permit('Read', { tools: [made.refunds.tool('get_refund')], when: [Claim.of('team').equalTo('support')] });
  return { ...made, policy: made.tools.addPolicy('Approved', Cedar.fromText(text)) };
}

function acknowledgedShop() {
  const made = shopWithDogwood();
  Validations.of(made.policy).acknowledge({ id: UNVERIFIED, reason: 'tried out in the test account' });
  Validations.of(made.tools).acknowledge({ id: UNPERMITTED, reason: 'refunds are permitted after an approval' });
  return made;
}

describe('A statement in Dogwood', () => {
  it('fails the synth, as nobody has verified it', () => {
    expect(synthError(shopWithDogwood().app)).toContain(
      `[Shop/Tools/Approved] [${UNVERIFIED}] the statement is "in Dogwood, the superset of Cedar, which is not verified here". ` +
        'Allowed: Cedar: of Dogwood neither the synth nor a test knows whether it is right and what it decides. Write it in ' +
        'plain Cedar, or try it out where it is deployed. If it is right as it is:',
    );
  });

  it('is deployed in the form that takes it, where that is acknowledged', () => {
    const { stack } = acknowledgedShop();
    const [before, after] = approved('|').split('|');
    const definitions = Object.values(Template.fromStack(stack).findResources('AWS::BedrockAgentCore::Policy')).map(
      ({ Properties }) => Properties.Definition,
    );
    expect(definitions).toContainEqual({
      Policy: {
        Statement: { 'Fn::Join': ['', [before, { 'Fn::GetAtt': ['ToolsGateway33D7DE2F', 'GatewayArn'] }, after]] },
      },
    });
  });

  it('does not become right by a reason for findings', () => {
    const { app, tools } = shopWithRefunds({ unpermittedTools: { reason: 'the test is about policies' } });
    tools.addPolicy('Approved', Cedar.fromText(approved('${gateway}')), { ignoreFindings: { reason: 'as it is' } });
    expect(synthError(app)).toContain(`[${UNVERIFIED}]`);
  });

  it('may only forbid, and hides no tool that is permitted', () => {
    const { app, tools } = shopWithRefunds();
    tools.permit('All', { when: [Claim.of('team').equalTo('support')] });
    const forbid = Cedar.fromText(approved('${gateway}').replace('permit', 'forbid'));
    Validations.of(tools.addPolicy('Repeated', forbid)).acknowledge({ id: UNVERIFIED, reason: 'tried out' });
    expect(() => app.synth()).not.toThrow();
  });

  it('is still checked for what no statement may have', () => {
    const { app } = shopWithDogwood(`${approved('${gateway}')} ${'// long'.repeat(1500)}`);
    expect(synthError(app)).toContain('Make several policies of it.');
    expect(synthError(shopWithDogwood(`// \ud800\n${approved('${gateway}')}`).app)).toContain('no Unicode text');
  });
});

describe('Tests of policies beside one in Dogwood', () => {
  const user = { team: 'support' };
  const input = { order_id: '17', amount: 5 };
  const { tools } = acknowledgedShop();
  const policies = GatewayPolicies.of(tools);

  it('do not know what is decided about its tools', () => {
    expect(policies.decide({ tool: 'Refunds___process_refund', user, input })).toEqual({
      allowed: false,
      decidedBy: [],
      errors: ['Approved: it is in Dogwood, so what it decides is not known here'],
    });
    expect(policies.unsure).toEqual(['Approved: what it decides is not known, as it is in Dogwood']);
  });

  it('know it about others', () => {
    expect(policies.decide({ tool: 'Refunds___get_refund', user, input: { order_id: '17' } })).toEqual(
      allowedBy('Read'),
    );
  });

  it('prove nothing about its tools', () => {
    expect(() => policies.expectNever({ tools: ['Refunds___process_refund'] })).toThrow(/Approved/);
  });
});

describe('A tool that only Dogwood permits is not known to be permitted', () => {
  const NOT_KNOWN = (path: string) =>
    `[${UNPERMITTED}] No policy permits Refunds___process_refund, so every call of it is denied. Whether ${path} permits any ` +
    "call is not known, as it is in Dogwood, which cannot be read here. Write gateway.permit('…',";

  it('by a text on the gateway', () => {
    expect(synthError(shopWithDogwood().app)).toContain(NOT_KNOWN('Shop/Tools/Approved'));
  });

  it('by a policy of the L1', () => {
    const { app, stack, tools, refunds } = shopWithRefunds();
    tools.permit('Read', { tools: [refunds.tool('get_refund')], when: [Claim.of('team').equalTo('support')] });
    new agentcore.CfnPolicy(stack, 'Plain', {
      policyEngineId: tools.policyEngine.policyEngineId,
      name: 'Plain',
      definition: { policy: { statement: approved(tools.gatewayArn) } },
    });
    expect(synthError(app)).toContain(NOT_KNOWN('Shop/Plain'));
  });

  it('which is not said of tools that it is not about, nor of tools that Cedar permits', () => {
    const { app, tools, refunds } = shopWithRefunds();
    tools.permit('Read', { tools: [refunds.tool('get_refund')], when: [Claim.of('team').equalTo('support')] });
    tools.addPolicy('Approved', Cedar.fromText(approved('${gateway}', 'get_refund')));
    const error = synthError(app);
    expect(error).toContain('No policy permits Refunds___process_refund, so every call of it is denied. Write');
    expect(error).not.toContain('Whether');
  });
});
