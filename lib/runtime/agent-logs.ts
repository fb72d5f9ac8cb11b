/** The logs of one agent, as its props say: kept for a while, encrypted if asked for, without content unless asked for. */
import { aws_logs as logs, type aws_bedrockagentcore as agentcore } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { AgentProps } from './agent-props';
import { DeliveredLogs } from './delivered-logs';
import { allowLogsToUse, ServiceLogGroup, type LogKeeping } from './service-log-group';

/** The endpoint that the service makes itself. */
const DEFAULT_ENDPOINT = 'DEFAULT';

export class AgentLogGroups extends Construct {
  private readonly keeping: LogKeeping;
  private readonly runtimeId: string;

  constructor(scope: Construct, id: string, runtime: agentcore.Runtime, agentName: string, props: AgentProps) {
    super(scope, id);
    const { retention = logs.RetentionDays.ONE_MONTH, encryptionKey, usage = true } = props.logs ?? {};
    this.keeping = { retention, encryptionKey };
    this.runtimeId = runtime.agentRuntimeId;
    if (encryptionKey) allowLogsToUse(encryptionKey, this, agentName);
    this.keepEndpoint(DEFAULT_ENDPOINT);

    const deliver = (kind: string, logType: string) =>
      new DeliveredLogs(this, kind, {
        ...this.keeping,
        runtimeId: this.runtimeId,
        runtimeArn: runtime.agentRuntimeArn,
        logType,
        kind: kind.toLowerCase(),
      }).delivery;
    const deliveries = [
      runtime.node.tryFindChild('TracesDelivery') as logs.CfnDelivery | undefined,
      usage ? deliver('Usage', 'USAGE_LOGS') : undefined,
      // Requests and answers are part of these.
      props.logContent ? deliver('Content', 'APPLICATION_LOGS') : undefined,
    ].filter((delivery) => delivery !== undefined);
    // The service refuses two deliveries of one runtime that are made at the same time.
    for (const [index, delivery] of deliveries.entries())
      if (index > 0) delivery.node.addDependency(deliveries[index - 1]);
  }

  /** Each endpoint has a group of its own. */
  keepEndpoint(endpoint: string): void {
    new ServiceLogGroup(this, endpoint, { ...this.keeping, runtimeId: this.runtimeId, endpoint });
  }
}
