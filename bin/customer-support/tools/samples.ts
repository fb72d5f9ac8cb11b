/** Sample customers and orders, as the shop itself would write them. */
import { orderKey, placedKey, profileKey, type Key, type OrderItem, type PlacedItem, type ProfileItem } from './table';

const customers: readonly Omit<ProfileItem, keyof Key>[] = [
  { customerId: 'C-100', name: 'Ada Wolff', email: 'ada@example.com', customerSince: '2023-04-02' },
  { customerId: 'C-101', name: 'Ben Okafor', email: 'ben@example.com', customerSince: '2025-09-17' },
];

const orders: readonly Omit<OrderItem, keyof Key | 'refundableCents' | 'refunds'>[] = [
  {
    orderId: '1001',
    customerId: 'C-100',
    placedAt: '2026-11-12T09:30:00Z',
    status: 'shipped',
    currency: 'EUR',
    lines: [{ sku: 'LAMP-2', name: 'Desk lamp', quantity: 1 }],
    delivery: { carrier: 'DHL', trackingNumber: '00340434161094042557', expectedOn: '2026-11-24' },
    paidCents: 4_990,
  },
  {
    orderId: '1002',
    customerId: 'C-100',
    placedAt: '2026-10-03T16:05:00Z',
    status: 'delivered',
    currency: 'EUR',
    lines: [
      { sku: 'CHAIR-1', name: 'Office chair', quantity: 2 },
      { sku: 'MAT-1', name: 'Floor mat', quantity: 2 },
    ],
    paidCents: 91_800,
  },
  {
    orderId: '1003',
    customerId: 'C-101',
    placedAt: '2026-11-19T20:41:00Z',
    status: 'paid',
    currency: 'EUR',
    lines: [{ sku: 'DESK-9', name: 'Standing desk', quantity: 1 }],
    paidCents: 129_900,
  },
];

export const sampleItems: readonly (ProfileItem | PlacedItem | OrderItem)[] = [
  ...customers.map((customer) => ({ ...profileKey(customer.customerId), ...customer })),
  ...orders.map(({ customerId, orderId, placedAt, paidCents, currency }) => ({
    ...placedKey(customerId, placedAt, orderId),
    orderId,
    placedAt,
    paidCents,
    currency,
  })),
  ...orders.map((order) => ({
    ...orderKey(order.orderId),
    ...order,
    refundableCents: order.paidCents,
    refunds: {},
  })),
];
