/** One synthesis of one system, in a process of its own: prints the most memory that was in use, in MB. */
import { verifiedByHand } from './verified-by-hand';
import { inTemporaryFolder, loadSystem, templateIn } from './systems';

const [system, bundles] = process.argv.slice(2);

inTemporaryFolder((outdir) => {
  loadSystem(system === 'reference' ? 'reference' : 'hand-written', bundles)({ outdir }).synth();
  if (system === 'hand-written-and-verified') verifiedByHand(templateIn(outdir));
});
process.stdout.write(String(process.resourceUsage().maxRSS / 1024));
