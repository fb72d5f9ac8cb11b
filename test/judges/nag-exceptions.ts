/** Where cdk-nag asks for evidence: the only acknowledgements, each for one finding on one construct, with the reason. */
export interface NagException {
  /** The construct, below the stack. */
  readonly path: string;
  /** The rule and the finding, as cdk-nag names them. */
  readonly id: string;
  readonly reason: string;
}

const LOGS = 'arn:<AWS::Partition>:logs:<AWS::Region>:<AWS::AccountId>:log-group:';
const AGENTCORE = 'arn:<AWS::Partition>:bedrock-agentcore:<AWS::Region>:<AWS::AccountId>:';
const wildcard = (resource: string) => `AwsSolutions-IAM5[Resource::${resource}]`;

export const NAG_EXCEPTIONS: readonly NagException[] = [
  ...['OrdersFunctionRole', 'CustomersFunctionRole', 'RefundsFunctionRole'].map((role) => ({
    path: `${role}/DefaultPolicy/Resource`,
    id: wildcard('*'),
    reason: 'xray:PutTraceSegments and xray:PutTelemetryRecords have no resource level.',
  })),
  {
    path: 'Support/RoleGrants/Resource',
    id: wildcard(`${LOGS}/aws/bedrock-agentcore/runtimes/CustomerSupport_7F4C1F53-??????????-*`),
    reason: 'The log groups of this runtime: the service completes its id, and there is one for each endpoint.',
  },
  {
    path: 'Support/RoleGrants/Resource',
    id: wildcard(`${LOGS}*`),
    reason:
      'logs:DescribeLogGroups is a list: it is authorized against all groups of the region, whatever it asks for.',
  },
  {
    path: 'Support/RoleGrants/Resource',
    id: wildcard(`${AGENTCORE}workload-identity-directory/default/workload-identity/CustomerSupport_7F4C1F53-*`),
    reason: 'The identity of this runtime: the service makes it from the name and an id, and a name has no hyphen.',
  },
  ...['Create', 'Retention'].map((call) => ({
    path: `Support/Logs/DEFAULT/${call}/CustomResourcePolicy/Resource`,
    id: wildcard(`${LOGS}/aws/bedrock-agentcore/runtimes/<SupportRuntimeAA193946.AgentRuntimeId>-DEFAULT:*`),
    reason: 'One log group; the star is the suffix by which IAM names a log group itself.',
  })),
];
