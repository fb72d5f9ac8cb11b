/** order_lookup: one order with its delivery and refunds; nothing about the person who placed it but the id. */
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { ToolError, toolHandler } from '../../../../lib/lambda';
import { unitsOf } from '../money';
import { idFrom, orderKey, table, type OrderItem } from '../table';
import definitions from './orders.json';
import type { ToolInputs } from './orders.tools';

export const handler = toolHandler<ToolInputs>(definitions, {
  order_lookup: async ({ order_id }) => {
    const id = idFrom('order_id', order_id, '1001');
    const { Item } = await table.client.send(new GetCommand({ TableName: table.name, Key: orderKey(id) }));
    if (!Item) throw new ToolError('order_not_found', `There is no order ${id}. Ask for the order number again.`);
    const order = Item as OrderItem;
    return {
      order_id: order.orderId,
      customer_id: order.customerId,
      placed_at: order.placedAt,
      status: order.status,
      lines: order.lines,
      ...(order.delivery && {
        delivery: {
          carrier: order.delivery.carrier,
          tracking_number: order.delivery.trackingNumber,
          expected_on: order.delivery.expectedOn,
        },
      }),
      currency: order.currency,
      paid: unitsOf(order.paidCents),
      refundable: unitsOf(order.refundableCents),
      refunds: Object.values(order.refunds)
        .sort((a, b) => (a.refundedAt < b.refundedAt ? -1 : 1))
        .map(({ refundId, cents, reason, refundedAt }) => ({
          refund_id: refundId,
          amount: unitsOf(cents),
          reason,
          refunded_at: refundedAt,
        })),
    };
  },
});
