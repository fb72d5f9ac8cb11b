import { Annotations as Recorded, Match } from 'aws-cdk-lib/assertions';
import { Annotations, App, aws_bedrockagentcore as agentcore, Stack, Validations } from 'aws-cdk-lib';
import { Cedar, Claim, Condition, Input, type Condition as Asked } from '../../lib/cedar';
import { ToolGateway, type ToolGatewayProps } from '../../lib/gateway';
import { InboundAuthType } from '../../lib/identity';
import { Rollout, ToolPolicy } from '../../lib/policy';
import { ENV, functionIn, jwt, orderTools, refundTools, shopWithRefunds, synthError } from '../gateway/shop';

const REASON = { reason: 'the test says why' };
const group = (name: string) => Claim.of('groups').includes(name);
const support = () => group('support');
const amount = () => Input.of('amount');

/** A shop of which one tool is looked at; policies are about it. */
function refunds(props: ToolGatewayProps = {}) {
  const made = shopWithRefunds({ unpermittedTools: REASON, ...props });
  const tools = [made.refunds.tool('process_refund')];
  const permit = (id: string, ...when: Asked[]) => made.tools.permit(id, { tools, when });
  const forbid = (id: string, ...when: Asked[]) => made.tools.forbid(id, { tools, when });
  return { ...made, one: tools, permit, forbid };
}

const found = (path: string, id: string, message: string) =>
  `  [${path}] [cdk-agentcore:${id}] ${message} If it is right as it is: ` +
  `Validations.of(construct).acknowledge({ id: 'cdk-agentcore:${id}', reason: '…' }).`;
const errors = (...lines: string[]) => ['Validation failed with the following errors:', ...lines].join('\n');

