import { shippedBundle } from './shipped-bundle';

describe('The code of TenantInterceptor that is deployed', () => {
  it('is made of the TypeScript beside it, and needs nothing that Lambda does not have', () => {
    const { shipped, made } = shippedBundle('interceptor-tenant');
    expect(shipped).toBe(made);
    expect(shipped).not.toMatch(/\brequire\(|^import\b/m);
  }, 20_000);
});
