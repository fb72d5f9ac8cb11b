/** The reference stack (bin/customer-support/stack.ts) as one writes it with aws-cdk-lib alone: the same resources. */
import { join } from 'node:path';
import {
  aws_bedrockagentcore as agentcore,
  aws_cognito as cognito,
  aws_dynamodb as dynamodb,
  aws_iam as iam,
  aws_lambda as lambda,
  aws_logs as logs,
  aws_s3_assets as s3_assets,
  CfnOutput,
  Duration,
  RemovalPolicy,
  Stack,
  type StackProps,
} from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import customerTools from '../bin/customer-support/tools/customers/customers.json';
import orderTools from '../bin/customer-support/tools/orders/orders.json';
import { refundTools } from '../bin/customer-support/tools/refunds/definitions';
import { agentcoreArn, agentcorePrincipal, logGroupArn } from './hand-written/arns';
import { keepServiceLogGroup } from './hand-written/service-log-group';
import { toolFunction } from './hand-written/tool-function';
import { toolSchema } from './hand-written/tool-schema';

export interface HandWrittenStackProps extends StackProps {
  /** The folder of the bundles, built before the synth: `agent`, `orders`, `customers`, `refunds`. */
  readonly bundles: string;
  /** The geography whose inference profile is called: `us`, `eu`, `us-gov`. */
  readonly modelGeography: string;
  /** The regions that this profile routes to. */
  readonly modelRegions: string[];
}

