/** A ready request interceptor: no call through a gateway reaches the data of another tenant than its caller's. */
import { aws_lambda as lambda, Duration, Lazy, Token, type aws_logs as logs, type CfnResource } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { FunctionRole } from '../core/function-role';
import { justificationProblems, recordJustification, type Justification } from '../core/justification';
import { Problems, sentence, suggestion, type Problem } from '../core/refusal';
import { shippedHandler } from '../core/shipped-handler';
import { InboundAuth, InboundAuthType } from '../identity/inbound-auth';
import type { Tool } from '../tools/tool';
import { GatewayProtocol } from './gateway-protocol';
import { Interceptor } from './interceptor';
import type { TenantInput } from './interceptor-tenant-input';
import { targetsBeside } from './targets-beside';
import type { ToolGateway } from './tool-gateway';
import type { ToolGatewayProps } from './tool-gateway-props';

/** Who a caller's tenant is, and where tools take it. */
export interface TenantInterceptorProps {
  /**
   * The claim of the caller's token that holds the tenant, or a list of tenants: `tenant_id`, `custom:tenant`. It is one
   * name, no path. Texts and whole numbers are compared as they are: `42` is not `"42"`, and `Acme` is not `acme`.
   */
  readonly claim: string;
  /** Where tools take the tenant. */
  readonly input: TenantInput;
  /**
   * Tools that take it elsewhere, by their full names: `{ Orders___search: TenantInput.mustMatch('filter.tenant') }`.
   * @default - every tool takes it where `input` says
   */
  readonly inputs?: { [tool: string]: TenantInput };
  /**
   * Tools whose calls are for no tenant, by their full names, each with the reason. Once the targets are made, the method
   * `exempt` takes the tool itself.
   * @default - none: a tool that does not take the tenant is refused at synth
   */
  readonly exempt?: { [tool: string]: Justification };
  /**
   * How long the logs are kept; they say what was refused and why, but hold neither tokens nor inputs.
   * @default logs.RetentionDays.ONE_MONTH
   */
  readonly logRetention?: logs.RetentionDays;
}

/**
 * Refuses calls whose tenant is not that of the caller, or fills the tenant in. Every tool of the gateway takes part, and
 * whatever is not known to be harmless is refused: tools that this app does not know, `resources/read`, `prompts/get`.
 *
 * Give its `interceptor` to one gateway with JWT authorization: the function reads the claim without verifying the
 * token, because the gateway has verified it. It comes before the policies, so they see the tenant that is filled in.
 *
 * ```ts
 * const tenant = new TenantInterceptor(this, 'Tenant', { claim: 'tenant_id', input: TenantInput.fromClaim('tenantId') });
 * new ToolGateway(this, 'Tools', { inboundAuth: InboundAuth.jwt(staff), interceptors: [tenant.interceptor] });
 * ```
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-interceptors.html
 */
export class TenantInterceptor extends Construct {
  /** For `interceptors` of the gateway. It gets the headers of requests, because the token is among them. */
  readonly interceptor: Interceptor;
  /** The function inside. */
  readonly handler: lambda.Function;

  private gateway?: ToolGateway;
  private readonly exempted: { [tool: string]: Justification };

  constructor(
    scope: Construct,
    id: string,
    private readonly props: TenantInterceptorProps,
  ) {
    super(scope, id);
    new Problems(this).add(...propsProblems(props)).refuse();
    this.exempted = { ...props.exempt };
    this.handler = this.newFunction();
    this.interceptor = Interceptor._ready(
      this.handler,
      { passRequestHeaders: true },
      {
        problems: (about, gateway) => [...this.takenProblems(about), ...gatewayProblems(about, gateway)],
        bound: (gateway) => (this.gateway = gateway),
      },
    );
    for (const [tool, reason] of Object.entries(this.exempted)) this.recordExemption(tool, reason);
    this.node.addValidation({ validate: () => this.toolProblems().map(sentence) });
  }

