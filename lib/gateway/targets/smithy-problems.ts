/** What does not go together with where a Smithy model is. */
import type { Problem } from '../../core/refusal';
import type { SmithyToolsOptions } from './smithy-tools';

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
