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
   * Why the id is right although the library's dated table does not know it. Its spelling and its regions are then not
   * checked; acknowledging the finding leaves them checked. The reason goes into the template.
   * @default - checked against the table
   */
  readonly unlisted?: Justification;
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
   * @default - any model, as long as it is called through this profile, which is a finding
   */
  readonly routesTo?: BedrockModel;
}

/** What has to be said of a model before it is taken. */
interface Reasons {
  /** Why text may be processed in any commercial region. */
  readonly global?: Justification;
  /** Why its id is not checked. */
  readonly unlisted?: Justification;
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
    const { name, unlisted } = options;
    return new BedrockModel(new InRegionRoute(modelId, unlisted !== undefined), name, { unlisted });
  }

  /**
   * Processed in the regions of a geography, by its inference profile.
   * @param geography `us`, `eu`, `apac`, `jp`, `au`, `ca` or `us-gov`
   * @param modelId as Bedrock lists it, without the geography: `anthropic.claude-sonnet-4-6`
   */
  static geo(geography: string, modelId: string, options: GeographicModelOptions = {}): BedrockModel {
    const { name, regions, unlisted } = options;
    const route = new GeographicRoute(geography, modelId, regions, unlisted !== undefined);
    return new BedrockModel(route, name, { unlisted });
  }

  /**
   * Processed in any commercial region of AWS, by the global inference profile.
   * @param modelId as Bedrock lists it, without `global`: `anthropic.claude-sonnet-4-6`
   */
  static global(modelId: string, options: GlobalModelOptions): BedrockModel {
    const { name, unlisted, reason } = options;
    return new BedrockModel(new GlobalRoute(modelId, unlisted !== undefined), name, { global: { reason }, unlisted });
  }

  /**
   * Processed where an application inference profile of the account routes to.
   * @param profileArn the ARN of the profile; it has to be in the stack's region
   */
  static applicationProfile(profileArn: string, options: ApplicationProfileOptions = {}): BedrockModel {
    const { routesTo } = options;
    return new BedrockModel(new ApplicationProfileRoute(profileArn, routesTo?.route), options.name, routesTo?.reasons);
  }

  private constructor(
    private readonly route: ModelRoute,
    private readonly name: string | undefined,
    private readonly reasons: Reasons = {},
  ) {}

  /** How messages name it. */
  get capabilityName(): string {
    return this.route.said;
  }

  /** Says what an agent needs to call it. */
  bind(scope: Construct, host: CapabilityHost): CapabilityBinding {
    const { global, unlisted } = this.reasons;
    const problems = [
      ...this.route.problems(scope),
      ...this.nameProblems(),
      ...(global ? justificationProblems('BedrockModel.global', global) : []),
      ...(unlisted ? justificationProblems(`${this.route.said} unlisted`, unlisted) : []),
    ];
    if (problems.length > 0) refuse(scope, ...problems);
    reportFindings(scope, () => this.route.findings(scope));
    const role = host.role.node.defaultChild;
    if (role instanceof CfnResource) {
      if (global) recordJustification(role, this.route.said, global);
      if (unlisted) recordJustification(role, `${this.route.said} unlisted`, unlisted);
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
