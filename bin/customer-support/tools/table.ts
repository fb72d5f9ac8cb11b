/**
 * The one table behind the tools.
 *
 * | pk               | sk                         | item          | written by              |
 * |------------------|----------------------------|---------------|-------------------------|
 * | `ORDER#1001`     | `ORDER`                    | `OrderItem`   | the shop, process_refund |
 * | `CUSTOMER#C-100` | `PROFILE`                  | `ProfileItem` | the shop                |
 * | `CUSTOMER#C-100` | `ORDER#<placed at>#1001`   | `PlacedItem`  | the shop                |
 *
 * Orders and customers begin with different words, so IAM can tell them apart (`dynamodb:LeadingKeys`) and no id that a
 * model makes up for one can reach the other. An order holds its refunds, so that one conditional write decides about a
 * refund; 100 of them stay far below DynamoDB's 400 KB for an item. Money is whole cents, times are ISO 8601 in UTC.
 */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { ToolError } from '../../../lib/lambda';

export interface Key {
  readonly pk: string;
  readonly sk: string;
}

export interface OrderItem extends Key {
  readonly orderId: string;
  readonly customerId: string;
  readonly placedAt: string;
  readonly status: 'paid' | 'shipped' | 'delivered' | 'cancelled';
  /** ISO 4217, one with two decimals. */
  readonly currency: string;
  readonly lines: readonly { readonly sku: string; readonly name: string; readonly quantity: number }[];
  readonly delivery?: { readonly carrier: string; readonly trackingNumber: string; readonly expectedOn: string };
  readonly paidCents: number;
  /** What was paid less what was refunded; never below zero. */
  readonly refundableCents: number;
  /** By idempotency key. */
  readonly refunds: { readonly [idempotencyKey: string]: Refund };
}

export interface Refund {
  readonly refundId: string;
  readonly cents: number;
  readonly reason: string;
  readonly refundedAt: string;
}

export interface ProfileItem extends Key {
  readonly customerId: string;
  readonly name: string;
  readonly email: string;
  readonly customerSince: string;
}

export interface PlacedItem extends Key {
  readonly orderId: string;
  readonly placedAt: string;
  readonly paidCents: number;
  readonly currency: string;
}

export const orderKey = (orderId: string): Key => ({ pk: `ORDER#${orderId}`, sk: 'ORDER' });
export const profileKey = (customerId: string): Key => ({ pk: `CUSTOMER#${customerId}`, sk: 'PROFILE' });
export const placedKey = (customerId: string, placedAt: string, orderId: string): Key => ({
  pk: `CUSTOMER#${customerId}`,
  sk: `ORDER#${placedAt}#${orderId}`,
});

/** An id as it stands in a key, or an answer for the model that gave something else. */
export function idFrom(field: string, value: string, example: string): string {
  if (/^[A-Za-z0-9-]{1,40}$/.test(value)) return value;
  throw new ToolError(
    'invalid_id',
    `${field} must be letters, digits and hyphens only, like ${example}. Ask for it if you do not know it.`,
  );
}

/** The table that this function was given, and a client that keeps its connection between calls. */
export const table = {
  client: DynamoDBDocumentClient.from(new DynamoDBClient({}), { marshallOptions: { removeUndefinedValues: true } }),
  get name(): string {
    const name = process.env.TABLE_NAME;
    if (!name) throw new TypeError('The environment variable TABLE_NAME is missing.');
    return name;
  },
};
