/** A user's project in a temporary folder, for tests that bundle and package for real. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';

const INSTALLED_HERE = resolve(__dirname, '../../node_modules');
/** A folder that is removed with all others when the tests are over. */
export function temporaryFolder(prefix: string): string {
  return realpathSync(mkdtempSync(join(tmpdir(), prefix)));
}

/** esbuild as it is installed here, leaving a file for each time that it is started. */
const COUNTED_ESBUILD = {
  'node_modules/esbuild/package.json': JSON.stringify({ name: 'esbuild', version: '0.28.2', main: 'main.js' }),
  'node_modules/esbuild/main.js': `
    const esbuild = require(${JSON.stringify(join(INSTALLED_HERE, 'esbuild'))});
    exports.formatMessagesSync = esbuild.formatMessagesSync;
    exports.buildSync = (options) => {
      require('node:fs').mkdtempSync(require('node:path').join(__dirname, 'run-'));
      return esbuild.buildSync(options);
    };`,
};

export class Project {
  readonly root = temporaryFolder('project-');

  constructor(files: Record<string, string>) {
    this.write({ 'package.json': '{"name":"shop"}', ...COUNTED_ESBUILD, ...files });
  }

  path(name: string): string {
    return join(this.root, name);
  }

  write(files: Record<string, string>): void {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(this.path(name)), { recursive: true });
      writeFileSync(this.path(name), content);
    }
  }

  /** Packages that are installed for the tests become dependencies of the project. */
  install(...names: string[]): void {
    for (const name of names) {
      const path = this.path(`node_modules/${name}`);
      mkdirSync(dirname(path), { recursive: true });
      symlinkSync(join(INSTALLED_HERE, name), path);
    }
  }

  /** How often esbuild was started for this project. */
  get esbuildRuns(): number {
    return readdirSync(this.path('node_modules/esbuild')).filter((name) => name.startsWith('run-')).length;
  }

  /** What lies in the cache: per entry, the names of its packages and manifest; `work-…` is something half-written. */
  get cache(): string[] {
    const folder = this.path('node_modules/.cache/cdk-agentcore');
    return existsSync(folder)
      ? readdirSync(folder).flatMap((key) =>
          readdirSync(join(folder, key)).map((name) => (key.startsWith('work-') ? key : name)),
        )
      : [];
  }

  clearCache(): void {
    rmSync(this.path('node_modules/.cache'), { recursive: true, force: true });
  }
}

/** A stack whose staged assets can be read. */
export class StackWithAssets extends Stack {
  private readonly outdir: string;

  constructor(context: Record<string, unknown> = {}) {
    const outdir = temporaryFolder('assembly-');
    super(new App({ context, outdir }), 'Shop', { env: { account: '111122223333', region: 'eu-central-1' } });
    this.outdir = outdir;
  }

  /** What was staged, by name; also what was left half-written. */
  get staged(): string[] {
    return readdirSync(this.outdir).filter((name) => !/^(?:cdk\.out|manifest\.json|tree\.json|Shop\..*)$/.test(name));
  }

  /** The one folder that was staged. */
  get asset(): string {
    expect(this.staged).toHaveLength(1);
    return join(this.outdir, this.staged[0]);
  }
}