describe('What the policies of a gateway come to together', () => {
  it('is nothing to speak of where each of them has an effect', () => {
    const { app, permit, forbid } = refunds();
    permit('SupportUnder500', support(), amount().lessThan(500));
    permit('Managers', group('manager'));
    forbid('NobodyOver1000', amount().greaterThan(1000));
    expect(() => app.synth()).not.toThrow();
  });

  it('is a condition that can never hold', () => {
    const { app, permit, forbid } = refunds();
    permit('Managers', group('manager'));
    permit('Never', amount().lessThan(5), amount().greaterThan(9));
    forbid('NorThis', Input.of('order_id').equalTo('a'), Input.of('order_id').equalTo('b'));
    const message = (effect: string) =>
      `the ${effect} is "ineffective: no call fulfils its conditions". Allowed: conditions that some call of its tools fulfils. ` +
      'Change those that exclude each other, or leave the policy out.';
    expect(synthError(app)).toBe(
      errors(
        found('Shop/Tools/Never', 'policy-never-applies', message('permit')),
        found('Shop/Tools/NorThis', 'policy-never-applies', message('forbid')),
      ),
    );
  });

  it('is a permit of what others permit', () => {
    const { app, permit } = refunds();
    permit('Small', support(), amount().lessThan(100));
    permit('Large', support(), amount().lessThan(500));
    permit('Rest', support(), amount().greaterThan(300));
    permit('Middle', support(), amount().greaterThan(200), amount().lessThan(600));
    expect(synthError(app)).toBe(
      errors(
        found(
          'Shop/Tools/Small',
          'policy-without-effect',
          'the permit is "ineffective: all that it permits is permitted without it". Allowed: a permit of calls that nothing else ' +
            'permits; Shop/Tools/Large already permits these. Leave it out, or change its conditions.',
        ),
        found(
          'Shop/Tools/Middle',
          'policy-without-effect',
          'the permit is "ineffective: all that it permits is permitted without it". Allowed: a permit of calls that nothing else ' +
            'permits; Shop/Tools/Large and Shop/Tools/Rest already permit these. Leave it out, or change its conditions.',
        ),
      ),
    );
  });

  it('is a forbid of what another forbids', () => {
    const { app, permit, forbid } = refunds();
    permit('Managers', group('manager'));
    forbid('Over1000', amount().greaterThan(1000));
    forbid('Over5000', amount().greaterThan(5000));
    expect(synthError(app)).toBe(
      errors(
        found(
          'Shop/Tools/Over5000',
          'policy-without-effect',
          'the forbid is "ineffective: all that it forbids is forbidden without it". Allowed: a forbid of calls that nothing else ' +
            'forbids; Shop/Tools/Over1000 already forbids these. Leave it out, or change its conditions.',
        ),
      ),
    );
  });

  it('is a permit of what is forbidden', () => {
    const { app, permit, forbid } = refunds();
    permit('Managers', group('manager'));
    permit('SupportOver2000', support(), amount().greaterThan(2000));
    forbid('Over1000', amount().greaterThan(1000));
    expect(synthError(app)).toBe(
      errors(
        found(
          'Shop/Tools/SupportOver2000',
          'policy-without-effect',
          'the permit is "ineffective: all that it permits is forbidden". Allowed: a permit of calls that are not forbidden; ' +
            'Shop/Tools/Over1000 forbids these. Leave it out, or change its conditions or those of the forbid.',
        ),
      ),
    );
  });

  it('is the same permit twice', () => {
    const { app, permit } = refunds();
    permit('Support', support(), amount().lessThan(100));
    permit('SupportAgain', Condition.noneOf(amount().greaterThanOrEqualTo(100)), support());
    expect(synthError(app)).toBe(
      errors(
        found(
          'Shop/Tools/SupportAgain',
          'duplicate-policy',
          'the permit is "a duplicate: it applies to the same calls as another". Allowed: one permit for these calls, and ' +
            'Shop/Tools/Support is one. Leave one of the two out.',
        ),
      ),
    );
  });

  it('is a condition that always holds', () => {
    const { app, permit } = refunds();
    permit('Any', Condition.anyOf(amount().lessThan(500), amount().greaterThanOrEqualTo(500)));
    expect(synthError(app)).toBe(
      errors(
        found(
          'Shop/Tools/Any',
          'overly-permissive-policy',
          'the permit is "overly permissive: every call in its scope fulfils its conditions". Allowed: conditions that some call ' +
            'of its tools does not fulfil. Change the conditions, or say in ignoreFindings why everyone in its scope may do it ' +
            'with any input.',
        ),
      ),
    );
  });

  it('is a forbid whose condition always holds, and not what it forbids', () => {
    const { app, permit, forbid } = refunds();
    permit('Support', support());
    forbid('All', Condition.anyOf(amount().lessThan(500), amount().greaterThanOrEqualTo(500)));
    expect(synthError(app)).toBe(
      errors(
        found(
          'Shop/Tools/All',
          'overly-restrictive-policy',
          'the forbid is "overly restrictive: every call in its scope fulfils its conditions". Allowed: conditions that some call ' +
            'of its tools does not fulfil. Change the conditions, or say in ignoreFindings why nobody in its scope may do it.',
        ),
      ),
    );
  });

  it('is that permits together leave nothing denied', () => {
    const { app, permit } = refunds();
    permit('Low', amount().lessThan(500));
    permit('High', amount().greaterThanOrEqualTo(500));
    expect(synthError(app)).toBe(
      errors(
        found(
          'Shop/Tools/High',
          'overly-permissive-policy',
          'the permit is "overly permissive: with others it permits every call in its scope". Allowed: permits that leave some ' +
            'calls denied; the others are Shop/Tools/Low. Change the conditions, or say in ignoreFindings why everyone in its ' +
            'scope may do it with any input.',
        ),
      ),
    );
  });

  it('is a tool that nobody may call, said of the gateway', () => {
    const { app, tools, refunds: target, permit, forbid } = refunds();
    permit('Support', support(), amount().greaterThan(100));
    permit('Managers', group('manager'), amount().greaterThan(900));
    forbid('Over50', amount().greaterThan(50));
    tools.permit('Look', { tools: [target.tool('get_refund')], when: [support()] });
    expect(synthError(app)).toBe(
      errors(
        found(
          'Shop/Tools',
          'tool-always-forbidden',
          'Refunds___process_refund is "callable by nobody: all that is permitted is forbidden". Allowed: a call that is ' +
            'permitted and not forbidden; Shop/Tools/Support and Shop/Tools/Managers permit, Shop/Tools/Over50 forbids. ' +
            'Change the forbid, or take the tool out of the permits.',
        ),
      ),
    );
  });

  it('is said once of tools that the same policies are about', () => {
    const { app, tools, refunds: target } = refunds();
    tools.permit('Support', { tools: target.allTools, when: [support(), group('intern')] });
    tools.forbid('Interns', { tools: target.allTools, when: [group('intern')] });
    expect(synthError(app)).toContain(
      'Refunds___process_refund, Refunds___get_refund is "callable by nobody: all that is permitted is forbidden".',
    );
  });
});

