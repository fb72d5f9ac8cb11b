import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { handler as customers } from '../../bin/customer-support/tools/customers';
import { handler as orders } from '../../bin/customer-support/tools/orders';
import { handler as refunds } from '../../bin/customer-support/tools/refunds';
import { sampleItems } from '../../bin/customer-support/tools/samples';
import { seed } from '../../bin/customer-support/tools/seed';
import { placedKey, table as toolTable } from '../../bin/customer-support/tools/table';
import { invokeAsGateway } from '../../lib/lambda';
import { localTable, type LocalTable } from './local-table';

let table: LocalTable;
beforeAll(async () => {
  table = await localTable();
});
afterAll(async () => {
  toolTable.client.destroy();
  await table.close();
});

const orderLookup = (order_id: string) => invokeAsGateway(orders, 'order_lookup', { order_id });
const customerProfile = (customer_id: string) => invokeAsGateway(customers, 'customer_profile', { customer_id });

describe('order_lookup', () => {
  it('shows an order with its delivery, in currency units', async () => {
    expect(await orderLookup('1001')).toEqual({
      order_id: '1001',
      customer_id: 'C-100',
      placed_at: '2026-11-12T09:30:00Z',
      status: 'shipped',
      lines: [{ sku: 'LAMP-2', name: 'Desk lamp', quantity: 1 }],
      delivery: { carrier: 'DHL', tracking_number: '00340434161094042557', expected_on: '2026-11-24' },
      currency: 'EUR',
      paid: 49.9,
      refundable: 49.9,
      refunds: [],
    });
  });

  it('shows what was refunded, oldest first, and what is left', async () => {
    const refund = (amount: number, key: string) =>
      invokeAsGateway(refunds, 'process_refund', {
        order_id: '1002',
        amount,
        reason: 'A mat was missing',
        idempotency_key: key,
      }) as Promise<{ refund_id: string; refunded_at: string }>;
    const first = await refund(29.5, 'Z-1');
    await new Promise((resolve) => setTimeout(resolve, 2));
    const second = await refund(0.5, 'A-1');
    expect(await orderLookup('1002')).toMatchObject({
      paid: 918,
      refundable: 888,
      refunds: [
        { refund_id: first.refund_id, amount: 29.5, reason: 'A mat was missing', refunded_at: first.refunded_at },
        { refund_id: second.refund_id, amount: 0.5 },
      ],
    });
  });

  it('says that there is no such order', async () => {
    expect(await orderLookup('7777')).toEqual({
      error: { code: 'order_not_found', message: 'There is no order 7777. Ask for the order number again.' },
    });
  });

  it('tells nothing about the customer but the id', async () => {
    expect(JSON.stringify(await orderLookup('1001'))).not.toMatch(/Ada|example\.com/);
  });
});

describe('customer_profile', () => {
  it('shows a customer and their orders, newest first', async () => {
    expect(await customerProfile('C-100')).toEqual({
      customer_id: 'C-100',
      name: 'Ada Wolff',
      email: 'ada@example.com',
      customer_since: '2023-04-02',
      latest_orders: [
        { order_id: '1001', placed_at: '2026-11-12T09:30:00Z', paid: 49.9, currency: 'EUR' },
        { order_id: '1002', placed_at: '2026-10-03T16:05:00Z', paid: 918, currency: 'EUR' },
      ],
    });
  });

  it('shows the ten latest orders', async () => {
    const days = Array.from({ length: 12 }, (_, day) => String(day + 1).padStart(2, '0'));
    for (const day of days) {
      const [orderId, placedAt] = [`D-${day}`, `2027-01-${day}T00:00:00Z`];
      const Item = { ...placedKey('C-101', placedAt, orderId), orderId, placedAt, paidCents: 100, currency: 'EUR' };
      await table.client.send(new PutCommand({ TableName: table.name, Item }));
    }
    const { name, latest_orders } = (await customerProfile('C-101')) as {
      name: string;
      latest_orders: { order_id: string }[];
    };
    expect(name).toBe('Ben Okafor');
    expect(latest_orders.map(({ order_id }) => order_id)).toEqual(
      days
        .slice(2)
        .map((day) => `D-${day}`)
        .reverse(),
    );
  });

  it('says that there is no such customer', async () => {
    expect(await customerProfile('C-999')).toEqual({
      error: {
        code: 'customer_not_found',
        message: 'There is no customer C-999. Look the order up for its customer.',
      },
    });
  });
});

describe('an id that a model was talked into', () => {
  it.each(['C-100', 'CUSTOMER', 'customer-c-100'])('reads no customer through order_lookup: %s', async (id) => {
    expect(await orderLookup(id)).toMatchObject({ error: { code: 'order_not_found' } });
  });

  it.each(['C-10', 'C-1', '1001', 'PROFILE', 'c-100'])('reads no other customer by a part of an id: %s', async (id) => {
    expect(await customerProfile(id)).toMatchObject({ error: { code: 'customer_not_found' } });
  });

  it.each(['C-100#PROFILE', 'CUSTOMER#C-100', '*', '', 'C-100 ', '" OR 1=1', 'C_100', 'x'.repeat(41)])(
    'is refused where it is no id: %j',
    async (id) => {
      const customer = {
        error: { code: 'invalid_id', message: expect.stringMatching(/^customer_id must be letters/) },
      };
      const order = { error: { code: 'invalid_id', message: expect.stringMatching(/^order_id must be letters/) } };
      expect(await customerProfile(id)).toEqual(customer);
      expect(await orderLookup(id)).toEqual(order);
    },
  );

  it('cannot come along in another field or another shape', async () => {
    expect(await invokeAsGateway(orders, 'order_lookup', { order_id: '1001', customer_id: 'C-101' })).toMatchObject({
      error: { code: 'invalid_input', problems: [{ path: 'customer_id' }] },
    });
    expect(await invokeAsGateway(customers, 'customer_profile', { customer_id: ['C-100', 'C-101'] })).toMatchObject({
      error: { code: 'invalid_input', problems: [{ path: 'customer_id', problem: 'must be a string, not an array' }] },
    });
  });
});

describe('the sample data', () => {
  it('is written once and never over what happened since', async () => {
    const { refundableCents } = await table.order('1002');
    expect(await seed(table.client, table.name)).toBe(0);
    expect((await table.order('1002')).refundableCents).toBe(refundableCents);
    expect(sampleItems).toHaveLength(8);
  });
});
