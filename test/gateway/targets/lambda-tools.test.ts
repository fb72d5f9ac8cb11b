import {
  App,
  aws_lambda as lambda,
  aws_s3 as s3,
  Aws,
  Stack,
  Validations,
  type aws_bedrockagentcore as agentcore,
} from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { LambdaTools, ToolList } from '../../../lib/gateway';
import { ToolDefinitions } from '../../../lib/tools';
import { ENV, functionIn, orderTools, refundTools, shop, shopWithRefunds, synthError } from '../shop';

const TARGET = 'AWS::BedrockAgentCore::GatewayTarget';
/** These tests are about targets; their tools stay denied. */
const DENIED = { unpermittedTools: { reason: 'the test is about targets' } };

function targets(stack: Stack): Record<string, any> {
  return Object.fromEntries(
    Object.values(Template.fromStack(stack).findResources(TARGET)).map((target) => [target.Properties.Name, target]),
  );
}

describe('LambdaTools', () => {
  it('is a target with the tools as they were defined', () => {
    const { stack, tools } = shop(DENIED);
    tools.addLambda('Orders', { handler: functionIn(stack), tools: orderTools(), description: 'Orders of the shop' });
    expect(targets(stack).Orders.Properties).toEqual({
      Name: 'Orders',
      Description: 'Orders of the shop',
      GatewayIdentifier: { 'Fn::GetAtt': ['ToolsGateway33D7DE2F', 'GatewayIdentifier'] },
      CredentialProviderConfigurations: [{ CredentialProviderType: 'GATEWAY_IAM_ROLE' }],
      TargetConfiguration: {
        Mcp: {
          Lambda: {
            LambdaArn: { 'Fn::GetAtt': ['Function76856677', 'Arn'] },
            ToolSchema: {
              InlinePayload: [
                {
                  Name: 'get_order',
                  Description: 'Looks an order up',
                  InputSchema: {
                    Type: 'object',
                    Properties: { order_id: { Type: 'string' } },
                    Required: ['order_id'],
                  },
                },
              ],
            },
          },
        },
      },
    });
  });

  it('is told its tools by an object in a bucket, where there is one', () => {
    const { stack, tools } = shop(DENIED);
    const bucket = s3.Bucket.fromBucketName(stack, 'Bucket', 'shop-tools');
    const handler = functionIn(stack);
    const orders = tools.addLambda('Orders', {
      handler,
      tools: orderTools(),
      toolList: ToolList.fromBucket(bucket, 'orders.json', { ownerAccount: '111122223333' }),
    });
    const { Properties, Metadata } = targets(stack).Orders;
    expect(Properties.TargetConfiguration.Mcp.Lambda).toEqual({
      LambdaArn: stack.resolve(handler.functionArn),
      ToolSchema: { S3: { Uri: 's3://shop-tools/orders.json', BucketOwnerAccountId: '111122223333' } },
    });
    expect(orders.tool('get_order').fullName).toBe('Orders___get_order');
    expect(Metadata['cdk-agentcore:tools']).toMatchObject([{ name: 'get_order' }]);
    const [{ Properties: grants }] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
    expect(grants.PolicyDocument.Statement).toContainEqual({
      Effect: 'Allow',
      Action: 's3:GetObject',
      Resource: stack.resolve(bucket.arnForObjects('orders.json')),
    });
  });

  it('is refused with a list in the bucket of what is no account', () => {
    const { stack, tools } = shop(DENIED);
    const bucket = s3.Bucket.fromBucketName(stack, 'Bucket', 'shop-tools');
    const toolList = ToolList.fromBucket(bucket, 'orders.json', { ownerAccount: 'shop' });
    expect(() => tools.addLambda('Orders', { handler: functionIn(stack), tools: orderTools(), toolList })).toThrow(
      new Error(
        'Shop/Tools/Orders cannot be built:\n' +
          '  - toolList ownerAccount is "shop". Allowed: the 12 digits of an AWS account. Leave it out for a bucket of the account of the gateway.',
      ),
    );
  });

  it('lets the gateway invoke exactly this function, and waits for that', () => {
    const { stack, tools } = shop(DENIED);
    tools.addLambda('Orders', { handler: functionIn(stack), tools: orderTools() });
    const template = Template.fromStack(stack);
    expect(template.findResources('AWS::IAM::Policy')).toEqual({
      ToolsRoleGrants494F7647: {
        Type: 'AWS::IAM::Policy',
        Properties: {
          PolicyName: 'ToolsRoleGrants494F7647',
          Roles: [{ Ref: 'ToolsRoleBB97B1BA' }],
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Allow',
                Action: 'lambda:InvokeFunction',
                Resource: { 'Fn::GetAtt': ['Function76856677', 'Arn'] },
              },
            ],
          },
        },
      },
    });
    expect(targets(stack).Orders.DependsOn).toEqual(['ToolsRoleGrants494F7647']);
  });

  it('invokes an alias as that alias', () => {
    const { stack, tools } = shop(DENIED);
    const alias = new lambda.Alias(stack, 'Live', { aliasName: 'live', version: functionIn(stack).currentVersion });
    tools.addLambda('Orders', { handler: alias, tools: orderTools() });
    const aliasArn = stack.resolve(alias.functionArn);
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: Match.objectLike({
        Statement: [{ Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: aliasArn }],
      }),
    });
    expect(targets(stack).Orders.Properties.TargetConfiguration.Mcp.Lambda.LambdaArn).toEqual(aliasArn);
  });

  it('names its tools as models and policies do', () => {
    const { refunds } = shopWithRefunds();
    expect(refunds.allTools.map(({ fullName }) => fullName)).toEqual([
      'Refunds___process_refund',
      'Refunds___get_refund',
    ]);
    expect(refunds.tool('get_refund')).toBe(refunds.allTools[1]);
  });

  it('may offer the same tools as another target', () => {
    const { stack, tools } = shop(DENIED);
    const handler = functionIn(stack);
    tools.addLambda('Orders', { handler, tools: orderTools() });
    tools.addLambda('OrdersOfPartners', { handler, tools: orderTools(), targetName: 'Partners' });
    expect(Object.keys(targets(stack))).toEqual(['Orders', 'Partners']);
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: Match.objectLike({ Statement: [Match.objectLike({ Action: 'lambda:InvokeFunction' })] }),
    });
  });

  it('waits for the fifth target before it: the service works on five of a gateway at a time', () => {
    const { stack, tools } = shop(DENIED);
    const handler = functionIn(stack);
    const names = ['A', 'B', 'C', 'D', 'E', 'F', 'G'];
    const added = names.map((name) => tools.addLambda(name, { handler, tools: orderTools() }));
    const logicalIds = added.map(({ target }) =>
      stack.getLogicalId(target.node.defaultChild as agentcore.CfnGatewayTarget),
    );
    const found = targets(stack);
    expect(names.map((name) => found[name].DependsOn.filter((id: string) => logicalIds.includes(id)))).toEqual([
      [],
      [],
      [],
      [],
      [],
      [logicalIds[0]],
      [logicalIds[1]],
    ]);
  });

  it('may stand in the stack of its function, which then has the grant and needs the stack of the gateway', () => {
    const app = new App();
    const { stack, tools } = shop(DENIED, app);
    const other = new Stack(app, 'Orders', { env: ENV });
    new LambdaTools(other, 'Tools', {
      gateway: tools,
      handler: functionIn(other),
      tools: orderTools(),
      targetName: 'Orders',
    });
    expect(other.dependencies).toEqual([]);
    const template = Template.fromStack(other);
    expect(other.dependencies).toEqual([stack]);
    expect(stack.dependencies).toEqual([]);
    expect(template.findResources('AWS::IAM::Policy')).toEqual({
      ToolsGrants0FB28150: {
        Type: 'AWS::IAM::Policy',
        Properties: {
          PolicyName: 'ToolsGrants0FB28150',
          Roles: [{ 'Fn::ImportValue': 'Shop:ExportsOutputRefToolsRoleBB97B1BAC23CBA61' }],
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Allow',
                Action: 'lambda:InvokeFunction',
                Resource: { 'Fn::GetAtt': ['Function76856677', 'Arn'] },
              },
            ],
          },
        },
      },
    });
    expect(targets(other).Orders.DependsOn).toEqual(['ToolsGrants0FB28150']);
    Template.fromStack(stack).resourceCountIs('AWS::IAM::Policy', 0);
  });
});

