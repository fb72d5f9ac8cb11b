import { readAgentSystem } from '../../lib/assembly/read-agent-system';
import { reviewOf } from '../../lib/review/review';
import { agentcore, lambdaTarget, plainGateway, policy, synthesizedStack } from '../assembly/synthesized';

interface Options {
  readonly permit?: string;
  readonly forbid?: string;
  readonly tools?: readonly string[];
  readonly mode?: string;
  readonly authorizerType?: string;
}

const permitBelow = (amount: number) => `permit(principal, ACTION) when { context.input.amount < ${amount} };`;

/** What the review notes of the gateways `First` and `Second`, each with an engine of its own. */
function notes(first: Options, second: Options, engines: 'one' | 'two' = 'two') {
  const directory = synthesizedStack((stack) => {
    let engine: agentcore.CfnPolicyEngine | undefined;
    for (const [id, options] of Object.entries({ First: first, Second: second })) {
      const { permit = permitBelow(500), forbid, tools = ['pay'], mode = 'ENFORCE', authorizerType } = options;
      const isShared = engines === 'one' && engine !== undefined;
      if (!isShared) engine = new agentcore.CfnPolicyEngine(stack, `${id}Engine`, { name: id });
      const gateway = plainGateway(stack, id, {
        ...(authorizerType !== undefined && { authorizerType }),
        policyEngineConfiguration: { arn: engine!.attrPolicyEngineArn, mode },
      });
      lambdaTarget(stack, `${id}Target`, gateway, ...tools).name = 'Refunds';
      const resource = `resource == AgentCore::Gateway::"${gateway.attrGatewayArn}"`;
      const written = (text: string) =>
        text.replace('ACTION', `action == AgentCore::Action::"Refunds___pay", ${resource}`);
      policy(stack, `${id}Permit`, engine!, written(permit));
      if (forbid !== undefined) policy(stack, `${id}Forbid`, engine!, written(forbid));
    }
  });
  const all = reviewOf(readAgentSystem(directory)).notes;
  return all.filter(({ text }) => text.includes('decide the same')).map(({ about, text }) => `${about}: ${text}`);
}

const NOTE =
  'Shop/First: its policies decide the same as those of Shop/Second, over the same tools: both gateways can ask one policy engine';

describe('two engines of an app whose policies decide the same', () => {
  it.each<[string, Options, Options]>([
    ['in the same words', {}, {}],
    ['in other words', {}, { permit: 'permit(principal, ACTION) unless { context.input.amount >= 500 };' }],
    [
      'with a forbid that changes nothing',
      {},
      { forbid: 'forbid(principal, ACTION) when { context.input.amount > 1000 };' },
    ],
  ])('are worth a look: %s', (_, first, second) => expect(notes(first, second)).toEqual([NOTE]));

  it.each<[string, Options, Options]>([
    ['other decisions', {}, { permit: permitBelow(600) }],
    ['other tools', {}, { tools: ['pay', 'list'] }],
    ['other callers', {}, { authorizerType: 'NONE' }],
    ['policies that are only logged', {}, { mode: 'LOG_ONLY' }],
    ['nothing that anybody may do', { permit: 'forbid(principal, ACTION);' }, { permit: 'forbid(principal, ACTION);' }],
    [
      'decisions of which that is not proved',
      {},
      { forbid: 'forbid(principal, ACTION) when temporal { count(TimeWindow::"1h") > 5 };' },
    ],
  ])('are not with %s', (_, first, second) => expect(notes(first, second)).toEqual([]));

  it('are not where it is one engine', () => expect(notes({}, {}, 'one')).toEqual([]));
});
