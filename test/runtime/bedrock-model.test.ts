import { App, Aws, aws_bedrock as bedrock, Stack, Stage, Validations, type Environment } from 'aws-cdk-lib';
import { BEDROCK_GEOGRAPHIES } from '../../lib/runtime/bedrock-geographies';
import { BEDROCK_MODELS } from '../../lib/runtime/bedrock-models';
import { BedrockModel } from '../../lib/runtime';
import { modelIdProblems } from '../../lib/runtime/model-id';
import {
  appOf,
  AGNOSTIC,
  agentIn,
  EU,
  GOV,
  grantsOf,
  refusals,
  resource,
  runtimeOf,
  shopStack,
  synthError,
} from './shop-with-agents';

const SONNET = 'anthropic.claude-sonnet-4-6';
const INVOKE = ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'];

function agentWith(models: BedrockModel[], env: Environment = EU) {
  const stack = shopStack(env);
  const agent = agentIn(stack, 'Support', { models });
  return { stack, agent };
}

/** What is granted for the models, after the three statements that every agent has. */
function granted(model: BedrockModel, env: Environment = EU): any[] {
  return grantsOf(agentWith([model], env).stack).slice(3);
}

const model = (region: string, id = SONNET) => `arn:<AWS::Partition>:bedrock:${region}::foundation-model/${id}`;
const profile = (region: string, id: string, account = '123456789012') =>
  `arn:<AWS::Partition>:bedrock:${region}:${account}:inference-profile/${id}`;
const refused = (wrong: BedrockModel) => refusals(() => agentWith([wrong]));

describe('BedrockModel.inRegion', () => {
  it('grants the model in the region of the stack, and nothing else', () => {
    expect(granted(BedrockModel.inRegion('google.gemma-3-27b-it'), { ...EU, region: 'eu-west-1' })).toEqual([
      { Action: INVOKE, Effect: 'Allow', Resource: model('eu-west-1', 'google.gemma-3-27b-it') },
    ]);
  });

  it('is in the region of deployment where the stack has none', () => {
    expect(granted(BedrockModel.inRegion('amazon.nova-lite-v1:0'), AGNOSTIC)[0].Resource).toBe(
      model('<AWS::Region>', 'amazon.nova-lite-v1:0'),
    );
  });

  it('asks about a model that the region does not offer, and says where else', () => {
    expect(synthError(agentWith([BedrockModel.inRegion(SONNET)]).stack)).toContain(
      "[Shop/Support] [cdk-agentcore:model-not-in-region] BedrockModel.inRegion('anthropic.claude-sonnet-4-6') is " +
        '"called in eu-central-1". Allowed: calls through a profile only (table of 2026-11). ' +
        "Write BedrockModel.geo('eu', 'anthropic.claude-sonnet-4-6').",
    );
  });
});

