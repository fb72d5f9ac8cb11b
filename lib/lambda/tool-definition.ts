/** What a tool is, in the form of MCP's `tools/list`, and the TypeScript type of its input. */

/** The types that the gateway accepts in an input schema. */
export type SchemaType = 'string' | 'number' | 'integer' | 'boolean' | 'object' | 'array';

/** The part of JSON Schema that the gateway accepts. */
export interface InputSchema {
  readonly type: SchemaType;
  readonly description?: string;
  /** The fields of an object. An object that names none may hold any. */
  readonly properties?: { readonly [name: string]: InputSchema };
  /** The fields of an object that must be there. */
  readonly required?: readonly string[];
  /** What an array holds; without it, anything. */
  readonly items?: InputSchema;
}

/** A tool; the same object goes to `ToolDefinitions.of(...)` in the CDK app. Write a list of them `as const`. */
export interface ToolDefinition {
  /** As in the gateway, without the target before it. */
  readonly name: string;
  readonly description: string;
  readonly inputSchema: InputSchema;
}

/** A JSON file of tools as TypeScript imports it: MCP's `{ "tools": […] }`, or the list alone. */
export type ToolFile = readonly LooseDefinition[] | { readonly tools: readonly LooseDefinition[] };

interface LooseDefinition {
  readonly name: string;
  readonly inputSchema: object;
}

/** The type of an input that a schema accepts; the schema must be a literal type (`as const`). */
export type InputOf<S> = S extends { readonly type: 'string' }
  ? string
  : S extends { readonly type: 'number' | 'integer' }
    ? number
    : S extends { readonly type: 'boolean' }
      ? boolean
      : S extends { readonly type: 'array' }
        ? S extends { readonly items: infer I }
          ? InputOf<I>[]
          : unknown[]
        : S extends { readonly type: 'object'; readonly properties: infer P }
          ? ObjectOf<P, S extends { readonly required: readonly (infer R)[] } ? R : never>
          : Record<string, unknown>;

type ObjectOf<P, R> = keyof P extends never
  ? Record<string, unknown>
  : Together<
      { -readonly [K in keyof P as K extends R ? K : never]: InputOf<P[K]> } & {
        -readonly [K in keyof P as K extends R ? never : K]?: InputOf<P[K]>;
      }
    >;

/** One object type instead of an intersection, so that editors show fields. */
type Together<T> = { [K in keyof T]: T[K] };
