/** What all targets of a gateway have in common: a name, tools, a way out, and what the gateway's role needs for it. */
import { aws_bedrockagentcore as agentcore, Validations, type aws_iam as iam } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { dynamicReferences, referenceProblem } from '../../core/dynamic-reference';
import { recordJustification } from '../../core/justification';
import { Problems, type Problem } from '../../core/refusal';
import type { IOAuthProvider } from '../../identity/oauth-provider-base';
import type { PrivateEndpoint } from '../../network/private-endpoint';
import { Tool } from '../../tools/tool';
import type { ToolDefinition } from '../../tools/tool-definition';
import { GATEWAY_LIMITS } from '../gateway-limits';
import { nameProblems, textProblems } from '../gateway-problems';
import { GatewayReturnUrls } from '../gateway-return-urls';
import type { Outbound } from '../outbound';
import { noOutbound } from '../outbound-problems';
import { gatewayGrants } from '../own-grants';
import { metadataConfiguration, metadataProblems, type PassedMetadata } from '../target-metadata';
import { CERTIFICATES_NOT_IN_SCHEMA, type TargetCertificate } from '../target-certificate';
import type { ToolGateway } from '../tool-gateway';
import { toolNamed, type IToolTarget } from '../tool-target';
import { recordTools } from './recorded-tools';
import { RenderedTarget } from './rendered-target';
import type { TargetKind } from './target-kind';

/** What every target takes. */
export interface ToolTargetOptions {
  /**
   * The name of the target: 1 to 100 letters, digits and single hyphens. Models see tools as `Target___tool`, at most 64
   * characters, and policies name them so; another name makes other tools.
   * @default - the construct id
   */
  readonly targetName?: string;
  /**
   * What the target is for: 1 to 200 characters.
   * @default - no description
   */
  readonly description?: string;
}

/** What a target takes that the gateway calls over HTTPS. */
export interface HttpsTargetOptions extends ToolTargetOptions {
  /**
   * Headers and query parameters that the gateway passes on.
   * @default - none
   */
  readonly passes?: PassedMetadata;
  /**
   * The way to a target that only a VPC can reach.
   * @default - the target is public
   */
  readonly privateEndpoint?: PrivateEndpoint;
  /**
   * The certificate authority of the target, where it is not a public one.
   * @default - the public ones
   */
  readonly certificate?: TargetCertificate;
}

/** A target, and the gateway that it belongs to. */
export interface ToolTargetProps extends HttpsTargetOptions {
  /** The gateway. It may belong to another stack. */
  readonly gateway: ToolGateway;
}

/** What one kind of target adds. */
export interface TargetSpec {
  readonly kind: TargetKind;
  /** What is wrong with what the kind takes. */
  readonly problems: readonly Problem[];
  /** Read once there is no problem; undefined where the tools cannot be known. */
  readonly tools: () => readonly ToolDefinition[] | undefined;
  /** Whether the template does not tell the tools, so that readers of it have to be told. */
  readonly declared?: boolean;
  readonly outbound: Outbound | undefined;
  /** The L2's own configuration, or what the L1 takes. */
  readonly configuration: () => agentcore.ITargetConfiguration | agentcore.CfnGatewayTarget.TargetConfigurationProperty;
  /** What the gateway's role needs in order to call what is behind the target. */
  readonly statements?: () => iam.PolicyStatement[];
}

/**
 * Tools behind a gateway. Each kind has a class of its own, and a method of the gateway as its short form: `addLambda`,
 * `addOpenApi`, `addMcpServer`. Write the class in the stack of what it calls where that stack needs the gateway's.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-supported-targets.html
 */
export abstract class ToolTarget extends Construct implements IToolTarget {
  /** The name of the target, before `___` in the names of its tools. */
  readonly targetName: string;
  /** Every tool of the target, also those that it gets later: what a policy about the whole target names. */
  readonly everyTool: Tool;

