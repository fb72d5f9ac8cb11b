import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { refundTools } from '../../bin/customer-support/tools/refunds/definitions';
import { ToolDefinitions } from '../../lib/tools';
import { toolTypes } from '../../lib/tools/tool-types';

const TOOLS = join(__dirname, '../../bin/customer-support/tools');

describe('the tools of customer support', () => {
  it.each([
    ['Orders', ToolDefinitions.fromFile(join(TOOLS, 'orders/orders.json')), ['order_lookup']],
    ['Customers', ToolDefinitions.fromFile(join(TOOLS, 'customers/customers.json')), ['customer_profile']],
    ['Refunds', ToolDefinitions.of(...refundTools), ['process_refund']],
  ])('%s fit the gateway and models', (target, tools, names) => {
    expect(tools.definitions.map(({ name }) => name)).toEqual(names);
    expect(tools._problems(target)).toEqual([]);
  });

  it.each(['orders', 'customers'])('%s have the input types of their file', (name) => {
    const { definitions } = ToolDefinitions.fromFile(join(TOOLS, name, `${name}.json`));
    const written = readFileSync(join(TOOLS, name, `${name}.tools.d.ts`), 'utf8');
    expect(written).toBe(toolTypes(definitions, `${name}.json`));
  });
});
