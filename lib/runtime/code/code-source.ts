/** What AgentCode's factories have in common: what is wrong with them, and what a runtime needs of them. */
import type { aws_bedrockagentcore as agentcore, aws_iam as iam } from 'aws-cdk-lib';
import type { Construct, IDependable } from 'constructs';
import type { Problem } from '../../core/refusal';

/** Code made ready for one runtime. */
export interface BoundCode {
  /** What the L2 takes. It grants nothing by itself. */
  readonly artifact: agentcore.AgentRuntimeArtifact;
  /** What the runtime's role needs before the runtime is created: exactly this object or repository. */
  readonly required: iam.PolicyStatement[];
  /** Variables without which the code runs less well; the user's own win. */
  readonly environment?: { [name: string]: string };
  /** What must exist before the runtime. */
  readonly dependencies?: IDependable[];
}

export interface CodeSource {
  /** What can be said without a construct. */
  problems(): Problem[];
  /** Builds and stages it below the agent; refuses in the agent's name. */
  bind(scope: Construct): BoundCode;
}
