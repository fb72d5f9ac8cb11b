/** An agent used by the name of a parameter: two agents that use each other's ARN would wait for each other. */
import { aws_iam as iam, aws_ssm as ssm, Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { CapabilityBinding, CapabilityHost, ICapability } from '../core/capability';
import { environmentName } from '../core/names';
import { refuse } from '../core/refusal';
import type { Agent } from './agent';

/** @internal */
export class AgentViaParameter implements ICapability {
  private readonly parameterName: string;

  constructor(private readonly agent: Agent) {
    // From the name, not from the parameter: whoever uses it does not wait for it.
    this.parameterName = `/cdk-agentcore/agents/${agent.agentName}/arn`;
    new ssm.StringParameter(agent, 'ArnParameter', {
      parameterName: this.parameterName,
      stringValue: agent.agentArn,
      simpleName: false,
      description: `The ARN of the agent ${agent.agentName}, for agents that it uses itself`,
    });
  }

  get capabilityName(): string {
    return this.agent.capabilityName;
  }

  bind(scope: Construct, _host: CapabilityHost): CapabilityBinding {
    const there = Stack.of(this.agent);
    const here = Stack.of(scope);
    const elsewhere = [
      [there.account, here.account],
      [there.region, here.region],
    ].some(([a, b]) => a !== b && !Token.isUnresolved(a) && !Token.isUnresolved(b));
    if (elsewhere) {
      refuse(scope, {
        about: `${this.capabilityName} via its parameter`,
        value: `in ${there.region} of ${there.account}, used from ${here.region} of ${here.account}`,
        allowed: 'the same account and region: a parameter is read there by its name',
        fix: 'Use the agent itself, and let the other of the two go via its parameter.',
      });
    }
    const { statements = [], requestHeaders, requiredCallerToken } = this.agent._binding();
    return {
      requestHeaders,
      requiredCallerToken,
      environment: { [environmentName('AGENT', this.agent.node.id, 'ARN_PARAMETER')]: this.parameterName },
      statements: [
        ...statements,
        new iam.PolicyStatement({
          actions: ['ssm:GetParameter'],
          resources: [`arn:${there.partition}:ssm:${there.region}:${there.account}:parameter${this.parameterName}`],
        }),
      ],
    };
  }
}
