/** Whole processes: their wall time and their peak memory. */
import { spawnSync } from 'node:child_process';
import { medianOf, type Pair } from './figures';
import { compile, copyProject, removeBundles } from './project-copy';
import { contextOfProject, inTemporaryFolder, ROOT } from './systems';

export interface ProcessTimes {
  /** Seconds with tsx: the bundles are there, the built-in validation is off. */
  readonly warm: Pair;
  /** Seconds: the same with the built-in validation. */
  readonly validated: Pair;
  /** Seconds: the reference app without any bundle. */
  readonly cold: number;
  /** Seconds without tsx, all code compiled before. */
  readonly compiled: Pair;
  /** The most memory in use, in MB, all code compiled before. */
  readonly memory: Pair;
  /** The same, the Cedar of the hand-written system verified too. */
  readonly memoryWithCedar: Pair;
}

interface Run {
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly validation?: boolean;
}

export function processTimes(bundles: string, runs: number): ProcessTimes {
  const tsx = ['--import', 'tsx'];
  const app = [...tsx, 'bin/app.ts'];
  const byHand = [...tsx, 'bench/one-synthesis.ts', 'hand-written', bundles];
  const inCopy = inTemporaryFolder((cwd) => {
    copyProject(cwd);
    // The first run has to compile the copy too.
    const cold = Array.from({ length: runs + 1 }, () => {
      removeBundles(cwd);
      return measured({ args: app, cwd }).seconds;
    });
    compile(cwd);
    const one = (...args: string[]): Run => ({ args: ['bench/one-synthesis.js', ...args, bundles], cwd });
    const alone = pairs(runs, one('reference'), one('hand-written'));
    const withCedar = pairs(runs, one('reference'), one('hand-written-and-verified'));
    return {
      cold: medianOf(cold.slice(1)),
      compiled: alone.seconds,
      memory: alone.megabytes,
      memoryWithCedar: withCedar.megabytes,
    };
  });
  return {
    warm: pairs(runs, { args: app }, { args: byHand }).seconds,
    validated: pairs(runs, { args: app, validation: true }, { args: byHand, validation: true }).seconds,
    ...inCopy,
  };
}

/** After one run each that does not count: it may have to bundle or compile something. */
function pairs(runs: number, reference: Run, handWritten: Run): { seconds: Pair; megabytes: Pair } {
  for (const run of [reference, handWritten]) measured(run);
  const results = Array.from({ length: runs }, () => ({
    reference: measured(reference),
    handWritten: measured(handWritten),
  }));
  const of = (figure: 'seconds' | 'megabytes'): Pair => ({
    reference: medianOf(results.map((result) => result.reference[figure])),
    handWritten: medianOf(results.map((result) => result.handWritten[figure])),
  });
  return { seconds: of('seconds'), megabytes: of('megabytes') };
}

function measured({ args, cwd = ROOT, validation = false }: Run): { seconds: number; megabytes: number } {
  return inTemporaryFolder((outdir) => {
    const env = {
      ...process.env,
      CDK_OUTDIR: outdir,
      CDK_CONTEXT_JSON: JSON.stringify(contextOfProject()),
      CDK_DEFAULT_REGION: 'us-east-1',
      CDK_VALIDATION: validation ? '' : 'false',
    };
    const began = performance.now();
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd, env, encoding: 'utf8' });
    const seconds = (performance.now() - began) / 1000;
    if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}:\n${stderr}`);
    return { seconds, megabytes: Number(/^[\d.]+$/.exec(stdout)?.[0] ?? NaN) };
  });
}
