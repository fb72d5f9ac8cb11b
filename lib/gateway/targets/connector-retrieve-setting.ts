/** What callers of a knowledge base may set besides the query. */
import type { Problem } from '../../core/refusal';
import { isJsonObject, type JsonSchema } from '../../tools/json-schema';
import { declaredSchema } from '../../tools/declared-schema';

/**
 * A field of a search that callers may set. What policies can ask for follows from it: with `USER_CONTEXT`, for instance,
 * `Input.of('userContext.userId').equalTo(Claim.of('email'))` keeps callers to what they themselves may see.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-target-connector-managed-kb.html
 */
export class RetrieveSetting {
  /** How many passages are found. */
  static readonly NUMBER_OF_RESULTS = RetrieveSetting.ofSearch('numberOfResults', { type: 'integer' });
  /** By meaning alone, or by words too: SEMANTIC or HYBRID. */
  static readonly SEARCH_TYPE = RetrieveSetting.ofSearch('overrideSearchType', { type: 'string' });
  /** Which passages, by their metadata. Where `filter` is set for all, callers would set another one in its place. */
  static readonly FILTER = RetrieveSetting.ofSearch('filter', { type: 'object' });
  /** Whose permissions the search keeps to, in a knowledge base with access control: `userContext.userId`. */
  static readonly USER_CONTEXT = new RetrieveSetting('$.userContext', {
    type: 'object',
    properties: { userId: { type: 'string' } },
  });

  /**
   * Any other field of the request.
   * @param path `$` and the names from the top: `$.retrievalConfiguration.managedSearchConfiguration.numberOfResults`
   * @param schema the field as JSON Schema
   */
  static of(path: string, schema: any): RetrieveSetting {
    return new RetrieveSetting(path, schema);
  }

  private static ofSearch(name: string, schema: JsonSchema): RetrieveSetting {
    return new RetrieveSetting(`$.retrievalConfiguration.managedSearchConfiguration.${name}`, schema);
  }

  private constructor(
    /** Where the field is in the request. */
    readonly path: string,
    private readonly schema: unknown,
  ) {}

  /** @internal */
  get _schema(): JsonSchema | undefined {
    // The rules for fields are those for objects with one field.
    return declaredSchema({ type: 'object', properties: { field: this.schema } }).properties?.field;
  }

  /** @internal */
  _problems(about: string): Problem[] {
    if (isJsonObject(this.schema)) return [];
    const fix = "Write it like { type: 'string' }.";
    return [{ about: `${about} schema`, value: this.schema, allowed: 'a JSON Schema object', fix }];
  }
}

/** The input of a tool with one more field in it, however deep. */
export function addField(input: JsonSchema, setting: RetrieveSetting): JsonSchema {
  return added(input, setting.path.split('.').slice(1), setting._schema);
}

function added(holder: JsonSchema, [name, ...rest]: readonly string[], field: JsonSchema | undefined): JsonSchema {
  if (!field) return holder;
  const inner = holder.properties?.[name] ?? { type: 'object' };
  return {
    ...holder,
    properties: { ...holder.properties, [name]: rest.length > 0 ? added(inner, rest, field) : field },
  };
}