  /**
   * Lets calls of a tool pass that are for no tenant: `tenant.exempt(catalog.tool('list_products'), { reason: '…' })`. With
   * `everyTool` of a target it is about all of them, also later ones, where none of them is known at synth.
   */
  exempt(tool: Tool, justification: Justification): void {
    const { inputs = {} } = this.props;
    const { fullName } = tool;
    new Problems(this).add(...exemptProblems({ [fullName]: justification }, inputs)).refuse();
    this.exempted[fullName] = justification;
    this.recordExemption(fullName, justification);
  }

  private recordExemption(tool: string, reason: Justification): void {
    const resource = this.handler.node.defaultChild as CfnResource;
    recordJustification(resource, `TenantInterceptor exempt ${tool}`, reason);
  }

  private newFunction(): lambda.Function {
    const role = new FunctionRole(this, { description: DESCRIPTION, logRetention: this.props.logRetention });
    return new lambda.Function(this, 'Function', {
      description: DESCRIPTION,
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      handler: 'index.handler',
      // Inline, so that it holds the tools as they are when everything is said, and needs neither bundling nor assets.
      code: lambda.Code.fromInline(Lazy.string({ produce: () => this.code() })),
      timeout: Duration.seconds(5),
      memorySize: 256,
      loggingFormat: lambda.LoggingFormat.JSON,
      logGroup: role.logGroup,
      role,
    });
  }

  /** The text of a JSON text, so that no name in it is more than a name. */
  private code(): string {
    const rules = JSON.stringify(JSON.stringify(this.rules()));
    return `${shippedHandler('interceptor-tenant')}\nmodule.exports.handler = tenantHandler(JSON.parse(${rules}));\n`;
  }

  private rules(): object {
    const fields: string[] = [];
    const tools: [name: string, field: number | null][] = [[SEARCH, null]];
    for (const tool of this.tools) {
      const input = this.inputOf(tool);
      const field = input?._fieldOf(tool);
      if (!input) tools.push([tool.fullName, null]);
      // Without the field it is refused at synth, and its calls would be.
      if (!input || !field) continue;
      const rule = JSON.stringify({ path: field.path, type: field.type, set: input._filledIn });
      if (!fields.includes(rule)) fields.push(rule);
      tools.push([tool.fullName, fields.indexOf(rule)]);
    }
    return {
      claim: this.props.claim,
      tools: Object.fromEntries(tools) as object,
      fields: fields.map((rule) => JSON.parse(rule) as object),
    };
  }

  private get tools(): readonly Tool[] {
    return this.gateway?._cedarGateway().tools ?? [];
  }

  /** Undefined for a tool that is exempt. */
  private inputOf({ fullName }: Tool): TenantInput | undefined {
    const { input, inputs = {} } = this.props;
    if (Object.hasOwn(this.exempted, fullName)) return undefined;
    return Object.hasOwn(inputs, fullName) ? inputs[fullName] : input;
  }

  /** What is known only when the gateway has all its tools. */
  private toolProblems(): Problem[] {
    const { inputs = {} } = this.props;
    if (!this.gateway) return [notUsed];
    const names = this.tools.map(({ fullName }) => fullName);
    return [
      ...[...namesOf('inputs', inputs), ...namesOf('exempt', this.exempted)]
        .filter(({ name }) => !names.includes(name))
        .map(({ about, name }) => unknownTool(about, name, names)),
      ...this.tools.flatMap((tool) => {
        const input = this.inputOf(tool);
        return !input || input._fieldOf(tool) ? [] : [withoutField(tool, input)];
      }),
      ...targetsBeside(this.gateway).map(({ path }) => beside(path)),
    ];
  }

  private takenProblems(about: string): Problem[] {
    if (!this.gateway) return [];
    return [
      {
        about,
        value: `the interceptor of ${this.node.path}, which ${this.gateway.node.path} has`,
        allowed: 'one that no other gateway has: it knows the tools of one',
        fix: 'Make a TenantInterceptor for each gateway.',
      },
    ];
  }
}

const DESCRIPTION = 'Refuses calls of tools for another tenant than the caller';

