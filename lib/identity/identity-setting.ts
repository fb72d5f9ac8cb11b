/** What CloudFormation cannot say of AgentCore Identity, said by a custom resource that may do nothing else. */
import { aws_lambda as lambda, CustomResource, Duration, type aws_iam as iam } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { FunctionRole } from '../core/function-role';
import { shippedHandler } from '../core/shipped-handler';

/** What is set. */
export interface IdentitySettingProps {
  /** The type of the resource in the template: `Custom::TokenVaultKey`. */
  readonly resourceType: string;
  /** What the function does. */
  readonly description: string;
  /** What lib/lambda/identity-setting.ts is told. */
  readonly properties: { [name: string]: unknown };
  /** All that the function may do besides writing its logs. */
  readonly statement: iam.PolicyStatement;
}

/**
 * A setting of AgentCore Identity. It is made at creation and whenever it is another; nothing is undone when it is removed.
 *
 * The function has code of its own, not that of `AwsCustomResource`: one call of an API cannot add to a list, and the SDK of
 * Lambda's runtime may not know these APIs.
 */
export class IdentitySetting extends Construct {
  constructor(scope: Construct, id: string, props: IdentitySettingProps) {
    super(scope, id);
    const { resourceType, description, properties, statement } = props;
    const role = new FunctionRole(this, { description });
    role.addToPolicy(statement);
    const handler = new lambda.Function(this, 'Function', {
      description,
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      handler: 'index.handler',
      // Inline, so that it needs neither bundling nor assets.
      code: lambda.Code.fromInline(
        `${shippedHandler('identity-setting')}\nmodule.exports.handler = settingHandler();\n`,
      ),
      // Longer than it waits for permissions to be known everywhere.
      timeout: Duration.minutes(2),
      loggingFormat: lambda.LoggingFormat.JSON,
      logGroup: role.logGroup,
      role,
    });
    new CustomResource(this, 'Resource', {
      serviceToken: handler.functionArn,
      resourceType,
      properties,
      // A function that cannot answer would hold the deployment for an hour.
      serviceTimeout: Duration.minutes(5),
    });
  }
}
