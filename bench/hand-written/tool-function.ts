/** The three Lambda functions of the hand-written stack. */
import {
  aws_iam as iam,
  aws_lambda as lambda,
  aws_logs as logs,
  Duration,
  RemovalPolicy,
  type aws_dynamodb as dynamodb,
} from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** The code of one target, which may do these things on these items of the table and no other. */
export function toolFunction(
  scope: Construct,
  id: string,
  code: lambda.Code,
  table: dynamodb.ITable,
  actions: string[],
  items: string,
): lambda.Function {
  const logGroup = new logs.LogGroup(scope, `${id}FunctionLogs`, {
    retention: logs.RetentionDays.ONE_MONTH,
    removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
  });
  const role = new iam.Role(scope, `${id}FunctionRole`, {
    assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
  });
  logGroup.grantWrite(role);
  role.addToPolicy(
    new iam.PolicyStatement({
      actions,
      resources: [table.tableArn],
      conditions: {
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [items] },
        Null: { 'dynamodb:LeadingKeys': 'false' },
      },
    }),
  );
  return new lambda.Function(scope, `${id}Function`, {
    code,
    handler: 'index.handler',
    runtime: lambda.Runtime.NODEJS_24_X,
    architecture: lambda.Architecture.ARM_64,
    timeout: Duration.seconds(30),
    memorySize: 256,
    tracing: lambda.Tracing.ACTIVE,
    loggingFormat: lambda.LoggingFormat.JSON,
    logGroup,
    role,
    environment: { NODE_OPTIONS: '--enable-source-maps', TABLE_NAME: table.tableName },
  });
}
