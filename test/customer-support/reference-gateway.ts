/** The gateway of the reference app as its template has it: the tools, and the policies that decide about their calls. */
import { Stage } from 'aws-cdk-lib';
import customersFile from '../../bin/customer-support/tools/customers/customers.json';
import ordersFile from '../../bin/customer-support/tools/orders/orders.json';
import { refundTools } from '../../bin/customer-support/tools/refunds/definitions';
import type { Gateway } from '../../lib/assembly/agent-system';
import { readAgentSystem } from '../../lib/assembly/read-agent-system';
import { Tool, type ToolDefinition } from '../../lib/tools';
import { synthesize } from '../judges/reference-app';

/** The ARN that the deployment would put into each statement. */
export const GATEWAY_ARN = 'arn:aws:bedrock-agentcore:us-east-1:111122223333:gateway/customersupport-tools-abcdefghij';

/** The definitions, by the name of the target that serves them. */
export const DEFINITIONS = {
  Customers: customersFile.tools as readonly ToolDefinition[],
  Orders: ordersFile.tools as readonly ToolDefinition[],
  Refunds: refundTools as readonly ToolDefinition[],
};

export const TOOLS = Object.entries(DEFINITIONS).flatMap(([target, definitions]) =>
  definitions.map((definition) => new Tool(target, definition)),
);

export interface ReferenceGateway {
  /** The gateway as the review reads it. */
  readonly gateway: Gateway;
  /** The statements that are enforced, by the id that the stack gives them. */
  readonly statements: Readonly<Record<string, string>>;
}

/** Synthesizes the reference app, and reads what it would deploy. */
export function referenceGateway(): ReferenceGateway {
  let assembly = '';
  synthesize({ change: (stack) => (assembly = Stage.of(stack)!.outdir) });
  const { gateways, policies } = readAgentSystem(assembly);
  const [gateway] = gateways;
  const arn = gateway.placeholders.find((placeholder) => placeholder.endsWith('.GatewayArn>'))!;
  const enforced = policies.filter(({ engine, enforcement }) => engine === gateway.engine && enforcement === 'ACTIVE');
  return {
    gateway,
    statements: Object.fromEntries(
      enforced.map(({ name, statement }) => [name.split('/').at(-1)!, statement.replaceAll(arn, GATEWAY_ARN)]),
    ),
  };
}
