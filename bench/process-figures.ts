/** Figures from a process of its own, which prints them as JSON. */
import { spawnSync } from 'node:child_process';
import { ROOT } from './systems';

/** @param args the script, and what it is told */
export function figuresOf(...args: string[]): Record<string, number> {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', ...args], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${args[0]} ended with ${String(status)}:\n${stderr}`);
  return JSON.parse(stdout) as Record<string, number>;
}