describe('What is found', () => {
  /** Small is superfluous, and the tool has a forbid for everybody. */
  function superfluous(ignoreFindings?: { reason: string }) {
    const made = refunds();
    const small = made.tools.permit('Small', {
      tools: made.one,
      when: [support(), amount().lessThan(100)],
      ignoreFindings,
    });
    made.permit('Large', support(), amount().lessThan(500));
    return { ...made, small };
  }

  it('can be acknowledged', () => {
    const { app, small } = superfluous();
    expect(synthError(app)).toContain('cdk-agentcore:policy-without-effect');
    Validations.of(small).acknowledge({ id: 'cdk-agentcore:policy-without-effect', reason: 'Large goes in May' });
    expect(() => app.synth({ force: true })).not.toThrow();
  });

  it('is nothing of a policy that ignores findings', () => {
    expect(() => superfluous(REASON).app.synth()).not.toThrow();
  });

  it('is found again in a second synth, with what was changed before it', () => {
    const { app, tools, one, permit } = refunds();
    permit('Small', support(), amount().lessThan(100));
    expect(app.node.findAll().flatMap(({ node }) => node.validate())).toEqual([]);
    const large = tools.permit('Large', { tools: one, when: [support()] });
    (large.policy.node.defaultChild as agentcore.CfnPolicy).enforcementMode = 'LOG_ONLY';
    expect(app.node.findAll().flatMap(({ node }) => node.validate())).toEqual([]);
    (large.policy.node.defaultChild as agentcore.CfnPolicy).enforcementMode = 'ACTIVE';
    expect(synthError(app)).toContain('Shop/Tools/Large already permits these');
  });

  it('says nothing about what a forbid stops for a reason', () => {
    const { app, tools, one, permit, forbid } = refunds();
    permit('Support', support());
    forbid('Over1000', amount().greaterThan(1000));
    tools.forbid('Incident', {
      tools: one,
      ignoreFindings: { reason: 'refunds are stopped until the incident is over' },
    });
    expect(() => app.synth()).not.toThrow();
  });

  it('is held against permits that are open for a reason', () => {
    const { app, tools, one, permit } = refunds();
    tools.permit('Everyone', { tools: one, ignoreFindings: REASON });
    permit('Support', support());
    expect(synthError(app)).toContain('[Shop/Tools/Support] [cdk-agentcore:policy-without-effect]');
  });

  it('does not change with a policy in shadow, of which is said what it would be', () => {
    const { app, tools, one, permit } = refunds();
    const rollout = Rollout.shadow(REASON);
    permit('Support', support(), amount().lessThan(500));
    tools.permit('Everybody', { tools: one, when: [support()], rollout });
    tools.forbid('Nobody', { tools: one, when: [support()], rollout });
    tools.permit('Less', { tools: one, when: [support(), amount().lessThan(5)], rollout });
    expect(synthError(app)).toBe(
      errors(
        found(
          'Shop/Tools/Less',
          'policy-without-effect',
          'the permit is "ineffective: all that it permits is permitted without it". Allowed: a permit of calls that nothing else ' +
            'permits; Shop/Tools/Support already permits these. Leave it out, or change its conditions.',
        ),
      ),
    );
  });

  it('is nothing that follows from a mistake in another policy', () => {
    const { app, tools, permit } = refunds();
    permit('Support', support(), amount().lessThan(500));
    tools.addPolicy('Wrong', Cedar.fromText(statement(tools, 'context.input.amuont < 900')));
    expect(synthError(app)).not.toContain('cdk-agentcore:policy');
  });

  it('knows what is written with the L2', () => {
    const { app, stack, tools, permit } = refunds();
    new agentcore.Policy(stack, 'ByHand', {
      policyEngine: tools.policyEngine,
      statement: agentcore.PolicyStatement.fromCedar(statement(tools, 'context.input.amount < 900')),
    });
    permit('Small', amount().lessThan(100));
    expect(synthError(app)).toContain('Shop/ByHand already permits these');
  });

  it('is said with the policies of other stacks', () => {
    const { app, tools, one, permit } = refunds();
    const other = new Stack(app, 'Other', { env: ENV });
    new ToolPolicy(other, 'Large', {
      gateway: tools,
      effect: agentcore.PolicyEffect.PERMIT,
      tools: one,
      when: [support()],
    });
    permit('Small', support(), amount().lessThan(100));
    expect(synthError(app)).toContain('Other/Large already permits these');
  });
});

