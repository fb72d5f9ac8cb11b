/** The L2's configuration of a Lambda target, without its grant. */
import { aws_bedrockagentcore as agentcore } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** The L2 would let the gateway invoke every version and alias of the function; `LambdaTools` grants the one it calls. */
export class LambdaTargetConfiguration extends agentcore.LambdaTargetConfiguration {
  override bind(scope: Construct): agentcore.TargetConfigurationConfig {
    this.toolSchema.bind(scope);
    return { bound: true };
  }
}
