/** An artifact that only says where the code is: the L2's own ones grant too much, too late, and to one runtime only. */
import { aws_bedrockagentcore as agentcore } from 'aws-cdk-lib';

/** The L2 declares the CloudFormation property but reads these. */
export type ArtifactLocation =
  | { readonly containerUri: string }
  | {
      readonly code: { readonly s3: { readonly bucket: string; readonly prefix: string; readonly versionId?: string } };
      readonly runtime: string;
      readonly entryPoint: readonly string[];
    };

export class PlainArtifact extends agentcore.AgentRuntimeArtifact {
  constructor(private readonly location: ArtifactLocation) {
    super();
  }

  override bind(): void {
    // Nothing to grant: the statements are in BoundCode.required.
  }

  override _render(): agentcore.CfnRuntime.AgentRuntimeArtifactProperty {
    return this.location as agentcore.CfnRuntime.AgentRuntimeArtifactProperty;
  }
}
