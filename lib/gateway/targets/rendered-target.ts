/** A configuration that the L2 of a target takes as it is. */
import { aws_bedrockagentcore as agentcore } from 'aws-cdk-lib';

/** The L2 has no class for half of the kinds, grants too much for the others, and hides some of what they can be told. */
export class RenderedTarget implements agentcore.ITargetConfiguration {
  /** To the L2 everything is an MCP server: the kind for which it adds nothing of its own. */
  readonly targetType = agentcore.McpTargetType.MCP_SERVER;

  constructor(private readonly configuration: agentcore.CfnGatewayTarget.TargetConfigurationProperty) {}

  bind(): agentcore.TargetConfigurationConfig {
    return { bound: true };
  }

  _render(): agentcore.CfnGatewayTarget.TargetConfigurationProperty {
    return this.configuration;
  }
}
