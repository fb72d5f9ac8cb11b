/** Models reached through an inference profile: of a geography, the global one, or one of the account's own. */
import { aws_iam as iam, CfnResource, Reference, Stack, Token, Tokenization } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Finding } from '../core/finding';
import { suggestion, type Problem } from '../core/refusal';
import { BEDROCK_GEOGRAPHIES, GEOGRAPHIES_AS_OF } from './bedrock-geographies';
import { BEDROCK_MODELS } from './bedrock-models';
import { modelIdProblems } from './model-id';
import { foundationModelArn, INVOKE, notInRegion, unknownModel, type ModelRoute } from './model-route';

export class GeographicRoute implements ModelRoute {
  constructor(
    private readonly geography: string,
    private readonly id: string,
    private readonly regions: readonly string[] | undefined,
    private readonly unlisted: boolean,
  ) {}

  get said(): string {
    return `BedrockModel.geo('${this.geography}', '${this.id}')`;
  }

  get callId(): string {
    return `${this.geography}.${this.id}`;
  }

  problems(): Problem[] {
    const problems = modelIdProblems('BedrockModel.geo', this.id, this.unlisted);
    const known = Object.keys(BEDROCK_GEOGRAPHIES);
    if (this.regions && this.regions.length === 0) {
      problems.push({
        about: `${this.said} regions`,
        value: [],
        allowed: 'at least one region',
        fix: 'Name the regions to which the profile routes, or leave them out.',
      });
    }
    if (!this.regions && !known.includes(this.geography)) {
      problems.push({
        about: 'the geography of BedrockModel.geo',
        value: this.geography,
        allowed: `${known.join(', ')} (table of ${GEOGRAPHIES_AS_OF}), or any with the regions to which it routes`,
        fix: suggestion(this.geography, known),
      });
    }
    return problems;
  }

  findings(scope: Construct): Finding[] {
    const { region } = Stack.of(scope);
    if (this.unlisted) return [];
    const model = BEDROCK_MODELS[this.id];
    if (!model) return [unknownModel(this.id)];
    if (this.regions) return [];
    const findings: Finding[] = [];
    if (model.geographies && !model.geographies.includes(this.geography)) {
      findings.push(
        notInRegion(
          this.said,
          `routed in ${this.geography}`,
          model.geographies.join(', ') || 'no geography',
          otherWays(this.id),
        ),
      );
    }
    const { sources } = BEDROCK_GEOGRAPHIES[this.geography];
    if (!Token.isUnresolved(region) && !sources.includes(region)) {
      findings.push(
        notInRegion(
          this.said,
          `called from ${region}`,
          `calls from ${sources.join(', ')}`,
          "Choose the geography of the stack's region.",
        ),
      );
    }
    return findings;
  }

  statements(scope: Construct): iam.PolicyStatement[] {
    const profile = profileArn(scope, this.callId);
    return [
      new iam.PolicyStatement({ actions: INVOKE, resources: [profile] }),
      throughProfile(profile, this.models(scope)),
    ];
  }

  models(scope: Construct): string[] {
    return this.destinations(Stack.of(scope).region).map((region) => foundationModelArn(scope, region, this.id));
  }

  private destinations(stackRegion: string): readonly string[] {
    if (this.regions) return this.regions;
    const { destinations, ownOnly = [] } = BEDROCK_GEOGRAPHIES[this.geography];
    const own = Token.isUnresolved(stackRegion) ? ownOnly : ownOnly.filter((region) => region === stackRegion);
    return [...destinations, ...own];
  }
}

/** @see https://docs.aws.amazon.com/bedrock/latest/userguide/global-cross-region-inference.html */
export class GlobalRoute implements ModelRoute {
  constructor(
    private readonly id: string,
    private readonly unlisted: boolean,
  ) {}

  get said(): string {
    return `BedrockModel.global('${this.id}')`;
  }

  get callId(): string {
    return `global.${this.id}`;
  }

  problems(): Problem[] {
    return modelIdProblems('BedrockModel.global', this.id, this.unlisted);
  }

  findings(scope: Construct): Finding[] {
    const { region } = Stack.of(scope);
    if (this.unlisted) return [];
    const model = BEDROCK_MODELS[this.id];
    if (!model) return [unknownModel(this.id)];
    const isCommercial = Token.isUnresolved(region) || !/^(us-gov|cn)-|-iso/.test(region);
    if (model.global !== false && isCommercial) return [];
    return [
      notInRegion(
        this.said,
        isCommercial ? 'routed globally' : `called from ${region}`,
        isCommercial ? 'no global profile' : 'calls from commercial regions',
        otherWays(this.id),
      ),
    ];
  }

