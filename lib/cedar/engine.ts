/** Cedar's own engine (WebAssembly), loaded once per process and only when there is a policy. */
import { setFlagsFromString } from 'node:v8';
import type * as CedarWasm from '@cedar-policy/cedar-wasm/nodejs';
import type * as SchemaGenerator from '@cedar-policy/mcp-schema-generator-wasm';

/**
 * The V8 of Node.js 20 sometimes ends the process when a function that calls WebAssembly is optimized again after many
 * calls ("unreachable code" in its deoptimizer); without inlining these calls it does not.
 */
if (process.versions.v8.startsWith('11.')) setFlagsFromString('--no-turbo-inline-js-wasm-calls');

let engine: typeof CedarWasm | undefined;
let generator: typeof SchemaGenerator | undefined;

/** The parser, validator and authorizer. */
export function cedarEngine(): typeof CedarWasm {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- loading takes a fifth of a second; most processes need no policy
  return (engine ??= require('@cedar-policy/cedar-wasm/nodejs') as typeof CedarWasm);
}

/** The generator of Cedar schemas from MCP tool descriptions. */
export function schemaGenerator(): typeof SchemaGenerator {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- see above
  return (generator ??= require('@cedar-policy/mcp-schema-generator-wasm') as typeof SchemaGenerator);
}
