/** What the owners of a gateway tell those who use it, as JSON: its targets and tools, and how to get in. */
import { createHash } from 'node:crypto';
import type { Problem } from '../core/refusal';
import { isJsonObject } from '../tools/json-schema';
import type { ToolDefinition } from '../tools/tool-definition';

/** The version of this form. A reader refuses one that it does not know. */
export const CONTRACT_VERSION = 1;

/** Of a target whose tools cannot be known before it is deployed. */
export const UNKNOWN_TOOLS = 'UNKNOWN';

/** One target and its tools. */
export interface ContractTarget {
  readonly name: string;
  readonly tools: readonly ToolDefinition[] | typeof UNKNOWN_TOOLS;
}

/** How callers prove who they are; of a token, what is known when the contract is written. */
export interface ContractCallers {
  /** By the service's name: `CUSTOM_JWT`, `AWS_IAM`, `AUTHENTICATE_ONLY`, `NONE`. */
  readonly type: string;
  readonly discoveryUrl?: string;
  readonly clients?: readonly string[];
  readonly audiences?: readonly string[];
}

/** The whole contract. */
export interface ContractDocument {
  readonly contract: typeof CONTRACT_VERSION;
  readonly gateway: {
    readonly name: string;
    /** Left out where they are not known before deployment. */
    readonly arn?: string;
    readonly url?: string;
    readonly policyEngineArn?: string;
    readonly callers: ContractCallers;
  };
  readonly targets: readonly ContractTarget[];
  /** Of what callers and tools are: the same as long as nothing changes for those who use the gateway. */
  readonly hash: string;
}

/** The contract with its hash. */
export function contractDocument(
  gateway: ContractDocument['gateway'],
  targets: readonly ContractTarget[],
): ContractDocument {
  return { contract: CONTRACT_VERSION, gateway, targets, hash: hashOf(gateway.callers, targets) };
}

/** By name, so that the order in code is no change. */
function hashOf(callers: ContractCallers, targets: readonly ContractTarget[]): string {
  const { type, discoveryUrl, clients, audiences } = callers;
  const byName = [...targets].sort((a, b) => (a.name < b.name ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([type, discoveryUrl, clients, audiences, byName]))
    .digest('hex');
}

/** What a text holds: a contract, or why it is none. */
export interface ReadContract {
  readonly document?: ContractDocument;
  readonly problems: readonly Problem[];
}

/** @param called how messages name the text: the path of its file */
export function readContract(text: string, called: string): ReadContract {
  let content: unknown;
  try {
    content = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    return refused(called, `JSON (${(error as Error).message})`, 'Take the file as the gateway’s app has written it.');
  }
  if (!isJsonObject(content) || content.contract !== CONTRACT_VERSION) {
    return refused(
      called,
      `a contract of a gateway of version ${CONTRACT_VERSION}`,
      'Take the file that the app of the gateway writes beside its template, and the same version of this library.',
    );
  }
  const problem = shapeProblem(content);
  if (problem) return refused(called, problem, 'Take the file as the app of the gateway has written it.');
  const document = content as unknown as ContractDocument;
  if (hashOf(document.gateway.callers, document.targets) !== document.hash) {
    return refused(
      called,
      'a contract that was not changed by hand: its hash is another',
      'Write it anew from the app of the gateway.',
    );
  }
  return { document, problems: [] };
}

function refused(called: string, allowed: string, fix: string): ReadContract {
  return { problems: [{ about: 'contract', value: called, allowed, fix }] };
}

function shapeProblem({ gateway, targets, hash }: Record<string, unknown>): string | undefined {
  if (!isJsonObject(gateway) || typeof gateway.name !== 'string') return 'a contract with the name of its gateway';
  if (!isJsonObject(gateway.callers) || typeof gateway.callers.type !== 'string') return 'a contract with its callers';
  if (!Array.isArray(targets) || !targets.every(isTarget)) return 'a contract with a list of targets and their tools';
  return typeof hash === 'string' ? undefined : 'a contract with a hash';
}

function isTarget(target: unknown): boolean {
  if (!isJsonObject(target) || typeof target.name !== 'string') return false;
  const { tools } = target;
  return (
    tools === UNKNOWN_TOOLS ||
    (Array.isArray(tools) && tools.every((tool) => isJsonObject(tool) && typeof tool.name === 'string'))
  );
}