describe('BedrockModel.geo', () => {
  it('grants the profile, and the model where it routes to, through this profile only', () => {
    const eu = profile('eu-central-1', `eu.${SONNET}`);
    expect(granted(BedrockModel.geo('eu', SONNET))).toEqual([
      { Action: INVOKE, Effect: 'Allow', Resource: eu },
      {
        Action: INVOKE,
        Effect: 'Allow',
        Resource: ['eu-central-1', 'eu-north-1', 'eu-south-1', 'eu-south-2', 'eu-west-1', 'eu-west-3'].map((region) =>
          model(region),
        ),
        Condition: { ArnLike: { 'bedrock:InferenceProfileArn': eu } },
      },
    ]);
  });

  it('adds a source that routes to itself only for stacks in it', () => {
    expect(granted(BedrockModel.geo('eu', SONNET), { ...EU, region: 'eu-west-2' })[1].Resource).toContain(
      model('eu-west-2'),
    );
    expect(granted(BedrockModel.geo('eu', SONNET))[1].Resource).not.toContain(model('eu-west-2'));
    expect(granted(BedrockModel.geo('eu', SONNET), AGNOSTIC)[1].Resource).toContain(model('eu-west-2'));
  });

  it('takes the regions of the user in place of the table', () => {
    expect(granted(BedrockModel.geo('uk', SONNET, { regions: ['eu-west-2'] }))[1].Resource).toBe(model('eu-west-2'));
  });

  it('is called in GovCloud by its own profile', () => {
    const id = 'anthropic.claude-sonnet-4-5-20250929-v1:0';
    expect(granted(BedrockModel.geo('us-gov', id), GOV).map(({ Resource }) => Resource)).toEqual([
      profile('us-gov-west-1', `us-gov.${id}`),
      [model('us-gov-east-1', id), model('us-gov-west-1', id)],
    ]);
  });

  it('asks about a geography that does not serve the region or the model', () => {
    const error = synthError(agentWith([BedrockModel.geo('us', SONNET)]).stack);
    expect(error).toContain(
      "BedrockModel.geo('us', 'anthropic.claude-sonnet-4-6') is \"called from eu-central-1\". " +
        'Allowed: calls from us-east-1, us-east-2, us-west-1, us-west-2, ca-central-1 (table of 2026-11). ' +
        "Choose the geography of the stack's region.",
    );
    expect(synthError(agentWith([BedrockModel.geo('eu', 'deepseek.r1-v1:0')]).stack)).toContain(
      "BedrockModel.geo('eu', 'deepseek.r1-v1:0') is \"routed in eu\". Allowed: us (table of 2026-11). " +
        "Write BedrockModel.geo('us', 'deepseek.r1-v1:0').",
    );
  });

  it('refuses a geography that there is not', () => {
    expect(refused(BedrockModel.geo('euu', SONNET))).toEqual([
      'the geography of BedrockModel.geo is "euu". Allowed: us, eu, apac, jp, au, ca, us-gov (table of 2026-11), ' +
        'or any with the regions to which it routes. Did you mean "eu"?',
    ]);
    expect(refused(BedrockModel.geo('eu', SONNET, { regions: [] }))).toEqual([
      "BedrockModel.geo('eu', 'anthropic.claude-sonnet-4-6') regions is []. Allowed: at least one region. " +
        'Name the regions to which the profile routes, or leave them out.',
    ]);
  });
});

describe('BedrockModel.global', () => {
  const everywhere = BedrockModel.global(SONNET, { reason: 'no personal data' });

  it('grants the profile, the model in the region, and the model in no region, as global calls are seen', () => {
    const global = profile('eu-central-1', `global.${SONNET}`);
    const through = { 'bedrock:InferenceProfileArn': global };
    expect(granted(everywhere)).toEqual([
      { Action: INVOKE, Effect: 'Allow', Resource: global },
      { Action: INVOKE, Effect: 'Allow', Resource: model('eu-central-1'), Condition: { ArnLike: through } },
      {
        Action: INVOKE,
        Effect: 'Allow',
        Resource: model(''),
        Condition: { ArnLike: through, StringEquals: { 'aws:RequestedRegion': 'unspecified' } },
      },
    ]);
  });

  it('writes its reason into the template', () => {
    expect(resource(agentWith([everywhere]).stack, 'AWS::IAM::Role', 'SupportRole').Metadata).toMatchObject({
      'cdk-agentcore:justifications': { [`BedrockModel.global('${SONNET}')`]: 'no personal data' },
    });
  });

  it('is refused without a reason', () => {
    expect(refused(BedrockModel.global(SONNET, { reason: '' }))).toEqual([
      'BedrockModel.global.reason is "". Allowed: a sentence that a reviewer can judge. ' +
        'Say why the default does not fit here.',
    ]);
  });

  it('asks about a model without a global profile, and about regions that are not commercial', () => {
    const micro = BedrockModel.global('amazon.nova-micro-v1:0', { reason: 'a demo' });
    expect(synthError(agentWith([micro]).stack)).toContain(
      'BedrockModel.global(\'amazon.nova-micro-v1:0\') is "routed globally". Allowed: no global profile',
    );
    expect(synthError(agentWith([everywhere], GOV).stack)).toContain(
      'is "called from us-gov-west-1". Allowed: calls from commercial regions (table of 2026-11).',
    );
  });
});

