/** CloudFormation's pseudo parameters, known where the stack says where it is deployed. */
import type { StackTemplate } from './stack-template';

/** The value of `AWS::Region` and the like, or undefined when only the deployment knows it. */
export function pseudoParameter(name: string, stack: StackTemplate): string | undefined {
  switch (name) {
    case 'AWS::Region':
      return stack.region;
    case 'AWS::AccountId':
      return stack.account;
    case 'AWS::StackName':
      return stack.nestedIn ? undefined : stack.stackName;
    case 'AWS::Partition':
      return stack.region && partitionOf(stack.region).partition;
    case 'AWS::URLSuffix':
      return stack.region && partitionOf(stack.region).urlSuffix;
    default:
      return undefined;
  }
}

/** By the prefixes of region names: https://docs.aws.amazon.com/general/latest/gr/rande.html */
function partitionOf(region: string): { partition: string; urlSuffix: string } {
  if (region.startsWith('cn-')) return { partition: 'aws-cn', urlSuffix: 'amazonaws.com.cn' };
  if (region.startsWith('us-gov-')) return { partition: 'aws-us-gov', urlSuffix: 'amazonaws.com' };
  if (region.startsWith('eusc-')) return { partition: 'aws-eusc', urlSuffix: 'amazonaws.eu' };
  return { partition: 'aws', urlSuffix: 'amazonaws.com' };
}
