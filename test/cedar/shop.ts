/** The gateway that these tests are about: a shop's refunds and orders. */
import type { CedarGateway } from '../../lib/cedar/cedar-gateway';
import { Tool } from '../../lib/tools/tool';

export const GATEWAY_ARN = 'arn:aws:bedrock-agentcore:eu-central-1:111122223333:gateway/shop-abcdefghij';

export function tool(target: string, name: string, properties: object, required: string[] = []): Tool {
  return new Tool(target, {
    name,
    description: `Does ${name}.`,
    inputSchema: { type: 'object', properties, required },
  });
}

export const processRefund = tool(
  'Refunds',
  'process_refund',
  {
    order_id: { type: 'string' },
    amount: { type: 'number' },
    parcels: { type: 'integer' },
    note: { type: 'string' },
    gift: { type: 'boolean' },
    labels: { type: 'array', items: { type: 'string' } },
    address: {
      type: 'object',
      properties: { city: { type: 'string' }, street: { type: 'string' }, 'postal-code': { type: 'string' } },
      required: ['city'],
    },
  },
  ['order_id', 'amount'],
);

export const getOrder = tool('Orders', 'get_order', { order_id: { type: 'string' } }, ['order_id']);

export const SHOP: CedarGateway = { arn: GATEWAY_ARN, tools: [processRefund, getOrder], principals: 'OAuthUser' };

/** The same tools, called with IAM. */
export const IAM_SHOP: CedarGateway = { ...SHOP, principals: 'IamEntity' };

export const RESOURCE = `resource == AgentCore::Gateway::"${GATEWAY_ARN}"`;

/** A permit of refunds; line 6 holds the condition. */
export function permitRefund(condition: string): string {
  return `permit(
  principal is AgentCore::OAuthUser,
  action == AgentCore::Action::"Refunds___process_refund",
  ${RESOURCE}
)
when { ${condition} };`;
}