export class HandWrittenStack extends Stack {
  constructor(scope: Construct, id: string, props: HandWrittenStackProps) {
    super(scope, id, props);

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
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    for (const groupName of ['support', 'manager']) pool.addGroup(groupName, { groupName });
    const client = pool.addClient('Console', {
      authFlows: { userPassword: true },
      disableOAuth: true,
      preventUserExistenceErrors: true,
    });

    const table = new dynamodb.TableV2(this, 'Shop', {
      partitionKey: { name: 'pk', type: dynamodb.AttributeType.STRING },
      sortKey: { name: 'sk', type: dynamodb.AttributeType.STRING },
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });

    const code = (tool: string) => lambda.Code.fromAsset(join(props.bundles, tool));
    const orders = toolFunction(this, 'Orders', code('orders'), table, ['dynamodb:GetItem'], 'ORDER#*');
    const customers = toolFunction(this, 'Customers', code('customers'), table, ['dynamodb:Query'], 'CUSTOMER#*');
    const refundActions = ['dynamodb:GetItem', 'dynamodb:UpdateItem'];
    const refunds = toolFunction(this, 'Refunds', code('refunds'), table, refundActions, 'ORDER#*');

    const gatewayName = 'customer-support-tools';
    const engine = new agentcore.PolicyEngine(this, 'PolicyEngine', {
      policyEngineName: 'CustomerSupport_Tools',
      description: `Who may call which tool of gateway ${gatewayName}`,
    });
    const gatewayRole = new iam.Role(this, 'GatewayRole', {
      assumedBy: agentcorePrincipal(this, 'gateway', gatewayName),
      description: 'Tools of customer support',
    });
    gatewayRole.addToPolicy(
      new iam.PolicyStatement({ actions: ['bedrock-agentcore:GetPolicyEngine'], resources: [engine.policyEngineArn] }),
    );
    gatewayRole.addToPolicy(
      new iam.PolicyStatement({
        actions: ['bedrock-agentcore:AuthorizeAction', 'bedrock-agentcore:PartiallyAuthorizeActions'],
        resources: [engine.policyEngineArn, agentcoreArn(this, 'gateway', gatewayName)],
      }),
    );
    gatewayRole.addToPolicy(
      new iam.PolicyStatement({
        actions: ['lambda:InvokeFunction'],
        resources: [orders.functionArn, customers.functionArn, refunds.functionArn],
      }),
    );
    const gateway = new agentcore.Gateway(this, 'Gateway', {
      gatewayName,
      // The construct would add every version and alias of the functions.
      role: gatewayRole.withoutPolicyUpdates(),
      authorizerConfiguration: agentcore.GatewayAuthorizer.usingCognito({ userPool: pool, allowedClients: [client] }),
      protocolConfiguration: agentcore.GatewayProtocol.mcp({
        supportedVersions: [
          agentcore.MCPProtocolVersion.MCP_2026_07_28,
          agentcore.MCPProtocolVersion.MCP_2025_11_25,
          agentcore.MCPProtocolVersion.MCP_2025_06_18,
          agentcore.MCPProtocolVersion.MCP_2025_03_26,
        ],
        searchType: agentcore.McpGatewaySearchType.SEMANTIC,
      }),
      policyEngineConfiguration: { policyEngine: engine, mode: agentcore.PolicyEngineMode.ENFORCE },
    });
    const targets = [
      { name: 'Orders', handler: orders, tools: orderTools.tools },
      { name: 'Customers', handler: customers, tools: customerTools.tools },
      { name: 'Refunds', handler: refunds, tools: refundTools },
    ].map(({ name, handler, tools }) =>
      gateway.addLambdaTarget(name, {
        gatewayTargetName: name,
        lambdaFunction: handler,
        toolSchema: toolSchema(tools),
      }),
    );

    const policies = {
      StaffMayRead: String.raw`
        permit (
          principal is AgentCore::OAuthUser,
          action in [
            AgentCore::Action::"Orders___order_lookup",
            AgentCore::Action::"Customers___customer_profile"
          ],
          resource == AgentCore::Gateway::"${gateway.gatewayArn}"
        ) when {
          principal.hasTag("cognito:groups") &&
          (principal.getTag("cognito:groups") like "*\"support\"*" ||
           principal.getTag("cognito:groups") like "*\"manager\"*")
        };`,
      SupportRefundsUnder500: String.raw`
        permit (
          principal is AgentCore::OAuthUser,
          action == AgentCore::Action::"Refunds___process_refund",
          resource == AgentCore::Gateway::"${gateway.gatewayArn}"
        ) when {
          principal.hasTag("cognito:groups") &&
          principal.getTag("cognito:groups") like "*\"support\"*" &&
          context.input.amount.lessThan(decimal("500.0"))
        };`,
      ManagersRefund: String.raw`
        permit (
          principal is AgentCore::OAuthUser,
          action == AgentCore::Action::"Refunds___process_refund",
          resource == AgentCore::Gateway::"${gateway.gatewayArn}"
        ) when {
          principal.hasTag("cognito:groups") &&
          principal.getTag("cognito:groups") like "*\"manager\"*"
        };`,
      NobodyRefundsOver1000: String.raw`
        forbid (
          principal is AgentCore::OAuthUser,
          action == AgentCore::Action::"Refunds___process_refund",
          resource == AgentCore::Gateway::"${gateway.gatewayArn}"
        ) when { context.input.amount.greaterThan(decimal("1000.0")) };`,
    };
    for (const [policyName, cedar] of Object.entries(policies)) {
      // The engine creates one after the other; the service checks them against the tools that are there.
      const statement = agentcore.PolicyStatement.fromCedar(cedar);
      engine.addPolicy(policyName, { statement }).node.addDependency(...targets);
    }

    const memoryName = 'CustomerSupport_Memory';
    const memory = new agentcore.Memory(this, 'Memory', {
      memoryName,
      expirationDuration: Duration.days(90),
      executionRole: new iam.Role(this, 'MemoryRole', {
        assumedBy: agentcorePrincipal(this, 'memory', memoryName),
        description: 'Memory of customer support',
      }),
      memoryStrategies: [
        agentcore.MemoryStrategy.usingSemantic({ strategyName: 'facts', namespaces: ['/actors/{actorId}/facts/'] }),
        agentcore.MemoryStrategy.usingUserPreference({
          strategyName: 'preferences',
          namespaces: ['/actors/{actorId}/preferences/'],
        }),
        agentcore.MemoryStrategy.usingSummarization({
          strategyName: 'summaries',
          namespaces: ['/actors/{actorId}/summaries/{sessionId}/'],
        }),
      ],
    });
    // The construct has no removal policy and no default child.
    const cfnMemory = memory.node.children.find((child) => agentcore.CfnMemory.isCfnMemory(child))!;
    cfnMemory.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);

