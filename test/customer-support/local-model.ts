/** Bedrock on this machine: ConverseStream over HTTP/2, with the answers of a script. */
import { createServer, type Http2Server, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { crc32 } from 'node:zlib';

/** What the agent sends to the model, as far as tests look at it. */
export interface ModelRequest {
  readonly messages: readonly { readonly role: string; readonly content: readonly Record<string, unknown>[] }[];
  readonly system: readonly { readonly text?: string }[];
  readonly toolConfig?: { readonly tools: readonly { readonly toolSpec?: { readonly name: string } }[] };
}

/** What the model says: text, in pieces, or the use of a tool. */
export type ModelTurn = { readonly text: string } | { readonly tool: string; readonly input: unknown };

export interface LocalModel {
  readonly url: string;
  /** Decides about each answer. */
  script: (request: ModelRequest) => ModelTurn;
  readonly requests: { readonly modelId: string; readonly request: ModelRequest }[];
  close(): Promise<void>;
}

export async function localModel(): Promise<LocalModel> {
  const server = createServer();
  const model: LocalModel = {
    url: await listening(server),
    script: () => ({ text: 'No script.' }),
    requests: [],
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  server.on('stream', (stream, headers) => {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', () => {
      const request = JSON.parse(Buffer.concat(chunks).toString()) as ModelRequest;
      const modelId = decodeURIComponent(/^\/model\/([^/]+)\/converse-stream$/.exec(headers[':path'] ?? '')?.[1] ?? '');
      model.requests.push({ modelId, request });
      stream.respond({ ':status': 200, 'content-type': 'application/vnd.amazon.eventstream' });
      speak(stream, model.script(request), model.requests.length);
    });
  });
  return model;
}

async function listening(server: Http2Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function speak(stream: ServerHttp2Stream, turn: ModelTurn, count: number): void {
  const block = { contentBlockIndex: 0 };
  const usesTool = 'tool' in turn;
  const pieces = usesTool ? [JSON.stringify(turn.input)] : (turn.text.match(/.{1,12}/gs) ?? []);
  stream.write(frame('messageStart', { role: 'assistant' }));
  if (usesTool) {
    const toolUse = { name: turn.tool, toolUseId: `use-${count}` };
    stream.write(frame('contentBlockStart', { ...block, start: { toolUse } }));
  }
  for (const piece of pieces) {
    const delta = usesTool ? { toolUse: { input: piece } } : { text: piece };
    stream.write(frame('contentBlockDelta', { ...block, delta }));
  }
  stream.write(frame('contentBlockStop', block));
  stream.write(frame('messageStop', { stopReason: usesTool ? 'tool_use' : 'end_turn' }));
  stream.end(
    frame('metadata', { usage: { inputTokens: 1, outputTokens: 1, totalTokens: 2 }, metrics: { latencyMs: 1 } }),
  );
}

/**
 * One message of an AWS event stream: lengths, checksum, headers, payload, checksum.
 * @see https://smithy.io/2.0/aws/amazon-eventstream.html
 */
function frame(event: string, payload: object): Buffer {
  const headers = Buffer.concat(
    Object.entries({ ':message-type': 'event', ':event-type': event, ':content-type': 'application/json' }).map(
      ([name, value]) =>
        Buffer.concat([
          Buffer.from([name.length]),
          Buffer.from(name),
          Buffer.from([7, 0, value.length]),
          Buffer.from(value),
        ]),
    ),
  );
  const body = Buffer.from(JSON.stringify(payload));
  const prelude = Buffer.alloc(8);
  prelude.writeUInt32BE(16 + headers.length + body.length, 0);
  prelude.writeUInt32BE(headers.length, 4);
  const head = Buffer.concat([prelude, checksum(prelude), headers, body]);
  return Buffer.concat([head, checksum(head)]);
}

function checksum(bytes: Buffer): Buffer {
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(bytes));
  return sum;
}
