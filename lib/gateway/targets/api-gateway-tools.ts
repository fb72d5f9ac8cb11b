/** A target of a gateway: methods of a REST API of API Gateway. */
import { Stack, type aws_apigateway as apigateway, aws_iam as iam } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { reportFindings, type Finding } from '../../core/finding';
import { sentence, type Problem } from '../../core/refusal';
import { ToolDefinitions } from '../../tools/tool-definitions';
import { Outbound } from '../outbound';
import { OutboundType } from '../outbound-type';
import type { PassedMetadata } from '../target-metadata';
import type { ToolGateway } from '../tool-gateway';
import { describedDeployment, descriptionProblems } from './api-gateway-deployment';
import type { RestMethods, RestToolOverride } from './api-gateway-methods';
import { operationsOf, type RestOperation } from './api-gateway-operation';
import { apiProblems, keyPlaceProblems, methodProblems, stageProblems } from './api-gateway-problems';
import { selectedOperations, unknownProblems, writtenProblems } from './api-gateway-selection';
import { TARGET_KINDS } from './target-kind';
import { ToolTarget, type ToolTargetOptions } from './tool-target';

/** A REST API and those of its methods that become tools. */
export interface ApiGatewayToolsOptions extends ToolTargetOptions {
  /** The REST API, in the account and region of the gateway: one of the app, or `RestApi.fromRestApiId(…)`. */
  readonly api: apigateway.IRestApi;
  /**
   * The methods that become tools. Add them to an API of the app before the target: it knows those that are there.
   */
  readonly methods: RestMethods[];
  /**
   * The stage that is called.
   * @default - the one that the API deploys itself to
   */
  readonly stage?: apigateway.IStage;
  /**
   * Other names and descriptions of tools. A tool has the `operationName` of its method; a method without one needs an
   * override.
   * @default - none
   */
  readonly overrides?: RestToolOverride[];
  /**
   * The tools of an API whose methods the app does not have, with the names that they have after `overrides`. Policies are
   * verified against them, so they have to be those that the API really has.
   * @default - what the methods of an API of the app say; else not known, so that policies can only be about `target.everyTool`
   */
  readonly tools?: ToolDefinitions;
  /**
   * How the gateway authorizes its calls. With its role, it is permitted to invoke the selected methods of this stage.
   * @default Outbound.gatewayRole()
   */
  readonly outbound?: Outbound;
  /**
   * Headers and query parameters that the gateway passes on.
   * @default - none
   */
  readonly passes?: PassedMetadata;
}

/** A REST API, its methods, and the gateway that offers them. */
export interface ApiGatewayToolsProps extends ApiGatewayToolsOptions {
  /** The gateway. It may belong to another stack. */
  readonly gateway: ToolGateway;
}

/**
 * Methods of a REST API as tools. `gateway.addApiGateway` is the short form. In the stack of the API, CloudFormation makes
 * the target after the stage, and updates it with each deployment of the API, so that the gateway asks for the methods anew.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-target-api-gateway.html
 */
export class ApiGatewayTools extends ToolTarget {
  constructor(scope: Construct, id: string, props: ApiGatewayToolsProps) {
    const { api, gateway, methods, overrides = [], outbound = Outbound.gatewayRole() } = props;
    // An imported API has none, whatever its type says.
    const stage: apigateway.IStage | undefined = props.stage ?? api.deploymentStage;
    super(scope, id, {
      ...props,
      description:
        describedDeployment(scope, props.description ?? `REST API ${api.node.id}`, stage) ?? props.description,
    });
    const operations = operationsOf(api);
    const selected = operations && selectedOperations(operations, methods);
    const tools = selected ? toolsOf(selected, overrides) : props.tools;
    const written = writtenProblems(methods, overrides);
    this._build({
      kind: TARGET_KINDS.apiGateway,
      problems: [
        ...apiProblems(api, gateway),
        ...stageProblems(api, stage),
        ...descriptionProblems(scope, props.description, stage),
        ...written,
        ...(operations && written.length === 0 ? unknownProblems(operations, methods, overrides) : []),
        ...(selected ?? []).flatMap((operation) => [
          ...nameProblems(operation, overrides),
          ...methodProblems(operation, outbound),
        ]),
        ...keyPlaceProblems(selected ?? [], outbound),
        ...declaredProblems(props, selected),
        // Of methods without names there are no tools, which is told already.
        ...(tools && !(selected && tools.definitions.length === 0) ? tools._declaredProblems(this.targetName) : []),
      ],
      tools: () => tools?._declared(),
      declared: true,
      outbound,
      configuration: () => ({
        mcp: {
          apiGateway: {
            restApiId: api.restApiId,
            stage: stage.stageName,
            apiGatewayToolConfiguration: {
              toolFilters: methods.map((one) => ({ filterPath: one.path, methods: one.methods })),
              ...(overrides.length > 0 && {
                toolOverrides: overrides.map((one) => ({ ...one, method: one.method.toUpperCase() })),
              }),
            },
          },
        },
      }),
      statements: () => (outbound.type === OutboundType.GATEWAY_IAM_ROLE ? invoking(props, stage, selected) : []),
    });
    if (selected) {
      reportFindings(this, () => [
        ...selected.flatMap(responseFindings),
        ...selected.flatMap((operation) => opennessFindings(operation, api, outbound)),
      ]);
      this.node.addValidation({ validate: () => lateProblems(selected, api, methods).map(sentence) });
    }
  }
}

