/** The contract between an agent and whatever it may use; neither side knows the other by type. */
import type { aws_iam as iam } from 'aws-cdk-lib';
import type { Construct, IDependable } from 'constructs';

/** The token that callers bring, as far as a capability that passes it on must know it. */
export interface CallerToken {
  /** The OpenID Connect discovery URL of the issuer. */
  readonly discoveryUrl: string;
  /**
   * The clients whose tokens are accepted.
   * @default - clients are not checked
   */
  readonly clients?: string[];
  /**
   * The audiences whose tokens are accepted.
   * @default - audiences are not checked
   */
  readonly audiences?: string[];
}

/** What an agent tells a capability about itself. */
export interface CapabilityHost {
  /** The role the agent's code runs with. */
  readonly role: iam.IRole;
  /**
   * The token that the agent's callers bring.
   * @default - callers bring no JWT
   */
  readonly callerToken?: CallerToken;
  /**
   * The ARNs, or ARN patterns, of the workload identity that the agent's code asks for credentials as.
   * @default - it has none
   */
  readonly workloadIdentityArns?: string[];
}

/** What an agent needs in order to use a capability. */
export interface CapabilityBinding {
  /**
   * Environment variables, named from the capability's id: `MEMORY_<ID>_ID`.
   * @default - none
   */
  readonly environment?: { [name: string]: string };
  /**
   * Request headers that must reach the agent's code.
   * @default - none
   */
  readonly requestHeaders?: string[];
  /**
   * IAM statements for the agent's role. They are attached after the agent exists, so they may name anything.
   * @default - none
   */
  readonly statements?: iam.PolicyStatement[];
  /**
   * What must exist before the agent.
   * @default - only what the environment refers to
   */
  readonly dependencies?: IDependable[];
  /**
   * The caller's token that the agent has to pass on. An agent whose callers bring no such token is refused.
   * @default - no token is needed
   */
  readonly requiredCallerToken?: CallerToken;
}

/** Something an agent may use: a memory, a tool gateway, a model, another agent, a bucket. */
export interface ICapability {
  /** How messages name it: the construct path, or what it is. */
  readonly capabilityName: string;
  /**
   * Says what the agent needs.
   * @param scope the agent; constructs that belong to this one use are created in it
   * @param host what the agent is
   */
  bind(scope: Construct, host: CapabilityHost): CapabilityBinding;
}
