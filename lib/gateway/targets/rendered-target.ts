/** A configuration that the L2 of a target takes as it is. */
import type { aws_bedrockagentcore as agentcore } from 'aws-cdk-lib';

/** The L2 has no class for half of the kinds, grants too much for the others, and hides some of what they can be told. */
export class RenderedTarget implements agentcore.ITargetConfiguration {
  /** The L2 decides by it about credentials and metadata, which are set beside it. */
  readonly targetType = 'CONFIGURED' as string as agentcore.McpTargetType;

  constructor(private readonly configuration: agentcore.CfnGatewayTarget.TargetConfigurationProperty) {}

  bind(): agentcore.TargetConfigurationConfig {
    return { bound: true };
  }

  _render(): agentcore.CfnGatewayTarget.TargetConfigurationProperty {
    return this.configuration;
  }
}
