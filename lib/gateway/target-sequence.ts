/** The service works on a few targets of a gateway at a time, so the next ones wait for the first. */
import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { GATEWAY_LIMITS } from './gateway-limits';

/** The targets of one gateway in the order in which they are deployed, stack by stack: an order across stacks could be a circle. */
export class TargetSequence {
  private readonly targets: IConstruct[] = [];

  /** Appends a target, which waits for the fifth before it. */
  append(target: IConstruct): void {
    const inStack = this.targets.filter((other) => Stack.of(other) === Stack.of(target));
    const predecessor = inStack.at(-GATEWAY_LIMITS.concurrentTargetOperations);
    if (predecessor) target.node.addDependency(predecessor);
    this.targets.push(target);
  }
}