describe('LambdaTools are refused', () => {
  const refusal = (path: string, ...problems: string[]) =>
    new Error([`${path} cannot be built:`, ...problems.map((problem) => `  - ${problem}`)].join('\n'));

  it('with everything that is wrong with them in one message', () => {
    const { stack, tools } = shop();
    const handler = lambda.Function.fromFunctionAttributes(stack, 'Function', {
      functionArn: 'arn:aws:lambda:us-east-1:123456789012:function:orders',
    });
    const definitions = ToolDefinitions.of({ name: 'get_order', description: ' ', inputSchema: { type: 'object' } });
    expect(() => tools.addLambda('Order_Tools', { handler, tools: definitions, description: 'x'.repeat(201) })).toThrow(
      refusal(
        'Shop/Tools/Order_Tools',
        'targetName is "Order_Tools". Allowed: 1 to 100 letters, digits and single hyphens between them. Write "Order-Tools".',
        'tool "get_order" description is " ". Allowed: a text that is not empty. Say what the tool does and when to use it: the model chooses by it.',
        'handler is "a function in us-east-1". Allowed: a function in eu-central-1, the region of the gateway. Deploy the function there, or the gateway to the region of the function.',
        `description is "${'x'.repeat(117)}...". Allowed: 1 to 200 characters, and it has 201. Shorten it.`,
      ),
    );
  });

  it('with a function of another account, unless it is acknowledged that this one permits it', () => {
    const { app, stack, tools } = shop(DENIED);
    const arn = 'arn:aws:lambda:eu-central-1:111122223333:function:orders';
    const handler = lambda.Function.fromFunctionArn(stack, 'Function', arn);
    const orders = tools.addLambda('Orders', { handler, tools: orderTools() });
    expect(synthError(app)).toContain(
      '[Shop/Tools/Orders] [cdk-agentcore:function-of-other-account] handler is "a function of account 111122223333". Allowed: a ' +
        "function of the gateway's account, or one whose own policy lets the gateway's role invoke it. Once the role is there, let " +
        'the owners of the function add {"Effect":"Allow","Principal":{"AWS":"<ARN of the role of Shop/Tools>"},' +
        `"Action":"lambda:InvokeFunction","Resource":"${arn}"}.`,
    );
    Validations.of(orders).acknowledge({ id: 'cdk-agentcore:function-of-other-account', reason: 'It does.' });
    expect(() => app.synth()).not.toThrow();
  });

  it('with a tool name that models do not take with the target before it', () => {
    const { stack, tools } = shop();
    const long = { name: 'look_up_the_order_by_its_number', description: 'Looks up', inputSchema: { type: 'object' } };
    const options = { handler: functionIn(stack), tools: ToolDefinitions.of(long), targetName: 'x'.repeat(31) };
    expect(() => tools.addLambda('Orders', options)).toThrow(
      refusal(
        'Shop/Tools/Orders',
        `tools[0].name is "look_up_the_order_by_its_number". Allowed: at most 64 characters as models see it, "${'x'.repeat(31)}___look_up_the_order_by_its_number", which has 65. Shorten the tool's name or the target's by 1.`,
      ),
    );
  });

  it('with the name of another target of the gateway', () => {
    const { tools, handler } = shopWithRefunds();
    expect(() => tools.addLambda('More', { handler, tools: refundTools(), targetName: 'Refunds' })).toThrow(
      refusal(
        'Shop/Tools/More',
        'targetName is "Refunds". Allowed: a name that no other target of the gateway has; Shop/Tools/Refunds has it. Rename one of them.',
      ),
    );
  });

  it('with a target name that is known only at deployment, as policies name it', () => {
    const { tools, handler } = shopWithRefunds();
    const targetName = `Orders-${Aws.REGION}`;
    expect(() => tools.addLambda('Orders', { handler, tools: orderTools(), targetName })).toThrow(
      /targetName is "Orders-<token>"\. Allowed: 1 to 100 letters, digits and single hyphens between them, known at synth\. Write the name out\./,
    );
  });

  it('when asked for a tool that they do not have', () => {
    const { refunds } = shopWithRefunds();
    expect(() => refunds.tool('proces_refund')).toThrow(
      refusal(
        'Shop/Tools/Refunds',
        'tool is "proces_refund". Allowed: a tool of this target. Did you mean "process_refund"?',
      ),
    );
  });
});
