/** Whose models a gateway passes requests on to. */
import { aws_iam as iam, Stack, type aws_bedrockagentcore as agentcore } from 'aws-cdk-lib';
import type { Finding } from '../../core/finding';
import type { Problem } from '../../core/refusal';
import type { IApiKeyProvider } from '../../identity/api-key-provider';
import { ApiKeyPlace } from '../api-key-place';
import { Outbound } from '../outbound';
import { OutboundType } from '../outbound-type';
import { addressFindings } from '../plain-secrets';
import type { ToolGateway } from '../tool-gateway';
import { operationProblems } from './http-operation';
import { httpEndpointProblems, idProblems } from './http-problems';
import { InferenceApi } from './inference-api';
import {
  inferenceOperationProblems,
  renderModelPrefix,
  renderOperation,
  type InferenceOperation,
  type ModelPrefix,
} from './inference-operation';
import { TARGET_KINDS, type TargetKind } from './target-kind';

/** A provider of models that the service knows. */
export interface KnownProviderOptions {
  /**
   * The APIs that policies name; calls of others are denied, as no policy can permit them.
   * @default - all that the provider has
   */
  readonly apis?: InferenceApi[];
}

/** A provider of models at an address. */
export interface CustomProviderOptions {
  /**
   * What it offers: 1 to 10.
   * @default - not known: policies can only be about the whole target
   */
  readonly operations?: InferenceOperation[];
  /**
   * How its ids of models begin with the name of who made them.
   * @default - ids are as callers write them
   */
  readonly modelPrefix?: ModelPrefix;
}

/**
 * Whose models a gateway passes requests on to.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-targets-inference.html
 */
export class InferenceProvider {
  /** Models of Amazon Bedrock in the region of the gateway, at its endpoint bedrock-mantle, for the gateway's role. */
  static bedrock(options: KnownProviderOptions = {}): InferenceProvider {
    const { CHAT_COMPLETIONS, RESPONSES, MESSAGES } = InferenceApi;
    return InferenceProvider.known('bedrock-mantle', 'models of Amazon Bedrock', {
      apis: options.apis ?? [CHAT_COMPLETIONS, RESPONSES, MESSAGES],
      outbound: Outbound.gatewayRole(),
      statements: mantleStatements,
    });
  }

  /** Models of OpenAI. */
  static openai(key: IApiKeyProvider, options: KnownProviderOptions = {}): InferenceProvider {
    return InferenceProvider.known('openai', 'models of OpenAI', {
      apis: options.apis ?? [InferenceApi.CHAT_COMPLETIONS, InferenceApi.RESPONSES],
      outbound: Outbound.apiKey(key),
    });
  }

  /** Models of Anthropic. */
  static anthropic(key: IApiKeyProvider, options: KnownProviderOptions = {}): InferenceProvider {
    return InferenceProvider.known('anthropic', 'models of Anthropic', {
      apis: options.apis ?? [InferenceApi.MESSAGES],
      // As Authorization it takes tokens, not keys.
      outbound: Outbound.apiKey(key, { place: ApiKeyPlace.header({ name: 'x-api-key' }) }),
    });
  }

  /**
   * A provider that the service knows and this library does not yet.
   * @param connectorId 1 to 256 characters, as AWS documents it
   */
  static connector(connectorId: string, options: KnownProviderOptions = {}): InferenceProvider {
    return new InferenceProvider({ connector: { source: { connectorId } } }, TARGET_KINDS.inference, {
      apis: options.apis,
      problems: idProblems('provider id', connectorId),
    });
  }

  /**
   * A provider at an address, or one of the others with other models than all.
   * @param endpoint an https URL of at most 2048 characters: `https://api.openai.com`
   */
  static custom(endpoint: string, options: CustomProviderOptions = {}): InferenceProvider {
    const { operations, modelPrefix } = options;
    const provider = {
      endpoint,
      ...(modelPrefix && { modelMapping: { providerPrefix: renderModelPrefix(modelPrefix) } }),
      ...(operations && { operations: operations.map(renderOperation) }),
    };
    return new InferenceProvider({ provider }, TARGET_KINDS.inference, {
      endpoint,
      apis: operations?.map(({ api }) => api),
      problems: [
        ...httpEndpointProblems('provider endpoint', endpoint),
        ...inferenceOperationProblems(operations, modelPrefix),
      ],
    });
  }

  private static known(connectorId: string, inWords: string, known: Known): InferenceProvider {
    const outbound = known.outbound!.type;
    const kind = { ...TARGET_KINDS.inference, inWords, outbound: [outbound] };
    return new InferenceProvider({ connector: { source: { connectorId } } }, kind, known);
  }

  private constructor(
    private readonly configuration: agentcore.CfnGatewayTarget.InferenceTargetConfigurationProperty,
    /** @internal */
    readonly _kind: TargetKind,
    private readonly knowledge: Known,
  ) {}

  /** @internal How the gateway gets in where nothing else is said. */
  get _outbound(): Outbound | undefined {
    return this.knowledge.outbound;
  }

  /** @internal What policies name; undefined where it is not known. */
  get _apis(): readonly InferenceApi[] | undefined {
    return this.knowledge.apis;
  }

  /** @internal */
  _problems(): Problem[] {
    const { apis, problems = [] } = this.knowledge;
    if (apis?.length === 0 && problems.length === 0) {
      const fix = 'Leave it out for all that the provider has.';
      return [{ about: 'provider apis', value: [], allowed: 'at least one API', fix }];
    }
    const operations = (apis ?? []).map(({ operation }) => operation);
    return [...problems, ...operationProblems('provider apis', operations)];
  }

  /** @internal What fails the synth unless it is acknowledged. */
  get _findings(): Finding[] {
    const { endpoint } = this.knowledge;
    return endpoint === undefined ? [] : addressFindings('provider endpoint', endpoint);
  }

  /** @internal What the gateway's role needs where it signs. */
  _statements(gateway: ToolGateway, outbound: OutboundType): iam.PolicyStatement[] {
    return outbound === OutboundType.GATEWAY_IAM_ROLE ? (this.knowledge.statements?.(gateway) ?? []) : [];
  }

  /** @internal */
  _render(): agentcore.CfnGatewayTarget.InferenceTargetConfigurationProperty {
    return this.configuration;
  }
}

interface Known {
  /** Where it is, if it is not one that the service knows. */
  readonly endpoint?: string;
  readonly apis?: readonly InferenceApi[];
  readonly outbound?: Outbound;
  readonly problems?: readonly Problem[];
  readonly statements?: (gateway: ToolGateway) => iam.PolicyStatement[];
}

/**
 * The gateway lists the models when the target is made, and fails it otherwise; requests that name no project are of
 * `default`.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_bedrock-mantle.html
 */
function mantleStatements(gateway: ToolGateway): iam.PolicyStatement[] {
  const { partition, region, account } = Stack.of(gateway);
  return [
    new iam.PolicyStatement({
      actions: ['bedrock-mantle:ListModels', 'bedrock-mantle:CreateInference'],
      resources: [`arn:${partition}:bedrock-mantle:${region}:${account}:project/default`],
    }),
  ];
}