  private readonly targetProps: ToolTargetProps;
  private built?: {
    readonly target: agentcore.GatewayTarget;
    readonly tools: Tool[];
    readonly userProvider?: IOAuthProvider;
  };

  protected constructor(scope: Construct, id: string, props: ToolTargetProps) {
    super(scope, id);
    this.targetProps = props;
    this.targetName = props.targetName ?? id;
    this.everyTool = Tool.every(this.targetName);
  }

  /** The L2 inside. */
  get target(): agentcore.GatewayTarget {
    return this.built!.target;
  }

  /** All tools, in the order of their definitions; where they are not known, one that stands for every tool. */
  get allTools(): Tool[] {
    return this.built!.tools;
  }

  /** @internal The provider whose tokens users agree to. */
  get _userProvider(): IOAuthProvider | undefined {
    return this.built!.userProvider;
  }

  /** The tool of this name. */
  tool(name: string): Tool {
    return toolNamed(name, this.allTools, this);
  }

  /** @internal Makes the target, or refuses with all that is wrong. */
  protected _build(spec: TargetSpec): void {
    const { gateway, passes, certificate, privateEndpoint, description } = this.targetProps;
    const { kind, outbound } = spec;
    const inbound = gateway._inboundAuthType();
    new Problems(this)
      .add(...nameProblems('targetName', this.targetName, GATEWAY_LIMITS.targetName))
      .add(...gateway._targetProblems(this.targetName, kind))
      .add(...spec.problems)
      .add(...(outbound ? outbound._problems(kind, inbound, gateway) : [noOutbound(kind)]))
      .add(
        ...(passes ? metadataProblems(passes, { sessions: gateway._keepsSessions, key: outbound?._takenPlace }) : []),
      )
      .add(...(privateEndpoint?._problems() ?? []))
      .add(...(certificate?._problems() ?? []))
      .add(...textProblems('description', description, GATEWAY_LIMITS.description))
      .refuse();

    const definitions = spec.tools();
    const configuration = spec.configuration();
    const texts = { description, tools: definitions, targetConfiguration: configuration };
    new Problems(this)
      .add(...dynamicReferences(texts).map(({ path, text }) => referenceProblem(path.join('.'), text)))
      .refuse();
    const credentials = outbound!._render();
    const target = new agentcore.GatewayTarget(this, 'Target', {
      gateway: gateway.gateway,
      gatewayTargetName: this.targetName,
      description,
      targetConfiguration: '_render' in configuration ? configuration : new RenderedTarget(configuration),
    });
    const resource = target.node.defaultChild as agentcore.CfnGatewayTarget;
    // The L2 knows three of the ways, and grants for them more than the target needs.
    resource.credentialProviderConfigurations = credentials && [credentials];
    resource.metadataConfiguration = passes && metadataConfiguration(passes);
    resource.privateEndpoint = privateEndpoint?._render();
    resource.certificateConfigurations = certificate && [certificate._configuration];
    if (certificate) Validations.of(resource).acknowledge(CERTIFICATES_NOT_IN_SCHEMA);
    if (outbound!.justification) recordJustification(resource, 'Outbound.none', outbound!.justification);
    if (definitions && spec.declared) recordTools(resource, definitions);
    const tools = definitions?.map((definition) => new Tool(this.targetName, definition)) ?? [this.everyTool];
    this.built = { target, tools, userProvider: outbound!._userProvider };
    this.allow([
      ...(spec.statements?.() ?? []),
      ...outbound!._statements(gateway._workloadIdentityArns, inbound),
      ...(certificate?._statements ?? []),
    ]);
    const { _ownReturnUrl: returnUrl } = outbound!;
    if (returnUrl !== undefined) GatewayReturnUrls.of(gateway, this).add(returnUrl);
    gateway._addTarget(this);
  }

  private allow(statements: iam.PolicyStatement[]): void {
    if (statements.length === 0) return;
    const grants = gatewayGrants(this, this.targetProps.gateway);
    grants.addStatements(...statements);
    this.target.node.addDependency(grants);
  }
}
