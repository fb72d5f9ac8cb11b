/** What targets cost by the hundred, and what a large description costs: each figure from processes of their own. */
import { medianOf, type Pair } from './figures';
import { figuresOf } from './process-figures';

export interface TargetTimes {
  /** Milliseconds to synthesize 100 targets of 10 tools, with a policy for each target, once everything is loaded. */
  readonly warm: Pair;
  /** The same for the first time in a process: with Cedar loaded and every policy verified, where it is. */
  readonly cold: Pair;
  /** Seconds from the text of GitHub's description to a template with a policy that Cedar has verified. */
  readonly github: number;
  /** How many tools that is. */
  readonly githubTools: number;
  /** The most memory of that process, in MB. */
  readonly githubMegabytes: number;
}

export function targetTimes(runs: number): TargetTimes {
  const several = (...args: string[]) => Array.from({ length: runs }, () => figuresOf(...args));
  const [reference, handWritten] = ['library', 'by-hand'].map((mode) => several('bench/many-targets.ts', mode));
  const github = several('bench/github-description.ts');
  const of = (list: readonly Record<string, number>[], figure: string) => medianOf(list.map((one) => one[figure]));
  const pair = (figure: string): Pair => ({
    reference: of(reference, figure) * 1000,
    handWritten: of(handWritten, figure) * 1000,
  });
  return {
    warm: pair('warm'),
    cold: pair('cold'),
    github: of(github, 'seconds'),
    githubTools: github[0].tools,
    githubMegabytes: of(github, 'megabytes'),
  };
}
