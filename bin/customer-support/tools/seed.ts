/** Writes the sample customers and orders into the table; what is there already stays as it is, refunds included. */
import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { regionOf, stackOutputs } from '../outputs';
import { sampleItems } from './samples';

/** How many items were new. */
export async function seed(client: DynamoDBDocumentClient, tableName: string): Promise<number> {
  const written = await Promise.all(
    sampleItems.map((item) =>
      client
        .send(new PutCommand({ TableName: tableName, Item: item, ConditionExpression: 'attribute_not_exists(pk)' }))
        .then(() => 1)
        .catch((error: unknown) => {
          if (error instanceof ConditionalCheckFailedException) return 0;
          throw error;
        }),
    ),
  );
  return written.reduce<number>((sum, one) => sum + one, 0);
}

async function main(): Promise<void> {
  const outputs = stackOutputs(['TableName', 'StaffPoolId']);
  const client = new DynamoDBClient({ region: regionOf(outputs.StaffPoolId) });
  const count = await seed(DynamoDBDocumentClient.from(client), outputs.TableName);
  console.log(`${count} of ${sampleItems.length} sample items written to ${outputs.TableName}.`);
}

if (require.main === module) {
  main().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}
