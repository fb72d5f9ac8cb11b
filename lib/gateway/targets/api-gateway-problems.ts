/** What keeps a gateway from calling a REST API, or one of its methods. */
import { aws_apigateway as apigateway, Stack, Token } from 'aws-cdk-lib';
import type { Problem } from '../../core/refusal';
import type { Outbound } from '../outbound';
import { OutboundType } from '../outbound-type';
import type { ToolGateway } from '../tool-gateway';
import type { RestOperation } from './api-gateway-operation';

const { EndpointType } = apigateway;
const SIGNED: string = apigateway.AuthorizationType.IAM;
/**
 * "Only auth types [apiKey, awsSigv4] are supported" is what the service answers otherwise.
 * @see https://github.com/awslabs/agentcore-samples/issues/1219
 */
const AUTHORIZATIONS: readonly string[] = [apigateway.AuthorizationType.NONE, SIGNED];

/** @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-target-api-gateway.html (2026-11) */
export function apiProblems(api: apigateway.IRestApi, gateway: ToolGateway): Problem[] {
  const { account, region } = Stack.of(gateway);
  const resource = api.node.defaultChild;
  return [
    ...differentProblems('region', api.env.region, region),
    ...differentProblems('account', api.env.account, account),
    ...(resource instanceof apigateway.CfnRestApi ? endpointProblems(resource) : []),
  ];
}

export function stageProblems(api: apigateway.IRestApi, stage: apigateway.IStage | undefined): Problem[] {
  if (!stage) {
    return [
      {
        about: 'stage',
        allowed: 'a stage that the API is deployed to; an API of the app has one unless deploy is false',
        fix: 'Give the stage; one that exists already is Stage.fromStageAttributes.',
      },
    ];
  }
  if (stage.restApi === api || stage.restApi.restApiId === api.restApiId) return [];
  return [
    {
      about: 'stage',
      value: `${stage.node.path}, of the API ${stage.restApi.node.path}`,
      allowed: `a stage of the API ${api.node.path}`,
      fix: 'Give a stage of the same API, or leave it out for the one that the API has.',
    },
  ];
}

/** What the way out cannot do for a method. */
export function methodProblems(operation: RestOperation, outbound: Outbound): Problem[] {
  const { authorization, needsApiKey, place } = operation;
  const about = `${place} authorizationType`;
  if (operation.isProxy) {
    return [
      {
        about: place,
        value: 'selected',
        allowed: 'paths without {…+}: the gateway does not support proxy resources',
        fix: 'Select the other paths one by one.',
      },
    ];
  }
  if (!AUTHORIZATIONS.includes(authorization)) {
    return [
      {
        about,
        value: authorization,
        allowed: 'AWS_IAM or NONE: the gateway refuses a target with a method that an authorizer guards',
        fix: 'Leave the method out, or add the same integration as another method with AuthorizationType.IAM.',
      },
    ];
  }
  const signed = authorization === SIGNED;
  if (signed && needsApiKey) {
    return [
      {
        about,
        value: 'AWS_IAM with an API key',
        allowed: 'one of the two: the gateway takes no method that needs both',
        fix: 'Leave the method out, or apiKeyRequired.',
      },
    ];
  }
  if (signed && outbound.type !== OutboundType.GATEWAY_IAM_ROLE) {
    return [{ about, value: 'AWS_IAM', allowed: 'with Outbound.gatewayRole', fix: APART }];
  }
  if (needsApiKey && outbound.type !== OutboundType.API_KEY) {
    return [{ about: `${place} apiKeyRequired`, value: true, allowed: 'with Outbound.apiKey', fix: APART }];
  }
  return [];
}

/** API Gateway looks for its keys in one header. */
export function keyPlaceProblems(operations: readonly RestOperation[], outbound: Outbound): Problem[] {
  if (outbound.type !== OutboundType.API_KEY || !operations.some(({ needsApiKey }) => needsApiKey)) return [];
  const { credentialProvider } = outbound._render() as { credentialProvider: { apiKeyCredentialProvider: KeyPlace } };
  const { credentialLocation, credentialParameterName, credentialPrefix } = credentialProvider.apiKeyCredentialProvider;
  const isRight = credentialLocation === 'HEADER' && credentialParameterName.toLowerCase() === KEY_HEADER;
  if (isRight && credentialPrefix === undefined) return [];
  const where = credentialLocation === 'HEADER' ? 'header' : 'query parameter';
  return [
    {
      about: 'outbound Outbound.apiKey',
      value: `in the ${where} ${credentialParameterName}${credentialPrefix === undefined ? '' : ` after ${JSON.stringify(credentialPrefix)}`}`,
      allowed: `in the header ${KEY_HEADER} alone, where API Gateway looks for its keys`,
      fix: `Write place: ApiKeyPlace.header({ name: '${KEY_HEADER}' }).`,
    },
  ];
}

interface KeyPlace {
  readonly credentialLocation: string;
  readonly credentialParameterName: string;
  readonly credentialPrefix?: string;
}

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-key-source.html */
const KEY_HEADER = 'x-api-key';
const APART = 'Give the target that way out, or make a target of its own for such methods.';

function endpointProblems({ endpointConfiguration, disableExecuteApiEndpoint }: apigateway.CfnRestApi): Problem[] {
  const problems: Problem[] = [];
  const types = Token.isUnresolved(endpointConfiguration)
    ? undefined
    : (endpointConfiguration as apigateway.CfnRestApi.EndpointConfigurationProperty | undefined)?.types;
  if (types?.includes(EndpointType.PRIVATE)) {
    problems.push({
      about: 'api endpoint',
      value: EndpointType.PRIVATE,
      allowed: `${EndpointType.REGIONAL} or ${EndpointType.EDGE}: the gateway cannot reach a private API`,
      fix: 'Make the API regional, guard its methods with AuthorizationType.IAM, and reach the VPC with a VpcLink.',
    });
  }
  if (disableExecuteApiEndpoint === true) {
    problems.push({
      about: 'api disableExecuteApiEndpoint',
      value: true,
      allowed: 'an API with its default endpoint, which is the one that the gateway calls',
      fix: 'Leave it out.',
    });
  }
  return problems;
}

function differentProblems(what: string, value: string, own: string): Problem[] {
  if (Token.isUnresolved(value) || Token.isUnresolved(own) || value === own) return [];
  return [
    {
      about: 'api',
      value: `an API in ${value}`,
      allowed: `an API in ${own}, the ${what} of the gateway`,
      fix: 'Deploy the two together, or describe the API with OpenAPI.',
    },
  ];
}
