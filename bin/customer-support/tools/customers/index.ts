/** customer_profile: who a customer is and what they ordered lately. */
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { ToolError, toolHandler } from '../../../../lib/lambda';
import { unitsOf } from '../money';
import { idFrom, profileKey, table, type PlacedItem, type ProfileItem } from '../table';
import definitions from './customers.json';
import type { ToolInputs } from './customers.tools';

const LATEST_ORDERS = 10;

export const handler = toolHandler<ToolInputs>(definitions, {
  customer_profile: async ({ customer_id }) => {
    const id = idFrom('customer_id', customer_id, 'C-100');
    const { pk, sk } = profileKey(id);
    // Backwards, "PROFILE" comes first and then "ORDER#…" from the newest: one read for all of it.
    const { Items = [] } = await table.client.send(
      new QueryCommand({
        TableName: table.name,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': pk },
        ScanIndexForward: false,
        Limit: 1 + LATEST_ORDERS,
      }),
    );
    const profile = Items.find((item) => item.sk === sk) as ProfileItem | undefined;
    if (!profile)
      throw new ToolError('customer_not_found', `There is no customer ${id}. Look the order up for its customer.`);
    const orders = Items.filter((item) => item.sk !== sk) as PlacedItem[];
    return {
      customer_id: profile.customerId,
      name: profile.name,
      email: profile.email,
      customer_since: profile.customerSince,
      latest_orders: orders.map(({ orderId, placedAt, paidCents, currency }) => ({
        order_id: orderId,
        placed_at: placedAt,
        paid: unitsOf(paidCents),
        currency,
      })),
    };
  },
});
