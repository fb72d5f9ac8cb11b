/** Writes the contract of a gateway beside the template of its stack. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { attachCustomSynthesis, Stack } from 'aws-cdk-lib';
import type { ToolGateway } from './tool-gateway';

/** The end of the name of such a file. */
export const CONTRACT_FILE = '.tools.json';

export function writeContract(gateway: ToolGateway): void {
  const stack = Stack.of(gateway);
  const path = gateway.node.path.slice(stack.node.path.length + 1).replaceAll('/', '-');
  attachCustomSynthesis(gateway, {
    onSynthesize({ assembly }) {
      // A path may hold anything; a name of a file on any system may not.
      const name = `${stack.artifactId}.${path.replace(/[^\w.-]+/g, '_')}${CONTRACT_FILE}`;
      writeFileSync(join(assembly.outdir, name), gateway.contract.toJson());
    },
  });
}
