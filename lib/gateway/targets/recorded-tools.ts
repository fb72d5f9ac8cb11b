/** The tools of a target of which the template says nothing else, for those who read the template. */
import type { CfnResource } from 'aws-cdk-lib';
import { TOOLS_METADATA_KEY } from '../../tools/recorded-tools';
import type { ToolDefinition } from '../../tools/tool-definition';

/** Writes the tools into the metadata of the target. */
export function recordTools(resource: CfnResource, definitions: readonly ToolDefinition[]): void {
  resource.addMetadata(
    TOOLS_METADATA_KEY,
    definitions.map(({ name, description, inputSchema }) => ({
      name,
      description,
      inputSchema: inputSchema as unknown,
    })),
  );
}
