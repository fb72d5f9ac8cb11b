/** The table on this machine: a DynamoDB-compatible server in this process, with the sample items. */
import type { AddressInfo } from 'node:net';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import dynalite from 'dynalite';
import { seed } from '../../bin/customer-support/tools/seed';
import { orderKey, type Key, type OrderItem } from '../../bin/customer-support/tools/table';

export interface LocalTable {
  readonly client: DynamoDBDocumentClient;
  readonly name: string;
  order(orderId: string): Promise<OrderItem>;
  item(key: Key): Promise<Record<string, unknown> | undefined>;
  close(): Promise<void>;
}

/** Starts the server and points the tools at it by the environment alone, as Lambda would. */
export async function localTable(): Promise<LocalTable> {
  const server = dynalite({ createTableMs: 0 });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const name = 'customer-support';
  Object.assign(process.env, {
    TABLE_NAME: name,
    AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${port}`,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  });
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
  await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    }),
  );
  await seed(client, name);
  const item = async (key: Key) =>
    (await client.send(new GetCommand({ TableName: name, Key: key, ConsistentRead: true }))).Item;
  return {
    client,
    name,
    item,
    order: async (orderId) => (await item(orderKey(orderId))) as OrderItem,
    close: async () => {
      client.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
