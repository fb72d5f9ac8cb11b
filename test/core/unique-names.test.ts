import { App, aws_bedrockagentcore as agentcore, Stack, Stage, type Environment } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ToolGateway } from '../../lib/gateway';
import { AgentMemory } from '../../lib/memory';
import { Agent } from '../../lib/runtime';
import { AGNOSTIC, EU, GOV, synthError, zipCode } from '../runtime/shop-with-agents';

/** A shop with a part of this name, among others. */
function shopWith(
  part: (scope: Construct, id: string) => unknown,
  env: Environment = EU,
  scope: Construct = new App(),
) {
  const stack = new Stack(scope, 'Shop', { env });
  part(stack, 'Support');
  return stack;
}

const agent = (stack: Construct, id: string) => new Agent(stack, id, { code: zipCode(stack), agentName: 'support' });
const memory = (stack: Construct, id: string) => new AgentMemory(stack, id, { memoryName: 'support' });
const gateway = (stack: Construct, id: string) => new ToolGateway(stack, id, { gatewayName: 'support' });

describe('A name that is unique in an account and region', () => {
  it.each([
    ['an agent', agent, 'agentName', 'Runtime/Resource'],
    ['a memory', memory, 'memoryName', 'Memory/Memory'],
    ['a gateway', gateway, 'gatewayName', 'Gateway/Resource'],
  ])('is refused to %s where another has it', (_what, part, about, resource) => {
    const stack = shopWith(part);
    part(stack, 'Second');
    const fault =
      `${about} is "support". Allowed: a name that is unique in the account and region; ` +
      `Shop/Support/${resource} and Shop/Second/${resource} have it. Rename one of them, or leave ${about} out.`;
    const error = synthError(stack);
    expect(error).toContain(`[Shop/Support] ${fault}`);
    expect(error).toContain(`[Shop/Second] ${fault}`);
  });

  it('is refused across stacks, and where the other is a resource of the user', () => {
    const app = new App();
    const stack = shopWith(memory, EU, app);
    new agentcore.CfnMemory(new Stack(app, 'Other', { env: EU }), 'Plain', {
      name: 'support',
      eventExpiryDuration: 30,
    });
    expect(synthError(stack)).toContain('Shop/Support/Memory/Memory and Other/Plain have it.');
  });

  it('may be another kind of resource’s too, or stand in another region', () => {
    const app = new App();
    const stack = shopWith(memory, EU, app);
    agent(stack, 'Agent');
    memory(new Stack(app, 'Other', { env: GOV }), 'Support');
    expect(() => app.synth()).not.toThrow();
  });

  it('may stand in two stages that name no account, but not in two of one account', () => {
    const twice = (env: Environment) => {
      const app = new App();
      for (const stage of ['Beta', 'Live']) shopWith(memory, env, new Stage(app, stage));
      return app;
    };
    expect(() => twice(AGNOSTIC).synth()).not.toThrow();
    expect(() => twice(EU).synth()).toThrow('Beta/Shop/Support/Memory/Memory and Live/Shop/Support/Memory/Memory');
  });
});
