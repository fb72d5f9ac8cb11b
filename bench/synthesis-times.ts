/** How long a synthesis takes in a process that is warm, one system after the other. */
import { readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { AssetStaging, type App, type AppProps } from 'aws-cdk-lib';
import { medianOf, type Pair } from './figures';
import { inTemporaryFolder, loadSystem, SYSTEMS, WITHOUT_CODE, type SystemName } from './systems';

/** Medians in milliseconds. */
export interface SynthesisTimes {
  /** What `cdk synth` does. */
  readonly whole: Pair;
  /** The same runs, in time of the processor: steadier where the machine has other work. */
  readonly processor: Pair;
  /** No construct validates itself, so no Cedar statement is verified. */
  readonly unverified: Pair;
  /** The reference stack looks for no bundles, and the hand-written one has empty ones. */
  readonly withoutCode: Pair;
  /** Neither. */
  readonly bare: Pair;
}

const WARM_UP_RUNS = 6;

/** `bundles` holds the hand-written system's code, `stubs` the same folders with nothing in them. */
export function synthesisTimes(bundles: string, stubs: string, runs: number): SynthesisTimes {
  const withCode = (system: SystemName) => loadSystem(system, bundles);
  const withoutCode = (system: SystemName) => {
    const newApp = loadSystem(system, stubs);
    return (props: AppProps) => newApp({ ...props, context: WITHOUT_CODE });
  };
  const whole = alternating(runs, bundles, withCode);
  return {
    whole: whole.wall,
    processor: whole.processor,
    unverified: alternating(runs, bundles, withCode, { skipValidation: true }).wall,
    withoutCode: alternating(runs, stubs, withoutCode).wall,
    bare: alternating(runs, stubs, withoutCode, { skipValidation: true }).wall,
  };
}

function alternating(
  runs: number,
  bundles: string,
  load: (system: SystemName) => (props: AppProps) => App,
  options: { readonly skipValidation?: boolean } = {},
): { wall: Pair; processor: Pair } {
  const newApp = { reference: load('reference'), 'hand-written': load('hand-written') };
  const times: { system: SystemName; wall: number; processor: number }[] = [];
  for (let run = -WARM_UP_RUNS; run < runs; run++) {
    // Neither is always the one that finds the other's garbage.
    for (const system of run % 2 === 0 ? SYSTEMS : [...SYSTEMS].reverse()) {
      forgetFiles(bundles);
      inTemporaryFolder((outdir) => {
        const before = process.cpuUsage();
        const began = performance.now();
        newApp[system]({ outdir }).synth(options);
        const wall = performance.now() - began;
        const { user, system: kernel } = process.cpuUsage(before);
        if (run >= 0) times.push({ system, wall, processor: (user + kernel) / 1000 });
      });
    }
  }
  const of = (system: SystemName, clock: 'wall' | 'processor') =>
    medianOf(times.filter((time) => time.system === system).map((time) => time[clock]));
  const pairOf = (clock: 'wall' | 'processor'): Pair => ({
    reference: of('reference', clock),
    handWritten: of('hand-written', clock),
  });
  return { wall: pairOf('wall'), processor: pairOf('processor') };
}

let clock = 1_000_000_000;

/** CDK remembers what it has hashed, by time of change; each run has to do what the first in a process does. */
function forgetFiles(folder: string): void {
  AssetStaging.clearAssetHashCache();
  clock += 1;
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    utimesSync(join(folder, name), clock, clock);
  }
}
