/** A target of a gateway: the operations of an API, by its OpenAPI description. */
import type { Construct } from 'constructs';
import type { Problem } from '../../core/refusal';
import { gatewayDocument, type GatewayDocument } from '../../openapi/gateway-document';
import type { OwnParameters } from '../../openapi/parameters';
import type { ToolDefinition } from '../../tools/tool-definition';
import type { ToolDefinitions } from '../../tools/tool-definitions';
import type { Outbound } from '../outbound';
import { isRestricted } from '../restricted-headers';
import type { ToolGateway } from '../tool-gateway';
import type { OpenApiDescription } from './openapi-description';
import { Operations } from './operations';
import { documentOf, type TargetDocument } from './target-document';
import { TARGET_KINDS } from './target-kind';
import { ToolTarget, type HttpsTargetOptions } from './tool-target';

/** What to do with inputs that the gateway cannot take as they are described. */
export enum UnsupportedInputs {
  /** Refuse the operation. */
  REFUSE = 'refuse',
  /** Leave out what a call may leave out, and take the first of several forms. */
  NARROW = 'narrow',
}

/** An API and what is taken of it. */
export interface OpenApiToolsOptions extends HttpsTargetOptions {
  /** The description of the API: `OpenApiDescription.fromFile('api/orders.yaml')`. */
  readonly api: OpenApiDescription;
  /**
   * How the gateway authorizes its calls: `Outbound.oauth(…)`, `apiKey`, `userOAuth`, `onBehalfOf`, `gatewayRole` with the
   * service that checks the signature, or `none` with a reason.
   */
  readonly outbound: Outbound;
  /**
   * The operations that become tools. What is said of the others does not matter, and is not deployed.
   * @default - all operations
   */
  readonly operations?: Operations[];
  /**
   * Operations that become no tools.
   * @default - none
   */
  readonly withoutOperations?: Operations[];
  /**
   * Names of tools, by `operationId` or by `GET /pets`. Together with the name of the target, as `Target___tool`, a name has
   * up to 64 letters, digits, `_` and `-`.
   * @default - each tool is called by its `operationId`
   */
  readonly toolNames?: { [operation: string]: string };
  /**
   * Whether names are made fit for tools: `issues/create` becomes `issues_create`, and `GET /pets` without an `operationId`
   * becomes `get_pets`.
   * @default false
   */
  readonly safeNames?: boolean;
  /**
   * What models are told of tools, by `operationId` or by `GET /pets`.
   * @default - the words of the description
   */
  readonly descriptions?: { [operation: string]: string };
  /**
   * The https address of the API, in place of the servers in the description.
   * @default - the first server of the description
   */
  readonly server?: string;
  /**
   * Values for the variables in the server's address.
   * @default - their defaults; a variable that lets callers choose the host is refused
   */
  readonly serverVariables?: { [variable: string]: string };
  /**
   * What to do with inputs that the gateway cannot take as they are described, such as several forms of one field.
   * @default UnsupportedInputs.REFUSE
   */
  readonly unsupportedInputs?: UnsupportedInputs;
  /**
   * The tools of a description that is in a bucket. Policies are verified against them, so they have to be those that the
   * API really has.
   * @default - read from the description; with a bucket not known, so that policies can only be about `target.everyTool`
   */
  readonly tools?: ToolDefinitions;
}

/** An API, what is taken of it, and the gateway that offers it. */
export interface OpenApiToolsProps extends OpenApiToolsOptions {
  /** The gateway. It may belong to another stack. */
  readonly gateway: ToolGateway;
}

/**
 * The operations of an API as tools. What is deployed is the part of the description that is taken, in the words that the
 * gateway supports: short in the template, long as an asset that the gateway may read. `gateway.addOpenApi` is the short form.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-schema-openapi.html
 */
export class OpenApiTools extends ToolTarget {
  /** What the tools do not say as the description does, such as a field of several forms: for a reader, no mistake. */
  readonly notes: string[];

  constructor(scope: Construct, id: string, props: OpenApiToolsProps) {
    super(scope, id, props);
    const { api, outbound, tools } = props;
    const taken = api._document && taking(api, this.targetName, props);
    this.notes = (taken?.notes ?? []).map(({ about, text }) => `${about} ${text}`);
    let description: TargetDocument | undefined;
    const rendered = () => (description ??= taken ? documentOf(this, taken.text, 'openapi.json') : api._inBucket());
    this._build({
      kind: TARGET_KINDS.openApi,
      problems: [
        ...api._problems(),
        ...(taken?.problems ?? []),
        ...(api._isInBucket ? bucketProblems(props) : givenTools(tools)),
        ...(tools?._declaredProblems(this.targetName) ?? []),
      ],
      tools: (): readonly ToolDefinition[] | undefined => taken?.tools ?? tools?._declared(),
      declared: taken === undefined,
      outbound,
      configuration: () => ({ mcp: { openApiSchema: rendered().source } }),
      statements: () => rendered().statements,
    });
  }
}

function taking(api: OpenApiDescription, targetName: string, options: OpenApiToolsOptions): GatewayDocument {
  const { operations, withoutOperations, toolNames, safeNames, descriptions, server, serverVariables } = options;
  return gatewayDocument(api._document!, {
    operations: Operations._filter(operations),
    withoutOperations: Operations._filter(withoutOperations),
    toolNames,
    safeNames,
    descriptions,
    server,
    serverVariables,
    unsupportedInputs: options.unsupportedInputs,
    ownParameters: ownParameters(options.outbound),
    targetName,
  });
}

/** What a model must not fill in, as callers must not by way of `passes`. */
function ownParameters({ _takenPlace: taken }: Outbound): OwnParameters {
  const header = taken?.isHeader ? taken.name.toLowerCase() : undefined;
  const parameter = taken?.isHeader ? undefined : taken?.name;
  return (place, name) => {
    const isKey = place === 'header' ? name.toLowerCase() === header : place === 'query' && name === parameter;
    if (isKey) return { why: 'the gateway writes its API key there', isSet: true };
    return place === 'header' && isRestricted(name)
      ? { why: 'it is a header that HTTP itself or AWS uses', isSet: false }
      : undefined;
  };
}

/** What can be done with a description only where it is read. */
const NEEDS_READING = [
  'operations',
  'withoutOperations',
  'toolNames',
  'safeNames',
  'descriptions',
  'server',
  'serverVariables',
  'unsupportedInputs',
] as const satisfies readonly (keyof OpenApiToolsOptions)[];

function bucketProblems(options: OpenApiToolsOptions): Problem[] {
  return NEEDS_READING.filter((name) => options[name] !== undefined).map((name) => ({
    about: name,
    value: 'given for a description in a bucket',
    allowed: 'only for a description that is read at synth',
    fix: 'Give the description as a file, or leave it out.',
  }));
}

function givenTools(tools: ToolDefinitions | undefined): Problem[] {
  if (!tools) return [];
  return [
    {
      about: 'tools',
      value: 'given for a description that is read at synth',
      allowed: 'only for a description in a bucket: here the description tells the tools',
      fix: 'Leave it out.',
    },
  ];
}
