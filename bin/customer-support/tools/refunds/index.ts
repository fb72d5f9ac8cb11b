/**
 * process_refund: pays back part or all of an order, once.
 *
 * One conditional write decides: the key is new, and the amount is still there. DynamoDB orders the writes to an item,
 * so of two equal requests one pays and the other finds the first one's refund, and the refunds of an order never
 * exceed what was paid. That holds for retries of the SDK too. The payment itself belongs behind this write, from the
 * table's stream to the payment provider, with the same key.
 */
import { randomUUID } from 'node:crypto';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { ToolError, toolHandler } from '../../../../lib/lambda';
import { centsOf, priced, unitsOf } from '../money';
import { idFrom, orderKey, table, type OrderItem, type Refund } from '../table';
import { refundTools } from './definitions';

const REASON_LENGTH = 300;
/** Keeps the order far below the size limit of an item. */
const REFUNDS_PER_ORDER = 100;

export const handler = toolHandler(refundTools, {
  process_refund: async ({ order_id, amount, reason, idempotency_key }) => {
    const orderId = idFrom('order_id', order_id, '1001');
    const key = idFrom('idempotency_key', idempotency_key, 'CASE-7');
    const cents = refundCents(amount);
    if (reason.trim() === '' || reason.length > REASON_LENGTH) {
      throw new ToolError('invalid_reason', `Give a reason of 1 to ${REASON_LENGTH} characters.`);
    }
    const refund: Refund = { refundId: randomUUID(), cents, reason, refundedAt: new Date().toISOString() };
    const order = await pay(orderId, key, refund);
    if (order) return receipt(order, refund);
    return receiptOfFirst(orderId, key, cents);
  },
});

function refundCents(amount: number): number {
  const cents = centsOf(amount);
  if (cents !== undefined && cents > 0) return cents;
  throw new ToolError('invalid_amount', 'The amount must be above 0 and have at most two decimals, for example 19.99.');
}

/** The order after the refund, or undefined where it was not paid: the condition does not say why. */
async function pay(orderId: string, key: string, refund: Refund): Promise<OrderItem | undefined> {
  try {
    const { Attributes } = await table.client.send(
      new UpdateCommand({
        TableName: table.name,
        Key: orderKey(orderId),
        UpdateExpression: 'SET refunds.#key = :refund, refundableCents = refundableCents - :cents',
        ConditionExpression:
          'attribute_exists(pk) AND attribute_not_exists(refunds.#key) AND refundableCents >= :cents AND size(refunds) < :most',
        ExpressionAttributeNames: { '#key': key },
        ExpressionAttributeValues: { ':refund': refund, ':cents': refund.cents, ':most': REFUNDS_PER_ORDER },
        ReturnValues: 'ALL_NEW',
      }),
    );
    return Attributes as OrderItem;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
}

/** The receipt of the refund that this key already paid, or the reason why there is none. Refunds are never taken away. */
async function receiptOfFirst(orderId: string, key: string, cents: number): Promise<object> {
  const { Item } = await table.client.send(
    new GetCommand({ TableName: table.name, Key: orderKey(orderId), ConsistentRead: true }),
  );
  if (!Item) throw new ToolError('order_not_found', `There is no order ${orderId}. Ask for the order number again.`);
  const order = Item as OrderItem;
  const first = Object.hasOwn(order.refunds, key) ? order.refunds[key] : undefined;
  if (first?.cents === cents) return receipt(order, first);
  if (first) {
    throw new ToolError(
      'key_already_used',
      `${key} already refunded ${priced(first.cents, order.currency)} of order ${orderId}. Take another key only for another refund.`,
      { first: receipt(order, first) },
    );
  }
  if (order.refundableCents < cents) {
    throw new ToolError(
      'exceeds_refundable',
      `At most ${priced(order.refundableCents, order.currency)} of order ${orderId} can still be refunded.`,
      { refundable: unitsOf(order.refundableCents), currency: order.currency },
    );
  }
  throw new ToolError(
    'too_many_refunds',
    `Order ${orderId} has had ${REFUNDS_PER_ORDER} refunds. A person must look at it.`,
  );
}

function receipt(order: OrderItem, { refundId, cents, reason, refundedAt }: Refund): object {
  return {
    refund_id: refundId,
    order_id: order.orderId,
    amount: unitsOf(cents),
    currency: order.currency,
    reason,
    refunded_at: refundedAt,
  };
}
