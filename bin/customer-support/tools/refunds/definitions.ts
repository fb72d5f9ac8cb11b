/** process_refund as models, the gateway, its policies and its code see it: one definition, in TypeScript. */
import type { ToolDefinition } from '../../../../lib/lambda';

export const refundTools = [
  {
    name: 'process_refund',
    description:
      'Pays money back for an order. Look the order up first, and say what you are going to refund before you do it. ' +
      'A refund cannot be undone.',
    inputSchema: {
      type: 'object',
      properties: {
        order_id: { type: 'string', description: 'The order number, for example 1001' },
        amount: {
          type: 'number',
          description:
            'How much to pay back, in the currency of the order, with at most two decimals, for example 19.99',
        },
        reason: { type: 'string', description: 'Why, in a sentence of at most 300 characters' },
        idempotency_key: {
          type: 'string',
          description:
            'The support case that this refund settles, for example CASE-7. The same key never pays twice: repeat a call ' +
            'with the same key when you do not know whether it worked, and take another key only for another refund.',
        },
      },
      required: ['order_id', 'amount', 'reason', 'idempotency_key'],
    },
  },
] as const satisfies readonly ToolDefinition[];
