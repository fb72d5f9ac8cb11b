/** A shop with a tool gateway, for the tests of gateways and policies. */
import { App, aws_lambda as lambda, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ToolGateway, type ToolGatewayProps } from '../../lib/gateway';
import { IdentityProvider, InboundAuth } from '../../lib/identity';
import { ToolDefinitions } from '../../lib/tools';

export const DISCOVERY = 'https://idp.example.com/.well-known/openid-configuration';
export const ACCOUNT = '123456789012';
export const ENV = { region: 'eu-central-1', account: ACCOUNT };

/** Callers bring a token of the shop's web client. */
export const jwt = () => InboundAuth.jwt(IdentityProvider.oidc(DISCOVERY, { clients: ['web'] }));

/** Two tools that move money. */
export const refundTools = () =>
  ToolDefinitions.of(
    {
      name: 'process_refund',
      description: 'Pays an order back',
      inputSchema: {
        type: 'object',
        properties: { order_id: { type: 'string' }, amount: { type: 'integer' } },
        required: ['order_id', 'amount'],
      },
    },
    {
      name: 'get_refund',
      description: 'Looks a refund up',
      inputSchema: { type: 'object', properties: { order_id: { type: 'string' } }, required: ['order_id'] },
    },
  );

/** One tool that reads. */
export const orderTools = () =>
  ToolDefinitions.of({
    name: 'get_order',
    description: 'Looks an order up',
    inputSchema: { type: 'object', properties: { order_id: { type: 'string' } }, required: ['order_id'] },
  });

export function functionIn(scope: Construct, id = 'Function'): lambda.Function {
  return new lambda.Function(scope, id, {
    runtime: lambda.Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async () => ({})'),
  });
}

/** A stack named Shop with a gateway named Tools, which has no target yet. */
export function shop(props: ToolGatewayProps = {}, app = new App()) {
  const stack = new Stack(app, 'Shop', { env: ENV });
  return { app, stack, tools: new ToolGateway(stack, 'Tools', props) };
}

/** The same with the refund tools, whose permits are still to be written. */
export function shopWithRefunds(props: ToolGatewayProps = {}, app = new App()) {
  const { stack, tools } = shop({ inboundAuth: jwt(), ...props }, app);
  const handler = functionIn(stack, 'RefundsFunction');
  return { app, stack, tools, handler, refunds: tools.addLambda('Refunds', { handler, tools: refundTools() }) };
}

/** What a synth says that it fails for. */
export function synthError(app: App): string {
  try {
    app.synth();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('the app was synthesized');
}
