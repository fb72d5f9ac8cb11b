/** A user's project in a temporary folder, for tests that bundle and package for real. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export class Project {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), 'project-')));

  constructor(files: Record<string, string>) {
    mkdirSync(join(this.root, 'node_modules'));
    // The project's own esbuild, as after npm install.
    for (const name of ['esbuild', '@esbuild']) {
      symlinkSync(join(__dirname, '../../../node_modules', name), join(this.root, 'node_modules', name));
    }
    this.write({ 'package.json': '{"name":"shop"}', ...files });
  }

  path(...parts: string[]): string {
    return join(this.root, ...parts);
  }

  write(files: Record<string, string>): void {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(this.path(name)), { recursive: true });
      writeFileSync(this.path(name), content);
    }
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
