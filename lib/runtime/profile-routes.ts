/** Models reached through an inference profile: of a geography, the global one, or one of the account's own. */
import { Stack, Token, aws_iam as iam } from 'aws-cdk-lib';
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

  problems(): Problem[] {
    const problems = this.routesTo?.problems() ?? [];
    if (Token.isUnresolved(this.arn)) return problems;
    if (/^arn:[a-z-]+:bedrock:[a-z0-9-]+:\d{12}:application-inference-profile\/[A-Za-z0-9:.-]+$/.test(this.arn)) {
      return problems;
    }
    return [
      ...problems,
      {
        about: 'BedrockModel.applicationProfile',
        value: this.arn,
        allowed: 'arn:<partition>:bedrock:<region>:<account>:application-inference-profile/<id>',
        fix: 'For a profile of AWS write BedrockModel.geo or BedrockModel.global.',
      },
    ];
  }

  findings(scope: Construct): Finding[] {
    return this.routesTo?.findings(scope) ?? [];
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