  statements(scope: Construct): iam.PolicyStatement[] {
    const profile = profileArn(scope, this.callId);
    const [inStackRegion, anywhere] = this.models(scope);
    const elsewhere = throughProfile(profile, [anywhere]);
    // A global call names no region, and this is how IAM sees that.
    elsewhere.addCondition('StringEquals', { 'aws:RequestedRegion': 'unspecified' });
    return [
      new iam.PolicyStatement({ actions: INVOKE, resources: [profile] }),
      throughProfile(profile, [inStackRegion]),
      elsewhere,
    ];
  }

  models(scope: Construct): string[] {
    return [foundationModelArn(scope, Stack.of(scope).region, this.id), foundationModelArn(scope, '', this.id)];
  }
}

export class ApplicationProfileRoute implements ModelRoute {
  constructor(
    private readonly arn: string,
    private readonly routesTo: ModelRoute | undefined,
  ) {}

  get said(): string {
    return 'BedrockModel.applicationProfile';
  }

  get callId(): string {
    return this.arn;
  }

  problems(scope: Construct): Problem[] {
    return [...(this.routesTo?.problems(scope) ?? []), ...this.shapeProblems(), ...this.regionProblems(scope)];
  }

  findings(scope: Construct): Finding[] {
    if (this.routesTo) return this.routesTo.findings(scope);
    return [
      {
        id: 'cdk-agentcore:profile-routes-unknown',
        about: 'BedrockModel.applicationProfile without routesTo',
        value: this.arn,
        allowed:
          'one with routesTo: without it every model in every region is granted that is called through the profile',
        fix: 'Pass the model or profile that it was made from: { routesTo: BedrockModel.geo(…) } for example.',
      },
    ];
  }

  statements(scope: Construct): iam.PolicyStatement[] {
    return [
      new iam.PolicyStatement({ actions: INVOKE, resources: [this.arn] }),
      throughProfile(this.arn, this.models(scope)),
    ];
  }

  models(scope: Construct): string[] {
    // What it routes to is not known here; the condition leaves nothing but what goes through this profile.
    return this.routesTo?.models(scope) ?? [foundationModelArn(scope, '*', '*')];
  }

  private shapeProblems(): Problem[] {
    if (Token.isUnresolved(this.arn)) return [];
    if (/^arn:[a-z-]+:bedrock:[a-z0-9-]+:\d{12}:application-inference-profile\/[A-Za-z0-9:.-]+$/.test(this.arn))
      return [];
    return [
      {
        about: 'BedrockModel.applicationProfile',
        value: this.arn,
        allowed: 'arn:<partition>:bedrock:<region>:<account>:application-inference-profile/<id>',
        fix: 'For a profile of AWS write BedrockModel.geo or BedrockModel.global.',
      },
    ];
  }

  private regionProblems(scope: Construct): Problem[] {
    const { region } = Stack.of(scope);
    const there = regionOf(this.arn);
    if (!there || there === region || [there, region].some((name) => Token.isUnresolved(name))) return [];
    return [
      {
        about: 'the region of BedrockModel.applicationProfile',
        value: there,
        allowed: `${region}, the region of the stack, where the agent calls it`,
        fix: 'Take a profile of that region.',
      },
    ];
  }
}

/** The region that an ARN names, or that of the stack whose resource it is the ARN of. */
function regionOf(arn: string): string | undefined {
  const named = /^arn:[^:]+:bedrock:([a-z0-9-]+):/.exec(arn)?.[1];
  if (named) return named;
  const resource = Tokenization.reverseString(arn)
    .tokens.filter((token) => Reference.isReference(token))
    .map(({ target }) => target)
    .find((target) => CfnResource.isCfnResource(target));
  return resource && Stack.of(resource).region;
}

function profileArn(scope: Construct, profileId: string): string {
  const { partition, region, account } = Stack.of(scope);
  return `arn:${partition}:bedrock:${region}:${account}:inference-profile/${profileId}`;
}

function throughProfile(profile: string, models: string[]): iam.PolicyStatement {
  return new iam.PolicyStatement({
    actions: INVOKE,
    resources: models,
    conditions: { ArnLike: { 'bedrock:InferenceProfileArn': profile } },
  });
}

function otherWays(id: string): string {
  const { geographies = [], global, inRegion = [] } = BEDROCK_MODELS[id];
  const ways = [
    ...geographies.map((name) => `BedrockModel.geo('${name}', '${id}')`),
    ...(global ? [`BedrockModel.global('${id}', { reason: '…' })`] : []),
    ...(inRegion.length > 0 ? [`BedrockModel.inRegion('${id}') in ${inRegion.join(', ')}`] : []),
  ];
  return ways.length > 0 ? `Write ${ways.join(' or ')}.` : 'Choose another model.';
}
