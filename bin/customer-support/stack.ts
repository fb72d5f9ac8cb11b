/** Customer support of a shop with payments: staff ask, an agent answers, three tools do the work, policies say who may. */
import { join } from 'node:path';
import {
  aws_cognito as cognito,
  aws_dynamodb as dynamodb,
  aws_iam as iam,
  CfnOutput,
  RemovalPolicy,
  Stack,
  type StackProps,
} from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import {
  Agent,
  AgentCode,
  AgentMemory,
  BedrockModel,
  Claim,
  IdentityProvider,
  InboundAuth,
  Input,
  Strategy,
  ToolDefinitions,
  ToolFunction,
  ToolGateway,
} from '../../lib';
import { refundTools } from './tools/refunds/definitions';

export interface CustomerSupportStackProps extends StackProps {
  /** The geography whose regions may process what staff write: `us`, `eu`, `jp`, `au`, `us-gov`. */
  readonly modelGeography: string;
  /**
   * The model, as Bedrock lists it.
   * @default 'anthropic.claude-sonnet-4-6'
   */
  readonly model?: string;
  /**
   * In `production`, people, orders and memories are kept when the stack is deleted; elsewhere they go with it.
   * @default 'production'
   */
  readonly environment?: string;
}

export class CustomerSupportStack extends Stack {
  readonly tools: ToolGateway;

  constructor(scope: Construct, id: string, props: CustomerSupportStackProps) {
    super(scope, id, props);
    const { environment = 'production', model = 'anthropic.claude-sonnet-4-6', modelGeography } = props;
    const removalPolicy =
      environment === 'production' ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY;

    const pool = new cognito.UserPool(this, 'Staff', {
      mfa: cognito.Mfa.REQUIRED,
      mfaSecondFactor: { otp: true, sms: false },
      featurePlan: cognito.FeaturePlan.PLUS,
      standardThreatProtectionMode: cognito.StandardThreatProtectionMode.FULL_FUNCTION,
      passwordPolicy: {
        minLength: 14,
        requireDigits: true,
        requireLowercase: true,
        requireSymbols: true,
        requireUppercase: true,
      },
      removalPolicy,
    });
    for (const groupName of ['support', 'manager']) pool.addGroup(groupName, { groupName });
    const client = pool.addClient('Console', {
      authFlows: { userPassword: true },
      // CDK would allow the implicit flow, to a page of somebody else.
      disableOAuth: true,
      preventUserExistenceErrors: true,
    });
    const staff = InboundAuth.jwt(IdentityProvider.cognito(pool, { clients: [client] }));

    const table = new dynamodb.TableV2(this, 'Shop', {
      partitionKey: { name: 'pk', type: dynamodb.AttributeType.STRING },
      sortKey: { name: 'sk', type: dynamodb.AttributeType.STRING },
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      removalPolicy,
    });

    const tools = new ToolGateway(this, 'Tools', { inboundAuth: staff });
    this.tools = tools;
    const orders = tools.addLambda('Orders', {
      handler: toolFunction(this, 'Orders', table, ['dynamodb:GetItem'], 'ORDER#*'),
      tools: ToolDefinitions.fromFile(file('tools/orders/orders.json')),
    });
    const customers = tools.addLambda('Customers', {
      handler: toolFunction(this, 'Customers', table, ['dynamodb:Query'], 'CUSTOMER#*'),
      tools: ToolDefinitions.fromFile(file('tools/customers/customers.json')),
    });
    const refunds = tools.addLambda('Refunds', {
      handler: toolFunction(this, 'Refunds', table, ['dynamodb:GetItem', 'dynamodb:UpdateItem'], 'ORDER#*'),
      tools: ToolDefinitions.of(...refundTools),
    });

    const groups = Claim.of('cognito:groups');
    const refund = refunds.tool('process_refund');
    tools.permit('StaffMayRead', {
      tools: [...orders.allTools, ...customers.allTools],
      when: [groups.includesAny('support', 'manager')],
    });
    tools.permit('SupportRefundsUnder500', {
      tools: [refund],
      when: [groups.includes('support'), Input.of('amount').lessThan(500)],
    });
    tools.permit('ManagersRefund', { tools: [refund], when: [groups.includes('manager')] });
    tools.forbid('NobodyRefundsOver1000', { tools: [refund], when: [Input.of('amount').greaterThan(1000)] });

    const memory = new AgentMemory(this, 'Memory', {
      strategies: [Strategy.semantic(), Strategy.userPreferences(), Strategy.summaries()],
      removalPolicy,
    });

    const agent = new Agent(this, 'Support', {
      code: AgentCode.typescript(file('agent/index.ts')),
      description: 'Answers support staff; acts as the person who asks',
      inboundAuth: staff,
      models: [BedrockModel.geo(modelGeography, model)],
      uses: [memory, tools],
    });

    new CfnOutput(this, 'AgentUrl', { value: agent.agentUrl });
    new CfnOutput(this, 'StaffPoolId', { value: pool.userPoolId });
    new CfnOutput(this, 'StaffClientId', { value: client.userPoolClientId });
    new CfnOutput(this, 'TableName', { value: table.tableName });
  }
}

/** The code of one target, which may do these things on these items of the table and no other. */
function toolFunction(scope: Construct, id: string, table: dynamodb.ITable, actions: string[], items: string) {
  const handler = new ToolFunction(scope, `${id}Function`, {
    entry: file(`tools/${id.toLowerCase()}/index.ts`),
    environment: { TABLE_NAME: table.tableName },
  });
  handler.addToRolePolicy(
    new iam.PolicyStatement({
      actions,
      resources: [table.tableArn],
      conditions: {
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [items] },
        // "All of none" would be true for a call that names no key.
        Null: { 'dynamodb:LeadingKeys': 'false' },
      },
    }),
  );
  return handler;
}

function file(path: string): string {
  return join(__dirname, path);
}