/** The gateway's own search of tools: it finds what the caller may call, and no data. */
const SEARCH = 'x_amz_bedrock_agentcore_search';

function propsProblems({ claim, input, inputs = {}, exempt = {} }: TenantInterceptorProps): Problem[] {
  return [
    ...(Token.isUnresolved(claim) || claim.trim() === '' || claim !== claim.trim() ? [noClaim(claim)] : []),
    ...input._problems('input'),
    ...Object.entries(inputs).flatMap(([tool, other]) => other._problems(`inputs.${tool}`)),
    ...exemptProblems(exempt, inputs),
  ];
}

function exemptProblems(exempt: { [tool: string]: Justification }, inputs: object): Problem[] {
  return [
    ...Object.entries(exempt).flatMap(([tool, reason]) => justificationProblems(`exempt.${tool}`, reason)),
    ...Object.keys(exempt)
      .filter((tool) => Object.hasOwn(inputs, tool))
      .map((tool) => ({
        about: `exempt.${tool}`,
        value: 'a tool that stands in inputs too',
        allowed: 'a tool in one of the two',
        fix: 'Leave it out of exempt if its calls are for a tenant.',
      })),
  ];
}

function noClaim(claim: string): Problem {
  return {
    about: 'claim',
    value: claim,
    allowed: 'the name of a claim, known at synth',
    fix: 'Write the name as it stands in the tokens, for example tenant_id.',
  };
}

function gatewayProblems(about: string, { inboundAuth, protocol }: ToolGatewayProps): Problem[] {
  const { type } = inboundAuth ?? InboundAuth.iam();
  const problems: Problem[] = [];
  if (type !== InboundAuthType.JWT) {
    problems.push({
      about,
      value: `a TenantInterceptor on a gateway with ${type} authorization`,
      allowed: 'one on a gateway that verifies tokens: the function reads the claim of a token as it stands',
      fix: 'Give the gateway InboundAuth.jwt(…).',
    });
  }
  if (protocol === GatewayProtocol.ANY) {
    problems.push({
      about,
      value: 'a TenantInterceptor on a gateway with GatewayProtocol.ANY',
      allowed: 'one on a gateway for MCP: of other requests it is not known where they say their tenant',
      fix: 'Give agents, services and models a gateway of their own.',
    });
  }
  return problems;
}

const notUsed: Problem = {
  about: 'interceptor',
  value: 'given to no gateway',
  allowed: 'one that a gateway has',
  fix: 'Write interceptors: [tenant.interceptor] in the props of the gateway, or leave the TenantInterceptor out.',
};

function namesOf(about: string, of: object): { readonly about: string; readonly name: string }[] {
  return Object.keys(of).map((name) => ({ about: `${about}.${name}`, name }));
}

function unknownTool(about: string, name: string, names: readonly string[]): Problem {
  return { about, value: name, allowed: 'the full name of a tool of the gateway', fix: suggestion(name, names) };
}

/** The function knows none of its tools, so it would refuse every call. */
function beside(path: string): Problem {
  return {
    about: path,
    value: 'a target that was added with the L2 or the L1',
    allowed: 'one whose tools say for which tenant they are called',
    fix: 'Add it with a method of the ToolGateway, such as addLambda.',
  };
}

function withoutField(tool: Tool, { path }: TenantInput): Problem {
  const exempt = `exempt: { ${JSON.stringify(tool.fullName)}: { reason: '…' } }`;
  if (tool.isEvery) {
    return {
      about: tool.targetName,
      value: 'a target whose tools are not known at synth',
      allowed: 'one whose tools say for which tenant they are called',
      fix: `Declare its tools, or say why none of them needs a tenant: ${exempt}.`,
    };
  }
  return {
    about: tool.fullName,
    value: `a tool without ${path} as text, whole number or list of them`,
    allowed: 'a tool that says for which tenant it is called',
    fix:
      `Add ${path} to its schema, say where else it takes the tenant in inputs, ` + `or why it needs none: ${exempt}.`,
  };
}
