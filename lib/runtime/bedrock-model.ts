/** A model of Amazon Bedrock that an agent may call, and where the text is processed. */
import { CfnResource } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { CapabilityBinding, CapabilityHost, ICapability } from '../core/capability';
import { reportFindings } from '../core/finding';
import { justificationProblems, recordJustification, type Justification } from '../core/justification';
import { environmentName } from '../core/names';
import { refuse, type Problem } from '../core/refusal';
import { InRegionRoute, type ModelRoute } from './model-route';
import { ApplicationProfileRoute, GeographicRoute, GlobalRoute } from './profile-routes';

/** What may be said of any model. */
export interface BedrockModelOptions {
  /**
   * Tells models of one agent apart: `fast` gives `MODEL_FAST_ID`.
   * @default - `MODEL_ID`
   */
  readonly name?: string;
  /**
   * The id is right although the library's dated table does not know it; nothing is checked against the table.
   * @default false
   */
  readonly unlisted?: boolean;
}

/** What may be said of a model that is called through a profile of a geography. */
export interface GeographicModelOptions extends BedrockModelOptions {
  /**
   * The regions to which the profile routes, in place of the library's dated table
   * (`aws bedrock get-inference-profile` lists them).
   * @default - the table's, for the geography and the stack's region
   */
  readonly regions?: string[];
}

/** Why a model may process text in any commercial region of AWS. */
export interface GlobalModelOptions extends BedrockModelOptions {
  /** The reason, in a sentence. It goes into the template. */
  readonly reason: string;
}

/** What is behind an application inference profile. */
export interface ApplicationProfileOptions {
  /**
   * Tells models of one agent apart: `fast` gives `MODEL_FAST_ID`.
   * @default - `MODEL_ID`
   */
  readonly name?: string;
  /**
   * The model or system profile that it was made from; then exactly its models are granted.
   * @default - any model, as long as it is called through this profile
   */
  readonly routesTo?: BedrockModel;
}

/**
 * A model of Amazon Bedrock, granted exactly: the profile, and the models in the regions to which it routes, which may
 * be called through the profile only. The agent finds the id for Converse in `MODEL_ID`.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/cross-region-inference.html
 */
export class BedrockModel implements ICapability {
  /**
   * Processed in the stack's own region.
   * @param modelId as Bedrock lists it: `amazon.nova-lite-v1:0`
   */
  static inRegion(modelId: string, options: BedrockModelOptions = {}): BedrockModel {
    return new BedrockModel(new InRegionRoute(modelId, options.unlisted ?? false), options.name);
  }

  /**
   * Processed in the regions of a geography, by its inference profile.
   * @param geography `us`, `eu`, `apac`, `jp`, `au`, `ca` or `us-gov`
   * @param modelId as Bedrock lists it, without the geography: `anthropic.claude-sonnet-4-6`
   */
  static geo(geography: string, modelId: string, options: GeographicModelOptions = {}): BedrockModel {
    return new BedrockModel(
      new GeographicRoute(geography, modelId, options.regions, options.unlisted ?? false),
      options.name,
    );
  }

  /**
   * Processed in any commercial region of AWS, by the global inference profile.
   * @param modelId as Bedrock lists it, without `global`: `anthropic.claude-sonnet-4-6`
   */
  static global(modelId: string, options: GlobalModelOptions): BedrockModel {
    const { name, unlisted, reason } = options;
    return new BedrockModel(new GlobalRoute(modelId, unlisted ?? false), name, { reason });
  }

  /**
   * Processed where an application inference profile of the account routes to.
   * @param profileArn the ARN of the profile; it has to be in the stack's region
   */
  static applicationProfile(profileArn: string, options: ApplicationProfileOptions = {}): BedrockModel {
    const { routesTo } = options;
    return new BedrockModel(
      new ApplicationProfileRoute(profileArn, routesTo?.route),
      options.name,
      routesTo?.justification,
    );
  }

  private constructor(
    private readonly route: ModelRoute,
    private readonly name: string | undefined,
    private readonly justification?: Justification,
  ) {}

  /** How messages name it. */
  get capabilityName(): string {
    return this.route.said;
  }

  /** Says what an agent needs to call it. */
  bind(scope: Construct, host: CapabilityHost): CapabilityBinding {
    const problems = [
      ...this.route.problems(),
      ...this.nameProblems(),
      ...(this.justification ? justificationProblems('BedrockModel.global', this.justification) : []),
    ];
    if (problems.length > 0) refuse(scope, ...problems);
    reportFindings(scope, () => this.route.findings(scope));
    const role = host.role.node.defaultChild;
    if (this.justification && role instanceof CfnResource) {
      recordJustification(role, this.route.said, this.justification);
    }
    return {
      environment: { [this.variable]: this.route.callId },
      statements: this.route.statements(scope),
    };
  }

  private get variable(): string {
    return this.name === undefined ? 'MODEL_ID' : environmentName('MODEL', this.name, 'ID');
  }

  private nameProblems(): Problem[] {
    if (this.name === undefined || /^[A-Za-z][A-Za-z0-9_-]*$/.test(this.name)) return [];
    return [
      {
        about: `${this.route.said} name`,
        value: this.name,
        allowed: 'letters, digits, "-" and "_", starting with a letter',
        fix: "Write a short word for what the model is used for: { name: 'fast' }.",
      },
    ];
  }
}
