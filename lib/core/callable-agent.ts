/** The contract between an agent and what calls it over HTTP; neither side knows the other by type. */
import type { IConstruct } from 'constructs';
import type { CallerToken } from './capability';

/** An agent that something else can call: `Agent`. */
export interface ICallableAgent extends IConstruct {
  /** The ARN of its runtime. */
  readonly agentArn: string;
  /** Where to POST invocations. */
  readonly agentUrl: string;
  /** The version that is deployed, another one after each change. */
  readonly agentVersion: string;
  /** What its code speaks: `HTTP`, `MCP`, `A2A` or `AGUI`. */
  readonly agentProtocol: string;
  /** What a permission to invoke it names: its ARN by name, and those of its endpoints. */
  readonly invocationArns: string[];
  /**
   * The token that its callers bring.
   * @default - they sign with AWS credentials
   */
  readonly callerToken?: CallerToken;
}
