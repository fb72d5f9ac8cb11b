import { shippedBundle } from './shipped-bundle';

describe('The code of IdentitySetting that is deployed', () => {
  it('is made of the TypeScript beside it, and needs nothing but Node.js', () => {
    const { shipped, made } = shippedBundle('identity-setting');
    expect(shipped).toBe(made);
    expect([...shipped.matchAll(/\brequire\(['"](.*?)['"]\)/g)].map(([, name]) => name)).toEqual([
      'node:timers/promises',
      'node:crypto',
    ]);
    expect(shipped).not.toMatch(/^import\b/m);
  }, 20_000);
});
