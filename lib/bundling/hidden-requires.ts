/** Packages that a dependency loads in a way that bundlers do not see; module-shim.ts brings them in. */
import { existsSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ancestorsOf } from './fingerprint';

const SDK = 'bedrock-agentcore';
const HIDDEN = ['@fastify/sse', '@fastify/websocket'];

/** esbuild aliases that make the SDK's server work in a bundle; none where the project does not use it. */
export function aliasesForHiddenRequires(folder: string): Record<string, string> {
  const sdk = ancestorsOf(folder)
    .map((ancestor) => join(ancestor, 'node_modules', SDK))
    .find(existsSync);
  if (!sdk) return {};
  const shim = require.resolve('./module-shim');
  const fromSdk = createRequire(join(realpathSync(sdk), 'package.json'));
  try {
    const packages = HIDDEN.map((name) => [name, fromSdk.resolve(name)] as const);
    return { ...Object.fromEntries(packages), module: shim, 'node:module': shim };
  } catch {
    // Another version of the SDK, which does not need them.
    return {};
  }
}
