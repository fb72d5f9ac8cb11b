import { type CfnResource, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Claim, Input } from '../../lib/cedar';
import { Rollout, type ToolPolicy } from '../../lib/policy';
import { shop, shopWithRefunds, synthError } from '../gateway/shop';

const support = () => Claim.of('cognito:groups').includes('support');
const shadow = () => Rollout.shadow({ reason: 'two weeks of traffic first' });
const DENIED = { unpermittedTools: { reason: 'the test is about one policy' } };

function resource(stack: Stack, policy: ToolPolicy): any {
  const id = stack.getLogicalId(policy.policy.node.defaultChild as CfnResource);
  return Template.fromStack(stack).toJSON().Resources[id];
}

function gatewayOf(stack: Stack): any {
  const [gateway] = Object.values(Template.fromStack(stack).findResources('AWS::BedrockAgentCore::Gateway'));
  return gateway;
}

describe('The rollout of a policy', () => {
  it('is complete by default, and written out, so that a policy that was in shadow does not stay there', () => {
    const { stack, tools, refunds } = shopWithRefunds(DENIED);
    const when = [support()];
    const policies = [
      tools.permit('Default', { tools: [refunds.tool('get_refund')], when }),
      tools.permit('Said', { tools: [refunds.tool('process_refund')], when, rollout: Rollout.enforced() }),
    ];
    for (const policy of policies) {
      expect(resource(stack, policy).Properties.EnforcementMode).toBe('ACTIVE');
      expect(resource(stack, policy).Metadata).toBeUndefined();
    }
  });

  it('in shadow is only logged, with the reason in the template, and still analysed by the service', () => {
    const { stack, tools, refunds } = shopWithRefunds(DENIED);
    const policy = tools.forbid('Night', { tools: refunds.allTools, when: [support()], rollout: shadow() });
    expect(resource(stack, policy)).toMatchObject({
      Properties: { EnforcementMode: 'LOG_ONLY', ValidationMode: 'FAIL_ON_ANY_FINDINGS' },
      Metadata: { 'cdk-agentcore:justifications': { rollout: 'two weeks of traffic first' } },
    });
  });

  it('changes nothing in the order of the policies, as it changes without them being created again', () => {
    const { stack, tools, refunds } = shopWithRefunds(DENIED);
    const process = { tools: [refunds.tool('process_refund')] };
    const never = tools.forbid('Never', {
      ...process,
      when: [Input.of('amount').greaterThan(1000)],
      rollout: shadow(),
    });
    const small = tools.permit('Small', { ...process, when: [support()], rollout: shadow() });
    const id = stack.getLogicalId(small.policy.node.defaultChild as CfnResource);
    expect(resource(stack, never).DependsOn).toContain(id);
  });

  it('in shadow permits nobody, which is said of the tools that nothing else permits', () => {
    const { app, tools, refunds } = shopWithRefunds();
    tools.permit('Process', { tools: [refunds.tool('process_refund')], when: [support()] });
    tools.permit('Look', { tools: refunds.allTools, when: [support()], rollout: shadow() });
    expect(synthError(app)).toBe(
      'Validation failed with the following errors:\n' +
        '  [Shop/Tools] [cdk-agentcore:unpermitted-tools] No policy permits Refunds___get_refund, so every call of it is denied. ' +
        'In shadow, Shop/Tools/Look permits nobody. ' +
        "Write gateway.permit('…', { tools: [target.tool(\"get_refund\")], when: [Claim.of('…').equalTo('…')] }), " +
        "or say why nobody may call: unpermittedTools: { reason: '…' }." +
        " If it is right as it is: Validations.of(construct).acknowledge({ id: 'cdk-agentcore:unpermitted-tools', reason: '…' }).",
    );
  });

  it('in shadow needs a reason', () => {
    const { tools } = shopWithRefunds();
    const rollout = Rollout.shadow({ reason: ' ' });
    expect(() => tools.permit('Look', { when: [support()], rollout })).toThrow(
      new Error(
        'Shop/Tools/Look cannot be built:\n' +
          '  - rollout.reason is " ". Allowed: a sentence that a reviewer can judge. Say why the default does not fit here.',
      ),
    );
  });
});

describe('The rollout of a gateway', () => {
  it('in shadow lets its engine only log, with the reason in the template', () => {
    const { stack } = shop({ rollout: shadow() });
    expect(gatewayOf(stack)).toMatchObject({
      Properties: { PolicyEngineConfiguration: { Mode: 'LOG_ONLY' } },
      Metadata: { 'cdk-agentcore:justifications': { rollout: 'two weeks of traffic first' } },
    });
  });

  it('is complete by default and when it is said', () => {
    for (const { stack } of [shop(), shop({ rollout: Rollout.enforced() })]) {
      expect(gatewayOf(stack).Properties.PolicyEngineConfiguration.Mode).toBe('ENFORCE');
    }
  });

  it('in shadow still refuses tools that nobody may call once it is enforced', () => {
    const { app, tools, refunds } = shopWithRefunds({ rollout: shadow() });
    tools.permit('Look', { tools: [refunds.tool('get_refund')], when: [support()] });
    expect(synthError(app)).toBe(
      'Validation failed with the following errors:\n' +
        '  [Shop/Tools] [cdk-agentcore:unpermitted-tools] No policy permits Refunds___process_refund, so every call of it will be denied when the gateway, ' +
        'whose rollout is in shadow, is enforced. ' +
        "Write gateway.permit('…', { tools: [target.tool(\"process_refund\")], when: [Claim.of('…').equalTo('…')] }), " +
        "or say why nobody may call: unpermittedTools: { reason: '…' }." +
        " If it is right as it is: Validations.of(construct).acknowledge({ id: 'cdk-agentcore:unpermitted-tools', reason: '…' }).",
    );
  });

  it('in shadow needs a reason', () => {
    expect(() => shop({ rollout: Rollout.shadow({ reason: '' }) })).toThrow(
      new Error(
        'Shop/Tools cannot be built:\n' +
          '  - rollout.reason is "". Allowed: a sentence that a reviewer can judge. Say why the default does not fit here.',
      ),
    );
  });
});
