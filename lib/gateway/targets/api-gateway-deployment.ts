/** How a target learns that its REST API was deployed anew. */
import { aws_apigateway as apigateway, Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Problem } from '../../core/refusal';
import { GATEWAY_LIMITS } from '../gateway-limits';

/**
 * The description of a target with the id of the deployment in it: so each deployment updates the target, and an update is
 * when the gateway asks for the methods. Undefined where the app does not deploy the stage, or in another stack: from there
 * it would be an export that changes, which CloudFormation refuses.
 */
export function describedDeployment(
  scope: Construct,
  description: string,
  stage: apigateway.IStage | undefined,
): string | undefined {
  const deploymentId = deploymentOf(scope, stage);
  return deploymentId === undefined ? undefined : `${description}${DEPLOYMENT}${deploymentId}`;
}

/** A description that leaves no room for the deployment. */
export function descriptionProblems(
  scope: Construct,
  description: string | undefined,
  stage: apigateway.IStage | undefined,
): Problem[] {
  if (description === undefined || Token.isUnresolved(description)) return [];
  const most = GATEWAY_LIMITS.description - DEPLOYMENT.length - LONGEST_ID;
  if (description.length <= most || deploymentOf(scope, stage) === undefined) return [];
  return [
    {
      about: 'description',
      value: description,
      allowed: `at most ${most} characters, as the deployment of the API stands behind it, and it has ${description.length}`,
      fix: 'Shorten it.',
    },
  ];
}

function deploymentOf(scope: Construct, stage: apigateway.IStage | undefined): string | undefined {
  const resource = stage?.node.defaultChild;
  if (!(resource instanceof apigateway.CfnStage) || Stack.of(resource) !== Stack.of(scope)) return undefined;
  return resource.deploymentId;
}

const DEPLOYMENT = ', deployment ';
/** Ids of API Gateway have up to ten characters. */
const LONGEST_ID = 10;
