/** What the agent remembers: of this conversation, and of the person who asks. */
import { paginateListEvents, type BedrockAgentCoreClient } from '@aws-sdk/client-bedrock-agentcore';
import type { MemoryStore, MessageData } from '@strands-agents/sdk';
import { AgentCoreMemoryStore, createAgentCoreMemoryStores } from 'bedrock-agentcore/memory/strands';
import { NAMESPACES } from './namespaces';

export interface Conversation {
  readonly client: BedrockAgentCoreClient;
  readonly memoryId: string;
  readonly actorId: string;
  readonly sessionId: string;
}

/** The stores that are searched before each answer; what is said goes to the first, once for all strategies. */
export function memoryStores(conversation: Conversation): MemoryStore[] {
  return [
    ...createAgentCoreMemoryStores({
      ...conversation,
      namespaces: [
        { namespace: NAMESPACES.facts, name: 'facts' },
        { namespace: NAMESPACES.preferences, name: 'preferences' },
      ],
      extraction: true,
    }),
    new AgentCoreMemoryStore({ ...conversation, namespacePath: NAMESPACES.summaries, name: 'summaries' }),
  ];
}

/** Messages of this session that the model still sees. */
const LATEST_MESSAGES = 40;

/**
 * The conversation so far. It comes from the memory and not from this process, so that it goes on after the runtime has
 * put an idle session to sleep, and so that nobody meets another one's by using the same session id.
 */
export async function conversationSoFar(conversation: Conversation): Promise<MessageData[]> {
  const { client, memoryId, actorId, sessionId } = conversation;
  const said: { at: number; role: 'user' | 'assistant'; text: string }[] = [];
  for await (const page of paginateListEvents(
    { client, pageSize: 100 },
    { memoryId, actorId, sessionId, includePayloads: true },
  )) {
    for (const { eventTimestamp, payload = [] } of page.events ?? []) {
      for (const { conversational } of payload) {
        const text = conversational?.content?.text;
        if (!text || (conversational.role !== 'USER' && conversational.role !== 'ASSISTANT')) continue;
        const role = conversational.role === 'USER' ? 'user' : 'assistant';
        said.push({ at: eventTimestamp?.getTime() ?? 0, role, text });
      }
    }
  }
  said.sort((a, b) => a.at - b.at);
  return takingTurns(said).slice(-LATEST_MESSAGES);
}

/** Models want turns that alternate, from the user's first to the assistant's last. */
function takingTurns(said: readonly { role: 'user' | 'assistant'; text: string }[]): MessageData[] {
  const turns: { role: 'user' | 'assistant'; content: { text: string }[] }[] = [];
  for (const { role, text } of said) {
    const last = turns.at(-1);
    if (last?.role === role) last.content.push({ text });
    else if (last || role === 'user') turns.push({ role, content: [{ text }] });
  }
  return turns.at(-1)?.role === 'user' ? turns.slice(0, -1) : turns;
}
