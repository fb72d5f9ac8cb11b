/** A folder with files of policies, and the working directory beside it. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Runs the tests of a file in a new folder, each in an empty one. */
export function inNewFolder(): void {
  const before = process.cwd();
  let folder: string;
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'policies-')));
    process.chdir(folder);
  });
  afterEach(() => {
    process.chdir(before);
    rmSync(folder, { recursive: true });
  });
}

/** Writes a file, relative to the working directory. */
export function write(path: string, content: string | Buffer): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

/** A permit of refunds by `${gateway}`; line 6 holds the condition. */
export function policyIn(condition: string): string {
  return `permit (
  principal,
  action == AgentCore::Action::"Refunds___process_refund",
  resource == AgentCore::Gateway::"\${gateway}"
)
when { ${condition} };
`;
}