function toolsOf(selected: readonly RestOperation[], overrides: readonly RestToolOverride[]): ToolDefinitions {
  return ToolDefinitions.of(
    ...selected.flatMap((operation) => operation.tool(overrides.find((one) => operation.isOf(one))) ?? []),
  );
}

function nameProblems(operation: RestOperation, overrides: readonly RestToolOverride[]): Problem[] {
  if (operation.operationName !== undefined || overrides.some((one) => operation.isOf(one))) return [];
  return [
    {
      about: `the name of ${operation.place}`,
      allowed: 'an operationName of the method, or a name in overrides: the tool is called by it',
      fix: "Give the method operationName: '…'.",
    },
  ];
}

function declaredProblems(
  { tools, overrides = [] }: ApiGatewayToolsProps,
  selected: readonly RestOperation[] | undefined,
): Problem[] {
  if (!tools) return [];
  if (selected) {
    return [
      {
        about: 'tools',
        value: 'given beside an API of the app',
        allowed: 'for an API whose methods the app does not have; here they say what the tools are',
        fix: 'Leave it out; names and descriptions go into overrides.',
      },
    ];
  }
  const names = tools.definitions.map(({ name }) => name);
  return overrides.flatMap(({ name }, index) =>
    names.includes(name)
      ? []
      : [
          {
            about: `overrides[${index}].name`,
            value: name,
            allowed: 'the name of one of the declared tools',
            fix: 'Add the tool to tools.',
          },
        ],
  );
}

/** The selected methods; of an API that the app does not know, what the filters stand for. */
function invoking(
  { api, methods }: ApiGatewayToolsProps,
  stage: apigateway.IStage,
  selected: readonly RestOperation[] | undefined,
): iam.PolicyStatement[] {
  const places = selected ?? methods.flatMap(({ path, methods: names }) => names.map((method) => ({ path, method })));
  const resources = places.map(({ path, method }) =>
    api.arnForExecuteApi(method, path.replace(/\{[^}]*\}/g, '*'), stage.stageName),
  );
  return [new iam.PolicyStatement({ actions: ['execute-api:Invoke'], resources: [...new Set(resources)] })];
}

/** Not documented, but an export is no valid OpenAPI without: https://github.com/awslabs/agentcore-samples/issues/1219 */
function responseFindings(operation: RestOperation): Finding[] {
  if (operation.hasResponses) return [];
  return [
    {
      id: 'cdk-agentcore:rest-method-responses',
      about: `the method responses of ${operation.place}`,
      allowed: 'at least one: without, the export that the gateway reads is no valid OpenAPI',
      fix: "Give the method methodResponses: [{ statusCode: '200' }].",
    },
  ];
}

/** What the gateway signs, nobody verifies: the policies of the gateway hold for those who take the way through it. */
function opennessFindings(operation: RestOperation, api: apigateway.IRestApi, outbound: Outbound): Finding[] {
  const resource = api.node.defaultChild as apigateway.CfnRestApi;
  const hasPolicy = Stack.of(api).resolve(resource.policy) !== undefined;
  if (operation.authorization !== 'NONE' || hasPolicy || outbound.type !== OutboundType.GATEWAY_IAM_ROLE) return [];
  return [
    {
      id: 'cdk-agentcore:open-rest-method',
      about: `authorizationType of ${operation.place}`,
      value: 'NONE',
      allowed: 'AWS_IAM, as whoever knows the address of the API calls the method without the gateway and its policies',
      fix: 'Give the method authorizationType: AuthorizationType.IAM, or the API a policy.',
    },
  ];
}

function lateProblems(
  selected: readonly RestOperation[],
  api: apigateway.IRestApi,
  methods: readonly RestMethods[],
): Problem[] {
  const known = selected.map(({ place }) => place);
  return selectedOperations(operationsOf(api)!, methods)
    .filter(({ place }) => !known.includes(place))
    .map(({ place }) => ({
      about: 'methods',
      value: `without ${place}, which was added to the API later`,
      allowed: 'methods that the API has when the target is added, as policies are verified against them',
      fix: 'Add the target after the last method.',
    }));
}
