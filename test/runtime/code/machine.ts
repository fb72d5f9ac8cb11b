/**
 * A machine on which only certain programs are installed. They stand in for the tools that `npm test` must not need: each
 * writes down how it was called and puts files where it was told to. The real ones run in python-packaging.slow.ts.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../bundling/project';

/** How a stand-in behaves. */
export interface Behaviour {
  /** The files that it installs into its `--target`, by path. */
  readonly installs?: Record<string, string>;
  /** What it says while it fails. */
  readonly fails?: string;
  /** The modules that `python3 -m` knows. */
  readonly modules?: string[];
}

const PROGRAM = `#!${process.execPath}
const { appendFileSync, mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const { basename, dirname, join } = require('node:path');
const [, program, ...args] = process.argv;
const { installs = {}, fails, modules = [] } = JSON.parse(readFileSync(program + '.json', 'utf8'));
if (args[0] === '-m' && !modules.includes(args[1])) process.exit(1);
if (args.includes('--version')) process.exit(0);
appendFileSync(join(dirname(program), 'calls'), [basename(program), ...args].join(' ') + '\\n');
if (fails) {
  console.error(fails);
  process.exit(1);
}
const target = args[args.indexOf('--target') + 1];
for (const [name, content] of args.includes('--target') ? Object.entries(installs) : []) {
  mkdirSync(dirname(join(target, name)), { recursive: true });
  writeFileSync(join(target, name), content, 'latin1');
}
`;

export class Machine {
  private readonly programs = temporaryFolder('programs-');

  constructor(programs: Record<string, Behaviour>) {
    for (const [name, behaviour] of Object.entries(programs)) {
      writeFileSync(join(this.programs, name), PROGRAM, { mode: 0o755 });
      writeFileSync(join(this.programs, `${name}.json`), JSON.stringify(behaviour));
    }
  }

  /** Runs something on this machine. */
  run<T>(work: () => T): T {
    const path = process.env.PATH;
    process.env.PATH = this.programs;
    try {
      return work();
    } finally {
      process.env.PATH = path;
    }
  }

  /** The commands that were run, without the folder of the one build. */
  get calls(): string[] {
    const calls = join(this.programs, 'calls');
    if (!existsSync(calls)) return [];
    return readFileSync(calls, 'utf8')
      .trimEnd()
      .replace(/\S*\/work-\w+/g, '<work>')
      .split('\n');
  }
}
