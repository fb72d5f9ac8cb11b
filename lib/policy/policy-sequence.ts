/** The order in which CloudFormation creates the policies of one engine, whichever of its gateways they are about. */
import { Stack, type aws_bedrockagentcore as agentcore } from 'aws-cdk-lib';
import { Dependable, type IConstruct, type IDependable } from 'constructs';
import type { CedarGateway } from '../cedar/cedar-gateway';
import type { SetStatement } from '../cedar/proof/statement-set';
import { verifyStatements, type StatementToVerify } from '../cedar/verify-statement';
import type { Tool } from '../tools/tool';
import type { IPolicyGateway } from './policy-gateway';

/** A policy as far as its place in the order goes. */
export interface SequencedPolicy extends IConstruct {
  readonly _forbids: boolean;
  /** False if the policy is only observed. */
  readonly _enforced: boolean;
  /** Where its statement stands, of a file. */
  readonly _place?: string;
  /** The tools of a gateway in the scope of a permit, whatever its conditions are and whether or not it is enforced. */
  _permittedTools(gateway: IPolicyGateway): readonly Tool[];
  /** The same of a permit that nothing here can verify; it is none of those above. */
  _maybePermittedTools(gateway: IPolicyGateway): readonly Tool[];
  /** What it adds to the statements about a gateway, in bytes, at least. */
  _sizeOn(gateway: IPolicyGateway): number;
  /** What is to be verified against the tools of this gateway; nothing where the policy is about another one. */
  _toVerify(gateway: CedarGateway): StatementToVerify[];
  /** Its statement as one of those that decide together. */
  _inSet(): SetStatement;
}

/**
 * One policy of a stack after the other, because the service fails policies that are created at the same time; permits
 * before forbids, because it rejects a forbid that leaves nothing of what is permitted so far.
 */
export class PolicySequence {
  /** All policies of the engine, in the order of the code, in whichever stacks they are. */
  readonly policies: SequencedPolicy[] = [];

  private readonly verified = new WeakSet<CedarGateway>();

  add(policy: SequencedPolicy): void {
    this.policies.push(policy);
  }

  /** The size of all statements about a gateway, in bytes, at least. */
  sizeOn(gateway: IPolicyGateway): number {
    return this.policies.reduce((sum, policy) => sum + policy._sizeOn(gateway), 0);
  }

  /** Verifies the policies of a gateway together, once, so that asking for each of them afterwards costs nothing. */
  verify(gateway: CedarGateway): void {
    if (this.verified.has(gateway)) return;
    this.verified.add(gateway);
    verifyStatements(
      this.policies.flatMap((policy) => policy._toVerify(gateway)),
      gateway,
    );
  }

  /** What this policy waits for: the one before it in its stack, or the last one that was added to the L2's engine. */
  before(policy: SequencedPolicy, engine: agentcore.IPolicyEngine): IConstruct[] {
    const stack = Stack.of(policy);
    const inStack = this.policies.filter((other) => Stack.of(other) === stack);
    const ordered = [...inStack.filter(({ _forbids }) => !_forbids), ...inStack.filter(({ _forbids }) => _forbids)];
    const predecessor = ordered[ordered.indexOf(policy) - 1] ?? addedToL2(engine, stack).at(-1);
    return predecessor ? [predecessor] : [];
  }
}

/** A dependency on constructs that are known only when the app is complete. */
export function laterKnown(constructs: () => IConstruct[]): IDependable {
  const dependable = {};
  Dependable.implement(dependable, new LaterKnown(constructs));
  return dependable;
}

class LaterKnown extends Dependable {
  constructor(private readonly constructs: () => IConstruct[]) {
    super();
  }

  get dependencyRoots(): IConstruct[] {
    return this.constructs();
  }
}

function addedToL2(engine: agentcore.IPolicyEngine, stack: Stack): IConstruct[] {
  const { policies = [] } = engine as Partial<Pick<agentcore.PolicyEngine, 'policies'>>;
  return policies.filter((policy) => Stack.of(policy) === stack);
}
