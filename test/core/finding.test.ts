import { App, Stack, Validations } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { reportFindings } from '../../lib/core/finding';

const finding = {
  id: 'cdk-agentcore:model-not-in-region',
  about: 'models[0]',
  value: 'x.y',
  allowed: 'a model known in eu-central-1 (table of 2026-11)',
  fix: 'Choose another.',
};

function appWithFinding() {
  const app = new App();
  const stack = new Stack(app, 'Shop');
  const agent = new Construct(stack, 'Agent');
  reportFindings(agent, () => [finding]);
  return { app, stack, agent };
}

describe('a finding', () => {
  it('fails the synth, with its id and how to acknowledge it', () => {
    const { app } = appWithFinding();
    expect(() => app.synth()).toThrow(
      '[Shop/Agent] [cdk-agentcore:model-not-in-region] models[0] is "x.y". ' +
        'Allowed: a model known in eu-central-1 (table of 2026-11). Choose another. If it is right as it is: ' +
        "Validations.of(construct).acknowledge({ id: 'cdk-agentcore:model-not-in-region', reason: '…' }).",
    );
  });

  it.each(['the construct', 'its stack'])('passes once it is acknowledged on %s', (where) => {
    const { app, stack, agent } = appWithFinding();
    Validations.of(where === 'the construct' ? agent : stack).acknowledge({ id: finding.id, reason: 'preview access' });
    expect(() => app.synth()).not.toThrow();
  });

  it('is not silenced by the acknowledgement of another', () => {
    const { app, agent } = appWithFinding();
    Validations.of(agent).acknowledge({ id: 'cdk-agentcore:other', reason: 'x' });
    expect(() => app.synth()).toThrow('cdk-agentcore:model-not-in-region');
  });
});