describe('BedrockModel.applicationProfile', () => {
  const arn = 'arn:aws:bedrock:eu-central-1:123456789012:application-inference-profile/abc123def456';

  it('grants the profile, and whatever model is called through it', () => {
    const { stack, agent } = agentWith([BedrockModel.applicationProfile(arn)]);
    Validations.of(agent).acknowledge({ id: 'cdk-agentcore:profile-routes-unknown', reason: 'made by another team' });
    expect(grantsOf(stack).slice(3)).toEqual([
      { Action: INVOKE, Effect: 'Allow', Resource: arn },
      {
        Action: INVOKE,
        Effect: 'Allow',
        Resource: model('*', '*'),
        Condition: { ArnLike: { 'bedrock:InferenceProfileArn': arn } },
      },
    ]);
  });

  it('grants exactly the models that it was made from, where one says which', () => {
    const [, models] = granted(
      BedrockModel.applicationProfile(arn, {
        routesTo: BedrockModel.geo('jp', SONNET, { unlisted: { reason: 'in preview' } }),
      }),
    );
    expect(models.Resource).toEqual([model('ap-northeast-1'), model('ap-northeast-3')]);
    expect(models.Condition).toEqual({ ArnLike: { 'bedrock:InferenceProfileArn': arn } });
  });

  it('is called by its ARN', () => {
    const named = BedrockModel.applicationProfile(arn, { routesTo: BedrockModel.geo('eu', SONNET) });
    expect(runtimeOf(agentWith([named]).stack).Properties.EnvironmentVariables.MODEL_ID).toBe(arn);
  });

  it('asks what it routes to, because it grants more without', () => {
    expect(synthError(agentWith([BedrockModel.applicationProfile(arn)]).stack)).toContain(
      `[Shop/Support] [cdk-agentcore:profile-routes-unknown] BedrockModel.applicationProfile without routesTo is "${arn}". ` +
        'Allowed: one with routesTo: without it every model in every region is granted that is called through the profile. ' +
        'Pass the model or profile that it was made from: { routesTo: BedrockModel.geo(…) } for example.',
    );
  });

  it('refuses the ARN of another region, written or of a profile in another stack', () => {
    const app = new App();
    const there = new Stack(app, 'There', { env: { ...EU, region: 'us-east-1' } });
    const made = new bedrock.CfnApplicationInferenceProfile(there, 'Profile', { inferenceProfileName: 'support' });
    const arns = [
      arn.replace('eu-central-1', 'us-east-1'),
      `arn:aws:bedrock:us-east-1:${Aws.ACCOUNT_ID}:application-inference-profile/abc123def456`,
      made.attrInferenceProfileArn,
    ];
    for (const [index, elsewhere] of arns.entries()) {
      const models = [BedrockModel.applicationProfile(elsewhere, { routesTo: BedrockModel.geo('eu', SONNET) })];
      expect(refusals(() => agentIn(shopStack(EU, new Stage(app, `Stage${index}`)), 'Support', { models }))).toEqual([
        'the region of BedrockModel.applicationProfile is "us-east-1". ' +
          'Allowed: eu-central-1, the region of the stack, where the agent calls it. Take a profile of that region.',
      ]);
      const agnostic = shopStack(AGNOSTIC, new Stage(app, `Agnostic${index}`));
      expect(() => agentIn(agnostic, 'Support', { models })).not.toThrow();
    }
  });

  it('keeps the reason of a global profile behind it', () => {
    const routesTo = BedrockModel.global(SONNET, { reason: 'no personal data' });
    const { stack } = agentWith([BedrockModel.applicationProfile(arn, { routesTo })]);
    expect(resource(stack, 'AWS::IAM::Role', 'SupportRole').Metadata).toMatchObject({
      'cdk-agentcore:justifications': { 'BedrockModel.applicationProfile': 'no personal data' },
    });
  });

  it('refuses an ARN of something else', () => {
    expect(refused(BedrockModel.applicationProfile(`arn:aws:bedrock:eu-central-1:1:inference-profile/eu.x`))).toEqual([
      'BedrockModel.applicationProfile is "arn:aws:bedrock:eu-central-1:1:inference-profile/eu.x". ' +
        'Allowed: arn:<partition>:bedrock:<region>:<account>:application-inference-profile/<id>. ' +
        'For a profile of AWS write BedrockModel.geo or BedrockModel.global.',
    ]);
  });
});

