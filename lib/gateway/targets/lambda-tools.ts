/** A target of a gateway: tools whose code is one Lambda function. */
import { aws_iam as iam, Stack, type aws_lambda as lambda } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { reportFindings } from '../../core/finding';
import type { ToolDefinitions } from '../../tools/tool-definitions';
import { functionAccountFindings, functionRegionProblems } from '../called-function';
import { Outbound } from '../outbound';
import type { ToolGateway } from '../tool-gateway';
import { LambdaTargetConfiguration } from './lambda-target-configuration';
import { TARGET_KINDS } from './target-kind';
import type { ToolList } from './tool-list';
import { ToolTarget, type ToolTargetOptions } from './tool-target';

/** A function and the tools that it answers for. */
export interface LambdaToolsOptions extends ToolTargetOptions {
  /** The function, alias or version that is invoked for each of the tools, in the region of the gateway. */
  readonly handler: lambda.IFunction;
  /** The tools. */
  readonly tools: ToolDefinitions;
  /**
   * The same tools as an object in a bucket, which the service reads in place of the template.
   * @default - the tools stand in the template
   */
  readonly toolList?: ToolList;
}

/** A function, its tools, and the gateway that offers them. */
export interface LambdaToolsProps extends LambdaToolsOptions {
  /** The gateway. It may belong to another stack. */
  readonly gateway: ToolGateway;
}

/**
 * Tools behind a gateway whose code is one Lambda function. `gateway.addLambda` is the short form; write `new LambdaTools`
 * in the stack of the function where that stack needs the gateway's.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-add-target-lambda.html
 */
export class LambdaTools extends ToolTarget {
  constructor(scope: Construct, id: string, props: LambdaToolsProps) {
    super(scope, id, props);
    const { gateway, handler, tools, toolList } = props;
    this._build({
      kind: TARGET_KINDS.lambda,
      problems: [
        ...tools._problems(this.targetName),
        ...(toolList?._problems() ?? []),
        ...functionRegionProblems('handler', handler, Stack.of(gateway).region),
      ],
      tools: () => tools.definitions,
      declared: toolList !== undefined,
      outbound: Outbound.gatewayRole(),
      configuration: () =>
        toolList
          ? { mcp: { lambda: { lambdaArn: handler.functionArn, toolSchema: { s3: toolList._source.s3 } } } }
          : new LambdaTargetConfiguration(handler, tools._toolSchema()),
      statements: () => [
        ...(toolList?._statements ?? []),
        new iam.PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [handler.functionArn] }),
      ],
    });
    reportFindings(this, () => functionAccountFindings('handler', handler, gateway));
  }
}
