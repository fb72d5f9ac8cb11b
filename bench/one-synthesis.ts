/** One synthesis of one system, in a process of its own: prints the most memory that was in use, in MB. */
import { inTemporaryFolder, loadSystem } from './systems';

const [system, bundles] = process.argv.slice(2);
if (system === 'hand-written-with-cedar') {
  /* eslint-disable @typescript-eslint/no-require-imports -- only where asked for */
  require('@cedar-policy/cedar-wasm/nodejs');
  require('@cedar-policy/mcp-schema-generator-wasm');
  /* eslint-enable @typescript-eslint/no-require-imports */
}
inTemporaryFolder((outdir) => {
  loadSystem(system === 'reference' ? 'reference' : 'hand-written', bundles)({ outdir }).synth();
});
process.stdout.write(String(process.resourceUsage().maxRSS / 1024));