describe('The models of an agent', () => {
  it('are found in MODEL_ID, further ones by their name', () => {
    const models = [BedrockModel.geo('eu', SONNET), BedrockModel.geo('eu', 'amazon.nova-micro-v1:0', { name: 'fast' })];
    expect(runtimeOf(agentWith(models).stack).Properties.EnvironmentVariables).toMatchObject({
      MODEL_ID: `eu.${SONNET}`,
      MODEL_FAST_ID: 'eu.amazon.nova-micro-v1:0',
    });
  });

  it('are refused when two have no name, or one a wrong one', () => {
    const nova = BedrockModel.geo('eu', 'amazon.nova-micro-v1:0');
    expect(refusals(() => agentWith([BedrockModel.geo('eu', SONNET), nova]))[0]).toContain(
      "the environment variable MODEL_ID is \"claimed by BedrockModel.geo('eu', 'anthropic.claude-sonnet-4-6') and by",
    );
    expect(refused(BedrockModel.geo('eu', SONNET, { name: 'very fast' }))).toEqual([
      "BedrockModel.geo('eu', 'anthropic.claude-sonnet-4-6') name is \"very fast\". " +
        'Allowed: letters, digits, "-" and "_", starting with a letter. ' +
        "Write a short word for what the model is used for: { name: 'fast' }.",
    ]);
  });

  it.each([
    ['a letter missing', 'anthropic.claude-sonet-4-6'],
    ['a letter missing in the provider', 'antropic.claude-sonnet-4-6'],
    ['two letters swapped', 'anthropic.cluade-sonnet-4-6'],
    ['a letter too many', 'anthropic.claude-sonnett-4-6'],
    ['a wrong letter', 'anthropic.clause-sonnet-4-6'],
  ])('are refused with %s, and with what was meant', (_what, id) => {
    expect(refused(BedrockModel.geo('eu', id))).toEqual([
      `BedrockModel.geo is "${id}". Allowed: the id of a model, spelt as Bedrock lists it. ` +
        'Did you mean "anthropic.claude-sonnet-4-6"? If it is spelt right: unlisted: { reason: \'…\' }.',
    ]);
  });

  it('are refused with the geography in the id', () => {
    expect(refused(BedrockModel.inRegion(`eu.${SONNET}`))).toEqual([
      'BedrockModel.inRegion is "eu.anthropic.claude-sonnet-4-6". ' +
        'Allowed: the id of the model, without the geography of a profile. ' +
        "Write BedrockModel.geo('eu', 'anthropic.claude-sonnet-4-6').",
    ]);
    expect(refused(BedrockModel.geo('eu', `global.${SONNET}`))[0]).toContain(
      "Write BedrockModel.global('anthropic.claude-sonnet-4-6', { reason: '…' }).",
    );
  });

  it('are refused with an id that none can have', () => {
    expect(refused(BedrockModel.inRegion('Claude Sonnet 4.6'))).toEqual([
      'BedrockModel.inRegion is "Claude Sonnet 4.6". Allowed: provider.model in lower case, as Bedrock lists it. ' +
        'Write it like "anthropic.claude-sonnet-4-6".',
    ]);
    expect(refused(BedrockModel.inRegion(`arn:aws:bedrock:eu-central-1::foundation-model/${SONNET}`))[0]).toContain(
      'Write the id alone; for the ARN of an application inference profile BedrockModel.applicationProfile(arn).',
    );
  });

  it('are asked about when they are newer than the table, and may be said to be right', () => {
    const newer = 'anthropic.claude-sonnet-7-1';
    expect(synthError(agentWith([BedrockModel.geo('eu', newer)]).stack)).toContain(
      '[Shop/Support] [cdk-agentcore:unknown-model] the model is "anthropic.claude-sonnet-7-1". ' +
        'Allowed: the models of the table of 2026-11. Did you mean "anthropic.claude-sonnet-4-6"? ' +
        "A newer model is acknowledged; unlisted: { reason: '…' } would turn off the checks of its spelling and regions too. " +
        `If it is right as it is: Validations.of(construct).acknowledge({ id: 'cdk-agentcore:unknown-model', reason: '…' }).`,
    );
    const { stack, agent } = agentWith([BedrockModel.geo('eu', newer)]);
    Validations.of(agent).acknowledge({ id: 'cdk-agentcore:unknown-model', reason: 'released this week' });
    expect(() => appOf(stack).synth()).not.toThrow();
  });

  it('may be of no table for a reason, which stands in the template', () => {
    const unlisted = { reason: 'in preview for this account' };
    const newer = 'anthropic.claude-sonet-7-1';
    const { stack } = agentWith([
      BedrockModel.inRegion(newer, { unlisted, name: 'here' }),
      BedrockModel.geo('eu', newer, { unlisted }),
      BedrockModel.global(newer, { unlisted, reason: 'no personal data', name: 'deep' }),
    ]);
    expect(grantsOf(stack)[4].Resource).toBe(profile('eu-central-1', `eu.${newer}`));
    expect(resource(stack, 'AWS::IAM::Role', 'SupportRole').Metadata['cdk-agentcore:justifications']).toEqual({
      [`BedrockModel.inRegion('${newer}') unlisted`]: unlisted.reason,
      [`BedrockModel.geo('eu', '${newer}') unlisted`]: unlisted.reason,
      [`BedrockModel.global('${newer}')`]: 'no personal data',
      [`BedrockModel.global('${newer}') unlisted`]: unlisted.reason,
    });
  });

  it('are refused unlisted without a reason, or with an id that none can have', () => {
    expect(refused(BedrockModel.geo('eu', SONNET, { unlisted: { reason: ' ' } }))).toEqual([
      "BedrockModel.geo('eu', 'anthropic.claude-sonnet-4-6') unlisted.reason is \" \". " +
        'Allowed: a sentence that a reviewer can judge. Say why the default does not fit here.',
    ]);
    expect(refused(BedrockModel.inRegion('Claude', { unlisted: { reason: 'in preview' } }))[0]).toContain(
      'BedrockModel.inRegion is "Claude". Allowed: provider.model in lower case, as Bedrock lists it.',
    );
  });
});

describe('The tables of models', () => {
  it('name only geographies and regions that there are', () => {
    for (const [id, { geographies = [], inRegion = [] }] of Object.entries(BEDROCK_MODELS)) {
      for (const geography of geographies)
        expect([id, Object.keys(BEDROCK_GEOGRAPHIES)]).toEqual([id, expect.arrayContaining([geography])]);
      for (const region of inRegion)
        expect([id, region]).toEqual([id, expect.stringMatching(/^[a-z]{2}(-gov)?-[a-z]+-\d$/)]);
    }
  });

  it('take each of their ids for spelt right', () => {
    const said = Object.keys(BEDROCK_MODELS).flatMap((id) => modelIdProblems('BedrockModel.inRegion', id, false));
    expect(said).toEqual([]);
  });

  it('let a geography be called from wherever it routes to', () => {
    for (const { sources, destinations, ownOnly = [] } of Object.values(BEDROCK_GEOGRAPHIES)) {
      expect(sources).toEqual(expect.arrayContaining([...destinations, ...ownOnly]));
      expect(ownOnly.filter((region) => destinations.includes(region))).toEqual([]);
    }
  });
});
