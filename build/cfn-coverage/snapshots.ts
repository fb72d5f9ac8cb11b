/** Which properties the templates of the integration tests have. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const integ = join(__dirname, '../../integ');

interface Template {
  readonly Resources?: Readonly<Record<string, { readonly Type: string; readonly Properties?: unknown }>>;
}

/** Whether a snapshot has a resource of this type with this property: `mcp.lambda.lambdaArn`, as the L1s write it. */
export function isInSnapshots(type: string, path: string): boolean {
  return (resources().get(`AWS::BedrockAgentCore::${type}`) ?? []).some((one) =>
    has(one, path.toLowerCase().split('.')),
  );
}

let known: Map<string, unknown[]> | undefined;

function resources(): Map<string, unknown[]> {
  if (known) return known;
  known = new Map();
  for (const folder of readdirSync(integ).filter((name) => name.endsWith('.snapshot'))) {
    for (const file of readdirSync(join(integ, folder)).filter((name) => name.endsWith('.template.json'))) {
      const { Resources = {} } = JSON.parse(readFileSync(join(integ, folder, file), 'utf8')) as Template;
      for (const { Type, Properties } of Object.values(Resources)) {
        known.set(Type, [...(known.get(Type) ?? []), Properties]);
      }
    }
  }
  return known;
}

/** Of a list it is enough that one element has it. */
function has(value: unknown, [name, ...rest]: readonly string[]): boolean {
  if (name === undefined) return true;
  if (Array.isArray(value)) return value.some((element) => has(element, [name, ...rest]));
  if (!isRecord(value)) return false;
  const key = Object.keys(value).find((one) => one.toLowerCase() === name);
  return key !== undefined && schemasIn(value[key]).some((one) => has(one, rest));
}

/** The schema of a tool holds others of its kind, which the L1 knows by one name; anything else is itself. */
function schemasIn(value: unknown): unknown[] {
  if (!isRecord(value) || typeof value.Type !== 'string') return [value];
  const inner = [...Object.values(isRecord(value.Properties) ? value.Properties : {}), value.Items];
  return [value, ...inner.filter(isRecord).flatMap(schemasIn)];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