    const agentName = 'CustomerSupport';
    const agentCode = new s3_assets.Asset(this, 'AgentCode', { path: join(props.bundles, 'agent') });
    const model = 'anthropic.claude-sonnet-4-6';
    const modelId = `${props.modelGeography}.${model}`;
    const profileArn = this.formatArn({ service: 'bedrock', resource: 'inference-profile', resourceName: modelId });
    const modelActions = ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'];
    const directory = 'workload-identity-directory';
    const agentRole = new iam.Role(this, 'AgentRole', {
      assumedBy: agentcorePrincipal(this, 'runtime', agentName),
      description: 'The agent of customer support',
    });
    agentRole.addToPolicy(
      new iam.PolicyStatement({
        actions: ['s3:GetObject'],
        resources: [agentCode.bucket.arnForObjects(agentCode.s3ObjectKey)],
      }),
    );
    agentRole.addToPolicy(
      new iam.PolicyStatement({
        actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
        resources: [logGroupArn(this, `/aws/bedrock-agentcore/runtimes/${agentName}-??????????-*`)],
      }),
    );
    agentRole.addToPolicy(
      new iam.PolicyStatement({ actions: ['logs:DescribeLogGroups'], resources: [logGroupArn(this, '*')] }),
    );
    agentRole.addToPolicy(
      new iam.PolicyStatement({
        actions: ['bedrock-agentcore:GetWorkloadAccessToken', 'bedrock-agentcore:GetWorkloadAccessTokenForJWT'],
        resources: ['default', `default/workload-identity/${agentName}-*`].map((resourceName) =>
          this.formatArn({ service: 'bedrock-agentcore', resource: directory, resourceName }),
        ),
      }),
    );
    agentRole.addToPolicy(new iam.PolicyStatement({ actions: modelActions, resources: [profileArn] }));
    agentRole.addToPolicy(
      new iam.PolicyStatement({
        actions: modelActions,
        resources: props.modelRegions.map((region) =>
          this.formatArn({
            service: 'bedrock',
            region,
            account: '',
            resource: 'foundation-model',
            resourceName: model,
          }),
        ),
        conditions: { ArnLike: { 'bedrock:InferenceProfileArn': profileArn } },
      }),
    );
    memory.grant(
      agentRole,
      'bedrock-agentcore:CreateEvent',
      'bedrock-agentcore:GetEvent',
      'bedrock-agentcore:GetMemoryRecord',
      'bedrock-agentcore:ListEvents',
      'bedrock-agentcore:ListMemoryRecords',
      'bedrock-agentcore:ListSessions',
      'bedrock-agentcore:RetrieveMemoryRecords',
    );
    const runtime = new agentcore.Runtime(this, 'Agent', {
      runtimeName: agentName,
      description: 'Answers support staff; acts as the person who asks',
      agentRuntimeArtifact: agentcore.AgentRuntimeArtifact.fromS3(
        { bucketName: agentCode.s3BucketName, objectKey: agentCode.s3ObjectKey },
        agentcore.AgentCoreRuntime.NODE_22,
        ['index.js'],
      ),
      // The construct would add the logs, traces and workload identities of every agent, and the whole asset bucket.
      executionRole: agentRole.withoutPolicyUpdates(),
      authorizerConfiguration: agentcore.RuntimeAuthorizerConfiguration.usingCognito(pool, [client]),
      requestHeaderConfiguration: { allowlistedHeaders: ['Authorization'] },
      environmentVariables: {
        DISABLE_ADOT_OBSERVABILITY: 'true',
        GATEWAY_TOOLS_URL: gateway.gatewayUrl!,
        MEMORY_ID: memory.memoryId,
        MODEL_ID: modelId,
        NODE_OPTIONS: '--enable-source-maps',
      },
    });

    keepServiceLogGroup(this, `/aws/bedrock-agentcore/runtimes/${runtime.agentRuntimeId}-DEFAULT`);
    const usageLogs = new logs.LogGroup(this, 'UsageLogs', {
      logGroupName: `/aws/vendedlogs/bedrock-agentcore/runtimes/${runtime.agentRuntimeId}/usage`,
      retention: logs.RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    const usageSource = new logs.CfnDeliverySource(this, 'UsageSource', {
      name: 'CustomerSupportUsage',
      logType: 'USAGE_LOGS',
      resourceArn: runtime.agentRuntimeArn,
    });
    const usageDestination = new logs.CfnDeliveryDestination(this, 'UsageDestination', {
      name: 'CustomerSupportUsage',
      deliveryDestinationType: 'CWL',
      destinationResourceArn: usageLogs.logGroupArn,
    });
    const usageDelivery = new logs.CfnDelivery(this, 'UsageDelivery', {
      deliverySourceName: usageSource.name,
      deliveryDestinationArn: usageDestination.attrArn,
    });
    usageDelivery.node.addDependency(usageSource);

    const url = `https://bedrock-agentcore.${this.region}.${this.urlSuffix}/runtimes`;
    const arn = `arn%3A${this.partition}%3Abedrock-agentcore%3A${this.region}%3A${this.account}%3Aruntime%2F`;
    new CfnOutput(this, 'AgentUrl', { value: `${url}/${arn}${runtime.agentRuntimeId}/invocations` });
    new CfnOutput(this, 'StaffPoolId', { value: pool.userPoolId });
    new CfnOutput(this, 'StaffClientId', { value: client.userPoolClientId });
    new CfnOutput(this, 'TableName', { value: table.tableName });
  }
}
