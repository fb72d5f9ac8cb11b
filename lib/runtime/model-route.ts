/** How a model is reached: which id the code calls, what is granted for it, what the tables say of it; and the plainest way. */
import { aws_iam as iam, Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Finding } from '../core/finding';
import { nearest, type Problem } from '../core/refusal';
import { BEDROCK_GEOGRAPHIES } from './bedrock-geographies';
import { BEDROCK_MODELS, MODELS_AS_OF } from './bedrock-models';
import { modelIdProblems } from './model-id';

/** Converse and ConverseStream are authorized by these two. */
export const INVOKE = ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'];

export interface ModelRoute {
  /** How messages name it: `BedrockModel.geo('eu', 'anthropic.claude-sonnet-4-6')`. */
  readonly said: string;
  /** The id to call Converse with. */
  readonly callId: string;
  problems(scope: Construct): Problem[];
  findings(scope: Construct): Finding[];
  statements(scope: Construct): iam.PolicyStatement[];
  /** The models behind it, as what calls them through another profile needs them. */
  models(scope: Construct): string[];
}

export class InRegionRoute implements ModelRoute {
  constructor(
    private readonly id: string,
    private readonly unlisted: boolean,
  ) {}

  get said(): string {
    return `BedrockModel.inRegion('${this.id}')`;
  }

  get callId(): string {
    return this.id;
  }

  problems(): Problem[] {
    return modelIdProblems('BedrockModel.inRegion', this.id, this.unlisted);
  }

  findings(scope: Construct): Finding[] {
    const { region } = Stack.of(scope);
    if (this.unlisted) return [];
    const model = BEDROCK_MODELS[this.id];
    if (!model) return [unknownModel(this.id)];
    if (!model.inRegion || Token.isUnresolved(region) || model.inRegion.includes(region)) return [];
    const profiles = (model.geographies ?? []).filter((name) => BEDROCK_GEOGRAPHIES[name].sources.includes(region));
    return [
      notInRegion(
        this.said,
        `called in ${region}`,
        model.inRegion.length > 0 ? model.inRegion.join(', ') : 'calls through a profile only',
        profiles.length > 0
          ? `Write ${profiles.map((name) => `BedrockModel.geo('${name}', '${this.id}')`).join(' or ')}.`
          : 'Choose another model or another region.',
      ),
    ];
  }

  statements(scope: Construct): iam.PolicyStatement[] {
    return [new iam.PolicyStatement({ actions: INVOKE, resources: this.models(scope) })];
  }

  models(scope: Construct): string[] {
    return [foundationModelArn(scope, Stack.of(scope).region, this.id)];
  }
}

export function foundationModelArn(scope: Construct, region: string, id: string): string {
  return `arn:${Stack.of(scope).partition}:bedrock:${region}::foundation-model/${id}`;
}

export function unknownModel(id: string): Finding {
  const near = nearest(id, Object.keys(BEDROCK_MODELS));
  return {
    id: 'cdk-agentcore:unknown-model',
    about: 'the model',
    value: id,
    allowed: `the models of the table of ${MODELS_AS_OF}`,
    fix:
      `${near ? `Did you mean ${JSON.stringify(near)}? ` : ''}A newer model is acknowledged; ` +
      "unlisted: { reason: '…' } would turn off the checks of its spelling and regions too.",
  };
}

export function notInRegion(said: string, value: string, allowed: string, fix: string): Finding {
  return {
    id: 'cdk-agentcore:model-not-in-region',
    about: said,
    value,
    allowed: `${allowed} (table of ${MODELS_AS_OF})`,
    fix,
  };
}
