/** What does not go together in a Smithy target. */
import type { aws_iam as iam } from 'aws-cdk-lib';
import type { Problem } from '../../core/refusal';
import type { Outbound } from '../outbound';
import { OUTBOUND_IN_CODE, OutboundType } from '../outbound-type';
import type { SmithyToolsOptions } from './smithy-tools';

/** With where the model is. */
export function placeProblems({ model, operations, tools }: SmithyToolsOptions): Problem[] {
  const problems: Problem[] = [];
  if (!model._isInBucket && tools) {
    problems.push({
      about: 'tools',
      value: 'given beside a model that is read at synth',
      allowed: 'with SmithyModel.fromBucket only: here the model says what the tools are',
      fix: 'Leave it out, and select some with operations.',
    });
  }
  if (model._isInBucket && operations) {
    problems.push({
      about: 'operations',
      value: operations,
      allowed: 'with SmithyModel.fromFile or SmithyModel.fromInline: a model in a bucket is taken as it is',
      fix: 'Take the file, or put a model with these operations alone into the bucket.',
    });
  }
  return problems;
}

/** With a token nothing is signed, so the role needs nothing. */
export function statementProblems(statements: readonly iam.PolicyStatement[], outbound: Outbound): Problem[] {
  if (statements.length === 0 || outbound.type === OutboundType.GATEWAY_IAM_ROLE) return [];
  return [
    {
      about: 'statements',
      value: `given beside ${OUTBOUND_IN_CODE[outbound.type]}`,
      allowed: `with ${OUTBOUND_IN_CODE.GATEWAY_IAM_ROLE} only: a call with a token is not authorized by IAM`,
      fix: 'Leave it out.',
    },
  ];
}
