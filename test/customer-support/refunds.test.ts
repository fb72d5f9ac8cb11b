import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { handler } from '../../bin/customer-support/tools/refunds';
import { table as toolTable } from '../../bin/customer-support/tools/table';
import { orderKey, type Refund } from '../../bin/customer-support/tools/table';
import { invokeAsGateway, ToolFailure } from '../../lib/lambda';
import { localTable, type LocalTable } from './local-table';

let table: LocalTable;
let orders = 0;
beforeAll(async () => {
  table = await localTable();
});
afterAll(async () => {
  toolTable.client.destroy();
  await table.close();
});

/** A new order on which nothing was refunded yet. */
async function order(paidCents: number, refunds: Record<string, Refund> = {}): Promise<string> {
  const orderId = `T-${++orders}`;
  const refundableCents = paidCents - Object.values(refunds).reduce((sum, { cents }) => sum + cents, 0);
  const Item = { ...orderKey(orderId), orderId, currency: 'EUR', paidCents, refundableCents, refunds };
  await table.client.send(new PutCommand({ TableName: table.name, Item }));
  return orderId;
}

type Answer = Record<string, unknown> & { error?: { code: string; message: string; [detail: string]: unknown } };

const refund = (order_id: string, amount: number, idempotency_key = 'CASE-1', reason = 'It arrived broken') =>
  invokeAsGateway(handler, 'process_refund', { order_id, amount, reason, idempotency_key }) as Promise<Answer>;

describe('process_refund', () => {
  it('pays back part of an order and gives a receipt', async () => {
    const id = await order(4_990);
    const receipt = await refund(id, 19.99);
    expect(receipt).toEqual({
      refund_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      order_id: id,
      amount: 19.99,
      currency: 'EUR',
      reason: 'It arrived broken',
      refunded_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    });
    const { refundableCents, refunds } = await table.order(id);
    expect(refundableCents).toBe(2_991);
    expect(refunds).toEqual({
      'CASE-1': { refundId: receipt.refund_id, cents: 1_999, reason: receipt.reason, refundedAt: receipt.refunded_at },
    });
  });

  it('does not pay twice: the same key gets the first receipt', async () => {
    const id = await order(4_990);
    const first = await refund(id, 19.99);
    expect(await refund(id, 19.99, 'CASE-1', 'in other words')).toEqual(first);
    expect((await table.order(id)).refundableCents).toBe(2_991);
  });

  it('does not pay twice when equal requests arrive at once', async () => {
    const id = await order(4_990);
    const receipts = await Promise.all(Array.from({ length: 20 }, () => refund(id, 19.99)));
    expect(new Set(receipts.map(({ refund_id }) => refund_id)).size).toBe(1);
    expect(receipts[0].error).toBeUndefined();
    const { refundableCents, refunds } = await table.order(id);
    expect(refundableCents).toBe(2_991);
    expect(Object.keys(refunds)).toEqual(['CASE-1']);
  });

  it('still gives the receipt of a key when nothing is left to refund', async () => {
    const id = await order(1_000);
    const first = await refund(id, 10);
    expect(await refund(id, 10)).toEqual(first);
  });

  it('never pays back more than was paid, however many requests arrive at once', async () => {
    const id = await order(4_990);
    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => refund(id, 10, `CASE-${index}`)));
    const paid = answers.filter(({ error }) => !error);
    const refused = answers.filter(({ error }) => error);
    expect(paid).toHaveLength(4);
    expect(new Set(refused.map(({ error }) => error!.code))).toEqual(new Set(['exceeds_refundable']));
    const { refundableCents, refunds } = await table.order(id);
    expect(refundableCents).toBe(990);
    expect(Object.keys(refunds)).toHaveLength(4);
  });

  it('refuses another amount under a key that was used', async () => {
    const id = await order(4_990);
    const first = await refund(id, 19.99);
    expect(await refund(id, 20)).toEqual({
      error: {
        code: 'key_already_used',
        message: `CASE-1 already refunded 19.99 EUR of order ${id}. Take another key only for another refund.`,
        first,
      },
    });
    expect((await table.order(id)).refundableCents).toBe(2_991);
  });

  it('refuses more than is left, and says how much that is', async () => {
    const id = await order(4_990);
    await refund(id, 40);
    expect(await refund(id, 10, 'CASE-2')).toEqual({
      error: {
        code: 'exceeds_refundable',
        message: `At most 9.90 EUR of order ${id} can still be refunded.`,
        refundable: 9.9,
        currency: 'EUR',
      },
    });
  });

  it('refuses an order that is not there, and makes none', async () => {
    expect((await refund('9999', 10)).error).toEqual({
      code: 'order_not_found',
      message: 'There is no order 9999. Ask for the order number again.',
    });
    expect(await table.item(orderKey('9999'))).toBeUndefined();
  });

  it.each([0, -5, 0.001, 19.999, 0.1 + 0.2, 1e300])('refuses the amount %p', async (amount) => {
    const id = await order(4_990);
    expect((await refund(id, amount)).error).toEqual({
      code: 'invalid_amount',
      message: 'The amount must be above 0 and have at most two decimals, for example 19.99.',
    });
    expect((await table.order(id)).refundableCents).toBe(4_990);
  });

  it.each([0.01, 0.07, 0.29, 1.1, 19.99, 49.9, 1000])('pays %p to the cent', async (amount) => {
    const id = await order(100_000);
    expect((await refund(id, amount)).amount).toBe(amount);
    expect((await table.order(id)).refundableCents).toBe(100_000 - Number((amount * 100).toFixed(0)));
  });

  it('refuses ids that are no ids, and a reason of the wrong length', async () => {
    const id = await order(4_990);
    expect((await refund(`${id}#x`, 1)).error).toEqual({
      code: 'invalid_id',
      message: 'order_id must be letters, digits and hyphens only, like 1001. Ask for it if you do not know it.',
    });
    expect((await refund(id, 1, '')).error?.message).toMatch(/^idempotency_key must be .* like CASE-7\./);
    for (const reason of [' ', 'x'.repeat(301)]) {
      expect((await refund(id, 1, 'CASE-1', reason)).error).toEqual({
        code: 'invalid_reason',
        message: 'Give a reason of 1 to 300 characters.',
      });
    }
    expect((await table.order(id)).refunds).toEqual({});
  });

  it('hands an order with a hundred refunds to a person', async () => {
    const one = { refundId: 'r', cents: 1, reason: 'r', refundedAt: '2026-01-01T00:00:00Z' };
    const id = await order(4_990, Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`K-${index}`, one])));
    expect((await refund(id, 1)).error).toEqual({
      code: 'too_many_refunds',
      message: `Order ${id} has had 100 refunds. A person must look at it.`,
    });
  });

  it('fails, and is counted as failing, when the table cannot be reached', async () => {
    const id = await order(4_990);
    const lines: string[] = [];
    const write = jest.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
    process.env.TABLE_NAME = 'no-such-table';
    try {
      await expect(refund(id, 12.34, 'CASE-1', 'the customer is Ada')).rejects.toThrow(ToolFailure);
    } finally {
      process.env.TABLE_NAME = table.name;
      write.mockRestore();
    }
    expect(JSON.parse(lines.join(''))).toMatchObject({ error: { name: 'ResourceNotFoundException' } });
    expect(lines.join('')).not.toMatch(/12\.34|Ada/);
  });
});
