/** The agent on this machine: the bundle that is deployed, alone in an empty folder, in a process of its own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle } from '../../lib/bundling/bundle';
import { failed } from '../../lib/bundling/built-package';
import { PACKAGE_LIMITS } from '../../lib/bundling/package-size';

export interface LocalAgent {
  readonly url: string;
  /** Everything that it has written to its log. */
  log(): string;
  close(): Promise<void>;
}

/** Starts the agent with nothing but this environment. */
export async function localAgent(environment: Readonly<Record<string, string>>): Promise<LocalAgent> {
  const folder = mkdtempSync(join(tmpdir(), 'support-agent-'));
  cpSync(bundled(join(__dirname, '../../bin/customer-support/agent/index.ts')), folder, { recursive: true });
  const port = await freePort();
  const agent = spawn(process.execPath, ['index.js'], { cwd: folder, env: { ...environment, PORT: String(port) } });
  const written: string[] = [];
  for (const output of [agent.stdout, agent.stderr]) output.on('data', (chunk) => written.push(String(chunk)));
  const url = `http://127.0.0.1:${port}`;
  try {
    await healthy(url, agent);
  } catch (error) {
    agent.kill('SIGKILL');
    throw new Error(`${String(error)}\n${written.join('')}`);
  }
  return {
    url: `${url}/invocations`,
    log: () => written.join(''),
    close: async () => {
      agent.kill('SIGKILL');
      await once(agent, 'exit');
      rmSync(folder, { recursive: true });
    },
  };
}

function bundled(entry: string): string {
  const result = bundle({
    about: 'code',
    entry,
    target: 'node22',
    limits: PACKAGE_LIMITS.agentRuntime,
    agent: true,
    options: {},
  });
  if (failed(result)) throw new Error(JSON.stringify(result.problems));
  return result.directory;
}

async function healthy(url: string, agent: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 200 && agent.exitCode === null; attempt++) {
    const answer = await fetch(`${url}/ping`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('The agent did not start.');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
