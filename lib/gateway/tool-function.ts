/** A Lambda function for tool code: bundled once, logged, traced, and allowed nothing that it is not granted. */
import { dirname, resolve } from 'node:path';
import {
  aws_iam as iam,
  aws_lambda as lambda,
  aws_logs as logs,
  Duration,
  RemovalPolicy,
  type aws_ec2 as ec2,
  type aws_kms as kms,
} from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { bundle, entryProblems } from '../bundling/bundle';
import type { BundleOptions } from '../bundling/bundle-options';
import { PACKAGE_LIMITS } from '../bundling/package-size';
import { assetOf } from '../bundling/staged-package';
import { Refusal } from '../core/refusal';

/** A tool's code and how it runs. */
export interface ToolFunctionProps {
  /** The TypeScript or JavaScript file that exports `handler`, relative to the working directory. */
  readonly entry: string;
  /**
   * How it is bundled. The AWS SDK is included, so that the version that was tested is the one that runs.
   * @default - minified CommonJS with a source map
   */
  readonly bundling?: BundleOptions;
  /**
   * The name of the function. One with a name cannot be replaced by an update.
   * @default - CloudFormation chooses one
   */
  readonly functionName?: string;
  /**
   * What the function is for.
   * @default - no description
   */
  readonly description?: string;
  /**
   * Variables that the code reads. Never a secret: pass the ARN of a secret instead.
   * @default - only those that Lambda sets, and NODE_OPTIONS where there is a source map
   */
  readonly environment?: { [name: string]: string };
  /**
   * The key that the variables are encrypted with.
   * @default - the key that AWS keeps for Lambda
   */
  readonly environmentEncryption?: kms.IKey;
  /**
   * How long one call may take, at most 15 minutes.
   * @default Duration.seconds(30)
   */
  readonly timeout?: Duration;
  /**
   * The memory in MB, 128 to 10,240; the share of a CPU grows with it.
   * @default 256
   */
  readonly memorySize?: number;
  /**
   * How many calls may run at once.
   * @default - as many as the account allows
   */
  readonly reservedConcurrentExecutions?: number;
  /**
   * Whether calls are traced with X-Ray.
   * @default lambda.Tracing.ACTIVE
   */
  readonly tracing?: lambda.Tracing;
  /**
   * How long the logs are kept.
   * @default logs.RetentionDays.ONE_MONTH
   */
  readonly logRetention?: logs.RetentionDays;
  /**
   * The key that the logs are encrypted with. Its policy must let CloudWatch Logs of the region use it.
   * @default - the key that AWS keeps for CloudWatch Logs
   */
  readonly logEncryptionKey?: kms.IKey;
  /**
   * The network that the code runs in.
   * @default - one of Lambda, with a way to the internet and none to any VPC
   */
  readonly vpc?: ec2.IVpc;
  /**
   * The subnets of the network.
   * @default - the private ones
   */
  readonly vpcSubnets?: ec2.SubnetSelection;
  /**
   * The security groups of the function in its network.
   * @default - one that lets everything out and nothing in
   */
  readonly securityGroups?: ec2.ISecurityGroup[];
}

/** The newest that Lambda offers, as esbuild and CDK name it. */
const NODE = { target: 'node24', runtime: lambda.Runtime.NODEJS_24_X };

/**
 * A Lambda function in TypeScript on arm64, with its own role and its own log group.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-add-target-lambda.html
 */
export class ToolFunction extends lambda.Function {
  constructor(scope: Construct, id: string, props: ToolFunctionProps) {
    const { entry, bundling = {}, logRetention, logEncryptionKey, ...options } = props;
    const constructPath = [scope.node.path, id].filter(Boolean).join('/');
    const about = 'entry';
    const problems = entryProblems(about, entry);
    if (problems.length > 0) throw new Refusal(constructPath, problems);
    const { target, runtime } = NODE;
    const request = { about, entry, target, limits: PACKAGE_LIMITS.lambda, agent: false, options: bundling };
    const source = dirname(resolve(entry));
    const asset = assetOf(scope, { source, constructPath, build: (installed) => bundle(request, installed) });
    // Beside the function, because they are needed before it exists.
    const logGroup = new logs.LogGroup(scope, `${id}Logs`, {
      retention: logRetention ?? logs.RetentionDays.ONE_MONTH,
      encryptionKey: logEncryptionKey,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    super(scope, id, {
      ...options,
      runtime,
      architecture: lambda.Architecture.ARM_64,
      handler: 'index.handler',
      code: lambda.Code.fromAsset(asset.path, asset),
      timeout: props.timeout ?? Duration.seconds(30),
      memorySize: props.memorySize ?? 256,
      tracing: props.tracing ?? lambda.Tracing.ACTIVE,
      loggingFormat: lambda.LoggingFormat.JSON,
      logGroup,
      role: toolRole(scope, `${id}Role`, logGroup, props.vpc !== undefined),
      environment: {
        ...(bundling.sourceMap !== false && { NODE_OPTIONS: '--enable-source-maps' }),
        ...props.environment,
      },
    });
  }
}

const NETWORK_ACTIONS = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
];

/** A role that may write this function's logs, and what it is granted later. */
function toolRole(scope: Construct, id: string, logGroup: logs.ILogGroup, inNetwork: boolean): iam.Role {
  const logging = new iam.PolicyStatement({
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: [logGroup.logGroupArn],
  });
  return new iam.Role(scope, id, {
    assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    inlinePolicies: {
      Required: new iam.PolicyDocument({ statements: [logging, ...(inNetwork ? networkStatements() : [])] }),
    },
  });
}

/**
 * Lambda makes the network interfaces with the function's role; describing them has no resource level, and Lambda refuses
 * to create the function when the others are narrowed. Calls of the code, and only those, carry the function's ARN.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
 */
function networkStatements(): iam.PolicyStatement[] {
  return [
    new iam.PolicyStatement({ actions: NETWORK_ACTIONS, resources: ['*'] }),
    new iam.PolicyStatement({
      effect: iam.Effect.DENY,
      actions: NETWORK_ACTIONS,
      resources: ['*'],
      conditions: { Null: { 'lambda:SourceFunctionArn': 'false' } },
    }),
  ];
}
