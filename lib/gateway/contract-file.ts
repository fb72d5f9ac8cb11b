/** Writes the contract of a gateway beside the template of its stack. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { attachCustomSynthesis, Stack, Stage } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { ToolGateway } from './tool-gateway';

/** The end of the name of such a file. */
export const CONTRACT_FILE = '.tools.json';

export function writeContract(gateway: ToolGateway): void {
  const nameOf = fileName(gateway);
  attachCustomSynthesis(gateway, {
    onSynthesize({ assembly }) {
      writeFileSync(join(assembly.outdir, nameOf()), gateway.contract.toJson());
    },
  });
}

/** The gateways of an assembly by what their files would be called, without case, as systems do not tell it apart. */
const NAMES = new WeakMap<IConstruct, Map<string, number>>();

/** Known once all gateways are: those that would share a file get their address into its name. */
function fileName(gateway: ToolGateway): () => string {
  const stack = Stack.of(gateway);
  const path = gateway.node.path.slice(stack.node.path.length + 1).replaceAll('/', '-');
  // A path may hold anything; a name of a file on any system may not.
  const name = `${stack.artifactId}.${path.replace(/[^\w.-]+/g, '_')}`;
  const assembly = Stage.of(gateway) ?? gateway.node.root;
  const names = NAMES.get(assembly) ?? new Map<string, number>();
  NAMES.set(assembly, names);
  const key = name.toLowerCase();
  names.set(key, (names.get(key) ?? 0) + 1);
  return () => `${name}${names.get(key) === 1 ? '' : `-${gateway.node.addr.slice(-8)}`}${CONTRACT_FILE}`;
}
