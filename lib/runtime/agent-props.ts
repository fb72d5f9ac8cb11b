/** What an agent is made of. */
import type {
  aws_bedrockagentcore as agentcore,
  aws_ec2 as ec2,
  aws_kms as kms,
  aws_logs as logs,
  Duration,
} from 'aws-cdk-lib';
import type { ICapability } from '../core/capability';
import type { Justification } from '../core/justification';
import type { InboundAuth } from '../identity/inbound-auth';
import type { AgentTraces } from './agent-traces';
import type { BedrockModel } from './bedrock-model';
import type { AgentCode } from './code';

/** How long the logs of an agent are kept, and with which key. */
export interface AgentLogs {
  /**
   * How long they are kept: what the code prints, for every endpoint, and the usage of its sessions.
   * @default RetentionDays.ONE_MONTH
   */
  readonly retention?: logs.RetentionDays;
  /**
   * The key that encrypts them. A key of this app gets the statement for CloudWatch Logs; any other needs it already.
   * @default - CloudWatch Logs' own key
   */
  readonly encryptionKey?: kms.IKey;
  /**
   * Whether the vCPU and memory use of each session is logged; it holds no content.
   * @default true
   */
  readonly usage?: boolean;
}

/** Properties of an agent. */
export interface AgentProps {
  /** Its code: a TypeScript entry, a Python folder, a container, an image or a zip. */
  readonly code: AgentCode;
  /**
   * How callers prove who they are. A runtime always authenticates, so `InboundAuth.none` is refused.
   * @default InboundAuth.iam()
   */
  readonly inboundAuth?: InboundAuth;
  /**
   * The models that it may call. The first finds itself in `MODEL_ID`, further ones need a `name`.
   * @default - none
   */
  readonly models?: BedrockModel[];
  /**
   * What else it may use: memories, tool gateways, other agents. More with `agent.use(…)`.
   * @default - nothing
   */
  readonly uses?: ICapability[];
  /**
   * The protocol that the code speaks: HTTP, MCP, A2A or AG-UI. It decides the port and path the runtime calls.
   * @default ProtocolType.HTTP
   */
  readonly protocol?: agentcore.ProtocolType;
  /**
   * Variables of the code, besides those of what it uses: at most 50 together, names of 100 characters, values of 5000.
   * @default - none
   */
  readonly environment?: { [name: string]: string };
  /**
   * Request headers that reach the code, besides those that what it uses needs; at most 20 together.
   * @default - none
   */
  readonly requestHeaders?: string[];
  /**
   * After how long without a request a session ends; 1 minute to 8 hours, at most `maxLifetime`.
   * @default Duration.minutes(15)
   */
  readonly idleSessionTimeout?: Duration;
  /**
   * After how long a session ends in any case; 1 minute to 8 hours.
   * @default Duration.hours(8)
   */
  readonly maxLifetime?: Duration;
  /**
   * The version of the platform that sessions run on.
   * @default - the service's
   */
  readonly platformVersion?: agentcore.PlatformVersion;
  /**
   * What it is for, 1 to 1200 characters.
   * @default - none
   */
  readonly description?: string;
  /**
   * Its name in the service: 48 letters, digits and `_`, starting with a letter. Changing it replaces the agent.
   * @default - from the construct path
   */
  readonly agentName?: string;
  /**
   * Tags of the runtime.
   * @default - those of the stack
   */
  readonly tags?: { [key: string]: string };
  /**
   * The network that its code is in. What it calls must be reachable from there: see docs/agent.md.
   * @default - the service's public network: the code reaches the internet, nothing reaches the code but its callers
   */
  readonly vpc?: ec2.IVpc;
  /**
   * The subnets, 1 to 16. Private ones: in a public subnet the code reaches no internet.
   * @default - the private subnets of the VPC
   */
  readonly vpcSubnets?: ec2.SubnetSelection;
  /**
   * Its security groups, 1 to 16.
   * @default - a group of its own that lets in nothing and lets out HTTPS only
   */
  readonly securityGroups?: ec2.ISecurityGroup[];
  /**
   * How long logs are kept, and with which key.
   * @default - one month, usage included
   */
  readonly logs?: AgentLogs;
  /**
   * Where traces go; the account has to have CloudWatch Transaction Search turned on.
   * @default - no traces
   */
  readonly traces?: AgentTraces;
  /**
   * Lets the content of conversations (prompts, answers, tool arguments) into logs and traces: personal data, secrets
   * and all. The reason goes into the template.
   * @default - content stays out of what the service and the instrumentation write; what the code prints is its own
   */
  readonly logContent?: Justification;
  /**
   * Lets the code get workload tokens for any user id that it names, without a proof of that user. With a JWT the
   * caller's own token does that. The reason goes into the template.
   * @default - only for itself, and for a caller's JWT where callers bring one
   */
  readonly anyUserTokens?: Justification;
}
