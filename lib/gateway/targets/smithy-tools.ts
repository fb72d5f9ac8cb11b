/** A target of a gateway: the operations of a service of AWS, by its Smithy model. */
import type { aws_iam as iam } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { reportFindings } from '../../core/finding';
import { operationTool } from '../../smithy/operation-input';
import { operationProblems, selectOperations } from '../../smithy/operation-problems';
import type { SmithyDocument } from '../../smithy/smithy-document';
import { ToolDefinitions } from '../../tools/tool-definitions';
import { Outbound } from '../outbound';
import type { ToolGateway } from '../tool-gateway';
import { smithyFindings } from './smithy-findings';
import type { SmithyModel } from './smithy-model';
import { placeProblems, statementProblems } from './smithy-problems';
import type { TargetDocument } from './target-document';
import { TARGET_KINDS } from './target-kind';
import { ToolTarget, type ToolTargetOptions } from './tool-target';

/** A service and its operations. */
export interface SmithyToolsOptions extends ToolTargetOptions {
  /** The model of the service: `SmithyModel.fromFile('dynamodb.json')`. */
  readonly model: SmithyModel;
  /**
   * The operations that become tools, by their names. The rest of the model is left out, so that it stays small.
   * @default - all operations of the service
   */
  readonly operations?: string[];
  /**
   * The tools of a model that is in a bucket. Policies are verified against them, so they have to be those that the model
   * really has.
   * @default - read from the model; with a bucket not known, so that policies can only be about `target.everyTool`
   */
  readonly tools?: ToolDefinitions;
  /**
   * What the gateway's role needs for the operations: an action of the service on a resource of yours. It is the same as
   * granting to `gateway.role`, `table.grantReadData(tools.role)`, but stands in the stack of the target.
   * @default - nothing
   */
  readonly statements?: iam.PolicyStatement[];
  /**
   * How the gateway authorizes its calls: with its role, or with a token of the application.
   * @default Outbound.gatewayRole()
   */
  readonly outbound?: Outbound;
}

/** A service, its operations, and the gateway that offers them. */
export interface SmithyToolsProps extends SmithyToolsOptions {
  /** The gateway. It may belong to another stack. */
  readonly gateway: ToolGateway;
}

/**
 * The operations of a service of AWS as tools, each under the name of the operation. `gateway.addSmithy` is the short form.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-building-smithy-targets.html
 */
export class SmithyTools extends ToolTarget {
  constructor(scope: Construct, id: string, props: SmithyToolsProps) {
    super(scope, id, props);
    const { model, operations, statements = [], outbound = Outbound.gatewayRole() } = props;
    const document = model._document;
    const read = document && readOperations(document, operations);
    const tools = read ? read.tools : props.tools;
    const kept = operations && read?.operationIds;
    let rendered: TargetDocument | undefined;
    const render = () => (rendered ??= model._render(this, kept));
    this._build({
      kind: TARGET_KINDS.smithy,
      problems: [
        ...placeProblems(props),
        ...model._problems(),
        ...(read?.problems ?? []),
        ...(read?.tools ? model._deployedProblems(kept) : []),
        ...(tools?._declaredProblems(this.targetName) ?? []),
        ...statementProblems(statements, outbound),
      ],
      tools: () => tools?._declared(),
      declared: true,
      outbound,
      configuration: () => ({ mcp: { smithyModel: render().source } }),
      statements: () => [...render().statements, ...statements],
    });
    if (document) reportFindings(this, () => smithyFindings(document, read!.operationIds));
  }
}

/** The operations that become tools; no tools where something is wrong with them. */
function readOperations(document: SmithyDocument, names: readonly string[] | undefined) {
  const { operationIds, problems } = selectOperations(document, names);
  const all = [...problems, ...operationProblems(document, operationIds)];
  const tools = () => ToolDefinitions.of(...operationIds.map((id) => operationTool(document, id)));
  return { operationIds, problems: all, tools: all.length === 0 ? tools() : undefined };
}
