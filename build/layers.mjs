/** Which folder of lib may import which: the arrows of docs/architecture.md as data, enforced by eslint.config.mjs. */

/** Everything that constructs and readers stand on, lowest first; each may import those before it. */
const GROUND = ['core', 'tools', 'smithy', 'contract', 'openapi', 'bundling', 'template', 'cedar'];

/** Folder of lib -> the folders of lib that it may import, itself left out. */
export const LAYERS = {
  ...Object.fromEntries(GROUND.map((folder, index) => [folder, GROUND.slice(0, index)])),
  network: GROUND,
  identity: [...GROUND, 'network'],
  memory: GROUND,
  runtime: [...GROUND, 'network', 'identity'],
  policy: GROUND,
  gateway: [...GROUND, 'network', 'identity', 'policy'],
  lambda: [],
  assembly: GROUND,
  review: [...GROUND, 'assembly'],
  testing: [...GROUND, 'network', 'identity', 'policy', 'gateway', 'assembly'],
  cli: [...GROUND, 'assembly', 'review'],
};

/** What `lib/index.ts` may export: what is for users of the constructs. */
export const PUBLIC_FOLDERS = [
  'core',
  'tools',
  'bundling',
  'cedar',
  'network',
  'identity',
  'memory',
  'runtime',
  'policy',
  'gateway',
];

/** Packages that lib may load at run time. The command is bundled, so lib/cli may use others. */
export const PACKAGES = [
  'aws-cdk-lib',
  'constructs',
  '@cedar-policy/cedar-wasm',
  '@cedar-policy/mcp-schema-generator-wasm',
  'jsonc-parser',
  'yaml',
];

/** Folders without CDK: they run inside Lambda. */
export const PLAIN_FOLDERS = ['lambda'];
