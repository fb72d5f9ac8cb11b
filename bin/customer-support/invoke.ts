/** Asks the deployed agent as a member of staff: signs in, sends a prompt, prints the answer while it arrives. */
import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { parseArgs } from 'node:util';
import { stackOutputs, UsageError } from './outputs';
import { signIn } from './sign-in';

const USAGE = `npm run ask -- "Where is order 1001?" [--session <id of an earlier one>] [--outputs cdk-outputs.json]
Signs in with STAFF_USERNAME, STAFF_PASSWORD and STAFF_CODE (of the authenticator app), or asks for them.`;

export interface Question {
  readonly url: string;
  readonly token: string;
  /** At least 33 characters; the same id goes on with a conversation. */
  readonly sessionId: string;
  readonly prompt: string;
}

/** What the agent streams. */
export type AnswerEvent = { readonly text?: string; readonly tool?: string; readonly error?: string };

export async function* ask({ url, token, sessionId, prompt }: Question): AsyncGenerator<AnswerEvent> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      accept: 'text/event-stream',
      'content-type': 'application/json',
      'x-amzn-bedrock-agentcore-runtime-session-id': sessionId,
    },
    body: JSON.stringify({ prompt }),
  });
  if (!response.ok || !response.body) {
    throw new UsageError(`The agent answered ${response.status}: ${(await response.text()).slice(0, 500)}`);
  }
  let rest = '';
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    const events = (rest + chunk).split(/\r?\n\r?\n/);
    rest = events.pop() ?? '';
    for (const event of events) {
      const data = event
        .split(/\r?\n/)
        .flatMap((line) => (line.startsWith('data:') ? [line.slice(5).trimStart()] : []));
      if (data.length > 0) yield JSON.parse(data.join('\n')) as AnswerEvent;
    }
  }
}

async function main(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { session: { type: 'string' }, outputs: { type: 'string' } },
  });
  const prompt = positionals.join(' ').trim();
  if (!prompt) throw new UsageError(USAGE);
  const { session: sessionId = randomUUID() } = values;
  if (sessionId.length < 33) throw new UsageError('A session id has at least 33 characters.');
  const stack = stackOutputs(['AgentUrl', 'StaffPoolId', 'StaffClientId'], values.outputs);
  const username = process.env.STAFF_USERNAME ?? (await question('User name: '));
  const password = process.env.STAFF_PASSWORD ?? (await question('Password: ', true));
  const token = await signIn({
    userPoolId: stack.StaffPoolId,
    clientId: stack.StaffClientId,
    username,
    password,
    code: async (text) => process.env.STAFF_CODE ?? (await question(text)),
  });
  for await (const { text, tool, error } of ask({ url: stack.AgentUrl, token, sessionId, prompt })) {
    if (error) throw new UsageError(error);
    if (tool) process.stderr.write(`[${tool}]\n`);
    if (text) process.stdout.write(text);
  }
  process.stdout.write('\n');
  process.stderr.write(`\nTo go on: --session ${sessionId}\n`);
}

/** What is typed after a question; a hidden answer is not echoed. */
async function question(text: string, hidden = false): Promise<string> {
  if (!process.stdin.isTTY) throw new UsageError(`Set STAFF_USERNAME, STAFF_PASSWORD and STAFF_CODE.\n${USAGE}`);
  if (hidden) process.stderr.write(text);
  const output = hidden ? new Writable({ write: (_chunk, _encoding, done) => done() }) : process.stderr;
  const terminal = createInterface({ input: process.stdin, output, terminal: true });
  try {
    return await terminal.question(hidden ? '' : text);
  } finally {
    terminal.close();
    if (hidden) process.stderr.write('\n');
  }
}

/** `fetch failed` says why only in its cause. */
function said(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}

if (require.main === module) {
  main(process.argv.slice(2)).catch((error: unknown) => {
    process.stderr.write(`${said(error)}\n`);
    process.exitCode = 1;
  });
}
