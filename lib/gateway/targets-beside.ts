/** The targets that a gateway has beside those of this library: added with the L2 or the L1, so that nobody knows their tools. */
import { Stack } from 'aws-cdk-lib';
import { KnownGateway } from './known-gateway';
import type { ToolGateway } from './tool-gateway';

/** One of them; its name only if it is known at synth. */
export interface TargetBeside {
  readonly name?: string;
  readonly path: string;
}

export function targetsBeside(gateway: ToolGateway): TargetBeside[] {
  const own = gateway._targets.map(({ target }) => target.node.defaultChild);
  return new KnownGateway(gateway)
    .resources()
    .filter((resource) => !own.includes(resource))
    .map((resource) => {
      const name: unknown = Stack.of(resource).resolve(resource.name);
      return { path: resource.node.path, ...(typeof name === 'string' && { name }) };
    });
}
