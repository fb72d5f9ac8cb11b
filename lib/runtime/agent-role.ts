/** The role of one agent's runtime: its own logs, its own workload identity, its own traces, nothing of any other's. */
import { aws_iam as iam, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { agentcoreArn, agentcoreArnOfName, SERVICE_SUFFIX } from '../core/arns';
import { ServiceRole } from '../core/service-role';
import { serviceLogGroupArn } from './service-log-group';

export interface AgentRoleProps {
  readonly agentName: string;
  readonly callersBringJwt: boolean;
  /** The code may ask for the token of any user by a name that it chooses. */
  readonly anyUserTokens: boolean;
  readonly traces: boolean;
}

const DIRECTORY = 'workload-identity-directory/default';

/** The statements that the L2 adds by itself, by their ids; see `addExecutionRolePermissions` in its runtime.js. */
const L2_STATEMENTS: readonly string[] = [
  'LogGroupAccess',
  'DescribeLogGroups',
  'LogStreamAccess',
  'XRayAccess',
  'CloudWatchMetrics',
  'GetAgentAccessToken',
];

export class AgentRole extends ServiceRole {
  /** The workload identity that the service makes for the agent, by its name. */
  readonly workloadIdentityArns: string[];

  private readonly l2: { building: boolean };

  constructor(scope: Construct, id: string, props: AgentRoleProps) {
    // Only what the L2 adds while it builds itself is replaced: a user's own statement may have any id and any breadth.
    const l2 = { building: false };
    super(scope, id, {
      sourceArn: agentcoreArnOfName(scope, 'runtime', props.agentName),
      description: `What the agent ${props.agentName} may do`,
      replaces: (statement) => l2.building && L2_STATEMENTS.includes(statement.sid ?? ''),
    });
    this.l2 = l2;
    // A name has no hyphen, so no other runtime's identity begins like this.
    this.workloadIdentityArns = [agentcoreArn(scope, `${DIRECTORY}/workload-identity/${props.agentName}-*`)];
    this.granted.addStatements(
      ...logStatements(scope, props.agentName),
      workloadIdentityStatement(props, [agentcoreArn(scope, DIRECTORY), ...this.workloadIdentityArns]),
      ...(props.traces ? traceStatements() : []),
    );
  }

  /**
   * What the runtime needs to be created: its code, known when all else is right. Part of the role itself, so that
   * whatever depends on the role has it.
   */
  require(statements: iam.PolicyStatement[]): void {
    const resource = this.node.defaultChild;
    if (resource instanceof iam.CfnRole) {
      resource.policies = [{ policyName: 'Required', policyDocument: new iam.PolicyDocument({ statements }) }];
    } else {
      // With `Role.customizeRoles` CDK makes no role, but lists what it needs.
      this.granted.addStatements(...statements);
    }
  }

  /** Builds the L2 without what it grants by itself. */
  whileBuilding<T>(build: () => T): T {
    this.l2.building = true;
    try {
      return build();
    } finally {
      this.l2.building = false;
    }
  }
}

function logStatements(scope: Construct, agentName: string): iam.PolicyStatement[] {
  const { partition, region, account } = Stack.of(scope);
  return [
    new iam.PolicyStatement({
      actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
      // One group for each endpoint. The star covers the streams too: `…-DEFAULT:log-stream:…`.
      resources: [serviceLogGroupArn(scope, `${agentName}${SERVICE_SUFFIX}`, '*')],
    }),
    // A list: the API checks it against all groups of the account and region, whatever prefix is asked for.
    new iam.PolicyStatement({
      actions: ['logs:DescribeLogGroups'],
      resources: [`arn:${partition}:logs:${region}:${account}:log-group:*`],
    }),
  ];
}

function workloadIdentityStatement(props: AgentRoleProps, resources: string[]): iam.PolicyStatement {
  return new iam.PolicyStatement({
    actions: [
      'bedrock-agentcore:GetWorkloadAccessToken',
      ...(props.callersBringJwt ? ['bedrock-agentcore:GetWorkloadAccessTokenForJWT'] : []),
      ...(props.anyUserTokens ? ['bedrock-agentcore:GetWorkloadAccessTokenForUserId'] : []),
    ],
    resources,
  });
}

function traceStatements(): iam.PolicyStatement[] {
  return [
    // X-Ray has no resource level for these.
    new iam.PolicyStatement({
      actions: [
        'xray:GetSamplingRules',
        'xray:GetSamplingTargets',
        'xray:PutTelemetryRecords',
        'xray:PutTraceSegments',
      ],
      resources: ['*'],
    }),
    // PutMetricData has no resource level either, but a namespace.
    new iam.PolicyStatement({
      actions: ['cloudwatch:PutMetricData'],
      resources: ['*'],
      conditions: { StringEquals: { 'cloudwatch:namespace': 'bedrock-agentcore' } },
    }),
  ];
}
