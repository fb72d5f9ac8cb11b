/** AgentCore Memory on this machine: the three calls that the agent makes, events kept per actor and session. */
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface MemoryEvent {
  readonly actorId: string;
  readonly sessionId: string;
  readonly payload: readonly {
    readonly conversational: { readonly role: string; readonly content: { text: string } };
  }[];
}

export interface LocalMemory {
  readonly url: string;
  readonly events: MemoryEvent[];
  /** What was searched, in order: the namespace, or the path with `/**` behind it. */
  readonly searched: string[];
  /** The records that a search finds, by namespace. */
  readonly records: Map<string, string[]>;
  /** Answers every call with this status while it is set, and quotes the call as AWS does. */
  failWith?: number;
  close(): Promise<void>;
}

type Answer = readonly [status: number, content: object];

export async function localMemory(memoryId: string): Promise<LocalMemory> {
  const memory: LocalMemory = { url: '', events: [], searched: [], records: new Map(), close: () => Promise.resolve() };
  const stored: (MemoryEvent & { eventTimestamp: number; eventId: string })[] = [];

  const answer = (path: string, input: Record<string, unknown>): Answer => {
    if (memory.failWith) return [memory.failWith, { message: `Value '${JSON.stringify(input)}' is not valid` }];
    if (path === `/memories/${memoryId}/events`) {
      const event = input as unknown as MemoryEvent;
      memory.events.push(event);
      stored.unshift({ ...event, eventId: `0#${randomBytes(4).toString('hex')}`, eventTimestamp: Date.now() / 1000 });
      return [201, { event: { memoryId, ...stored[0] } }];
    }
    if (path === `/memories/${memoryId}/retrieve`) {
      const { namespace, namespacePath } = input as { namespace?: string; namespacePath?: string };
      const searched = namespace ?? `${namespacePath}**`;
      memory.searched.push(searched);
      return [200, { memoryRecordSummaries: (memory.records.get(searched) ?? []).map(recordOf(searched)) }];
    }
    const session = new RegExp(`^/memories/${memoryId}/actor/([^/]+)/sessions/([^/]+)$`).exec(path);
    if (!session) return [404, { message: path }];
    const events = stored.filter(({ actorId, sessionId }) => actorId === session[1] && sessionId === session[2]);
    return [200, { events: events.map((event) => ({ memoryId, ...event })) }];
  };

  const server = createServer((request, response) => {
    void body(request).then((input) => {
      const [status, content] = answer(decodeURIComponent(request.url ?? '').split('?')[0], input);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(content));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(memory, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => closed(server),
  });
}

async function body(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString() || '{}') as Record<string, unknown>;
}

const recordOf = (namespace: string) => (text: string, index: number) => ({
  memoryRecordId: `mem-${index}`,
  content: { text },
  memoryStrategyId: 's',
  namespaces: [namespace],
  createdAt: 0,
  score: 1,
});

function closed(server: ReturnType<typeof createServer>): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