describe('Gateways that share an engine', () => {
  it('are looked at together: a permit of one does not make that of another superfluous', () => {
    const app = new App();
    const stack = new Stack(app, 'Shop', { env: ENV });
    const policyEngine = new agentcore.PolicyEngine(stack, 'Engine', { policyEngineName: 'shared' });
    const [tools, other] = ['Tools', 'Other'].map(
      (id) => new ToolGateway(stack, id, { inboundAuth: jwt(), policyEngine, unpermittedTools: REASON }),
    );
    for (const gateway of [tools, other]) {
      const target = gateway.addLambda('Refunds', { handler: functionIn(gateway), tools: refundTools() });
      gateway.permit('Support', { tools: [target.tool('process_refund')], when: [support(), amount().lessThan(9)] });
    }
    other.permit('More', { tools: [other.target('Refunds').tool('process_refund')], when: [support()] });
    expect(synthError(app)).toBe(
      errors(
        found(
          'Shop/Other/Support',
          'policy-without-effect',
          'the permit is "ineffective: all that it permits is permitted without it". Allowed: a permit of calls that nothing else ' +
            'permits; Shop/Other/More already permits these. Leave it out, or change its conditions.',
        ),
      ),
    );
  });

  it('may be imported', () => {
    const app = new App();
    const stack = new Stack(app, 'Shop', { env: ENV });
    const tools = ToolGateway.fromGatewayAttributes(stack, 'Imported', {
      gatewayArn: 'arn:aws:bedrock-agentcore:eu-central-1:123456789012:gateway/shop-abcdefghij',
      policyEngine: new agentcore.PolicyEngine(stack, 'Engine', { policyEngineName: 'shared' }),
      inboundAuthType: InboundAuthType.JWT,
      targets: { Orders: orderTools() },
    });
    tools.permit('Interns', { when: [support(), group('intern')] });
    tools.forbid('NoInterns', { when: [group('intern')] });
    expect(synthError(app)).toContain('[Shop/Imported] [cdk-agentcore:tool-always-forbidden] Orders___get_order is');
  });

  it('may have policies elsewhere, if the engine is imported', () => {
    const app = new App();
    const stack = new Stack(app, 'Shop', { env: ENV });
    const policyEngine = agentcore.PolicyEngine.fromPolicyEngineAttributes(stack, 'Engine', {
      policyEngineArn: 'arn:aws:bedrock-agentcore:eu-central-1:123456789012:policy-engine/e-1234567890',
    });
    const tools = new ToolGateway(stack, 'Tools', { inboundAuth: jwt(), policyEngine });
    const orders = tools.addLambda('Orders', { handler: functionIn(stack), tools: orderTools() });
    tools.permit('Interns', { tools: orders.allTools, when: [support(), group('intern')] });
    tools.forbid('NoInterns', { tools: orders.allTools, when: [group('intern')] });
    const message = synthError(app);
    expect(message).toContain('[Shop/Tools/Interns] [cdk-agentcore:policy-without-effect]');
    expect(message).not.toContain('tool-always-forbidden');
  });
});

describe('A forbid that changes nothing today', () => {
  const ID = 'cdk-agentcore:forbid-without-permit';
  const MESSAGE =
    'No permit permits what this policy forbids, so it changes nothing today. That is right for a safety net. ' +
    `[ack: ${ID}]`;

  function net() {
    const made = refunds();
    made.permit('Support', support(), amount().lessThan(500));
    return { ...made, policy: made.forbid('Over1000', amount().greaterThan(1000)) };
  }

  it('is advice, and no error', () => {
    const { app, stack } = net();
    expect(() => app.synth()).not.toThrow();
    expect(
      Recorded.fromStack(stack)
        .findInfo('*', Match.anyValue())
        .map(({ id, entry }) => [id, entry.data]),
    ).toEqual([['/Shop/Tools/Over1000', MESSAGE]]);
  });

  it('is acknowledged like any information', () => {
    const { stack, policy } = net();
    Annotations.of(policy).acknowledgeInfo(ID, 'for what is permitted later');
    expect(Recorded.fromStack(stack).findInfo('*', Match.anyValue())).toEqual([]);
  });

  it('is not said where a permit reaches it', () => {
    const { stack, permit } = net();
    permit('Managers', group('manager'));
    expect(Recorded.fromStack(stack).findInfo('*', Match.anyValue())).toEqual([]);
  });
});

function statement(tools: ToolGateway, condition: string): string {
  return (
    'permit(principal is AgentCore::OAuthUser, action == AgentCore::Action::"Refunds___process_refund", ' +
    `resource == AgentCore::Gateway::"${tools.gatewayArn}") when { ${condition} };`
  );
}

describe('A permit with a mistake in its scope', () => {
  const permitOf = (action: string) =>
    `permit(principal is AgentCore::OAuthUser, action == AgentCore::Action::"${action}", resource == AgentCore::Gateway::"\${gateway}") when { principal.hasTag("team") };`;

  it.each([
    ['a name that no tool has', permitOf('Refunds__process_refund')],
    ['a text that is no statement', permitOf('Refunds___process_refund').replace('principal is', 'principal iss')],
  ])('is all that is said: %s, not which tools nobody may call because of it', (_, text) => {
    const { app, tools } = shopWithRefunds();
    tools.addPolicy('Pay', Cedar.fromText(text));
    const error = synthError(app);
    expect(error).toContain('[Shop/Tools/Pay] ');
    expect(error).not.toContain('No policy permits');
    expect(error.match(/\[Shop/g)).toHaveLength(1);
  });

  it('hides no tool that nobody may call once it is corrected', () => {
    const { app, tools } = shopWithRefunds();
    tools.addPolicy('Pay', Cedar.fromText(permitOf('Refunds___process_refund')));
    expect(synthError(app)).toContain(
      '[Shop/Tools] [cdk-agentcore:unpermitted-tools] No policy permits Refunds___get_refund, ',
    );
  });
});
