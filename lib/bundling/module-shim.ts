/**
 * Stands in for `node:module` inside an agent's bundle. bedrock-agentcore loads two packages through
 * `createRequire(import.meta.url)`, which esbuild cannot see: without this they would be missing at run time.
 */
const real = process.getBuiltinModule('node:module');

/* eslint-disable @typescript-eslint/no-require-imports -- written out, so that esbuild finds and includes them */
const bundled: Record<string, () => unknown> = {
  '@fastify/sse': () => require('@fastify/sse') as unknown,
  '@fastify/websocket': () => require('@fastify/websocket') as unknown,
};
/* eslint-enable @typescript-eslint/no-require-imports */

function createRequire(from: string | URL): NodeJS.Require {
  const original = real.createRequire(from);
  return Object.assign(
    (id: string) => (Object.hasOwn(bundled, id) ? bundled[id]() : (original(id) as unknown)),
    original,
  );
}

export = new Proxy(real, {
  get: (module, name) => (name === 'createRequire' ? createRequire : (Reflect.get(module, name) as unknown)),
});
