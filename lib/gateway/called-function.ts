/** Functions that a gateway calls: in its region, and if they are of another account, with the leave of that account. */
import { Stack, Token, type aws_lambda as lambda } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { Finding } from '../core/finding';
import type { Problem } from '../core/refusal';

export function functionRegionProblems(about: string, { env }: lambda.IFunction, own: string): Problem[] {
  if (!differ(env.region, own)) return [];
  return [
    {
      about,
      value: `a function in ${env.region}`,
      allowed: `a function in ${own}, the region of the gateway`,
      fix: 'Deploy the function there, or the gateway to the region of the function.',
    },
  ];
}

/**
 * The gateway's role is permitted here; the policy of the function is the business of the other account.
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-add-target-lambda.html
 */
export function functionAccountFindings(about: string, handler: lambda.IFunction, gateway: IConstruct): Finding[] {
  const { env, functionArn } = handler;
  if (!differ(env.account, Stack.of(gateway).account)) return [];
  const statement = {
    Effect: 'Allow',
    Principal: { AWS: `<ARN of the role of ${gateway.node.path}>` },
    Action: 'lambda:InvokeFunction',
    Resource: Token.isUnresolved(functionArn) ? `<ARN of ${handler.node.path}>` : functionArn,
  };
  return [
    {
      id: 'cdk-agentcore:function-of-other-account',
      about,
      value: `a function of account ${env.account}`,
      allowed: "a function of the gateway's account, or one whose own policy lets the gateway's role invoke it",
      fix: `Once the role is there, let the owners of the function add ${JSON.stringify(statement)}.`,
    },
  ];
}

function differ(one: string, other: string): boolean {
  return !Token.isUnresolved(one) && !Token.isUnresolved(other) && one !== other;
}
