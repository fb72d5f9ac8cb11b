/** What the owners of a gateway tell those who use it, as JSON: its targets and tools, and how to get in. */
import { createHash } from 'node:crypto';
import type { Problem } from '../core/refusal';
import { isJsonObject } from '../tools/json-schema';
import type { ToolDefinition } from '../tools/tool-definition';
import { isOperation, toolProblems } from '../tools/tool-problems';

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
  /** Of all that stands above, as far as it is known: the same as long as nothing changes for those who use the gateway. */
  readonly hash: string;
}

/** The contract with its hash. */
export function contractDocument(
  gateway: ContractDocument['gateway'],
  targets: readonly ContractTarget[],
): ContractDocument {
  return { contract: CONTRACT_VERSION, gateway, targets, hash: hashOf(gateway, targets) };
}

/** By name, so that the order in code is no change. */
function hashOf(gateway: ContractDocument['gateway'], targets: readonly ContractTarget[]): string {
  const byName = [...targets].sort((a, b) => (a.name < b.name ? -1 : 1));
  return createHash('sha256')
    .update(orderless([gateway, byName]))
    .digest('hex');
}

/** As JSON, without the orders that mean nothing: that of keys, and that of the fields that an object requires. */
export function orderless(value: unknown): string {
  return JSON.stringify(value, (key, part: unknown) => {
    if (key === 'required' && Array.isArray(part)) return [...(part as unknown[])].sort();
    if (!isJsonObject(part)) return part;
    return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
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
  if (problem) return refused(called, problem, AS_WRITTEN);
  const document = content as unknown as ContractDocument;
  const problems = [...sameNames(document, called), ...document.targets.flatMap((target) => inTarget(target, called))];
  if (problems.length > 0) return { problems };
  if (hashOf(document.gateway, document.targets) !== document.hash) {
    return refused(
      called,
      'a contract that was not changed by hand: its hash is another',
      'Write it anew from the app of the gateway.',
    );
  }
  return { document, problems: [] };
}

const AS_WRITTEN = 'Take the file as the app of the gateway has written it.';

function refused(called: string, allowed: string, fix: string): ReadContract {
  return { problems: [{ about: 'contract', value: called, allowed, fix }] };
}

function shapeProblem({ gateway, targets, hash }: Record<string, unknown>): string | undefined {
  if (!isJsonObject(gateway) || typeof gateway.name !== 'string') return 'a contract with the name of its gateway';
  const { callers, arn, url, policyEngineArn } = gateway;
  if (![arn, url, policyEngineArn].every(isTextIfGiven)) return 'a contract with arn, url and policyEngineArn as texts';
  if (!isJsonObject(callers) || !areCallers(callers)) return 'a contract with its callers';
  if (!Array.isArray(targets) || !targets.every(isTarget)) return 'a contract with a list of targets and their tools';
  return typeof hash === 'string' ? undefined : 'a contract with a hash';
}

function areCallers({ type, discoveryUrl, clients, audiences }: Record<string, unknown>): boolean {
  return (
    typeof type === 'string' &&
    isTextIfGiven(discoveryUrl) &&
    [clients, audiences].every((list) => list === undefined || (Array.isArray(list) && list.every(isText)))
  );
}

function isTarget(target: unknown): boolean {
  return isJsonObject(target) && isText(target.name) && (target.tools === UNKNOWN_TOOLS || Array.isArray(target.tools));
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

function isTextIfGiven(value: unknown): boolean {
  return value === undefined || isText(value);
}

function sameNames({ targets }: ContractDocument, called: string): Problem[] {
  const names = targets.map(({ name }) => name);
  return names
    .filter((name, index) => names.indexOf(name) !== index)
    .map((value) => ({ about: `${called}: target`, value, allowed: 'each target once', fix: AS_WRITTEN }));
}

/** The tools as a gateway has them, so that what another one says of them is not taken for more than it is. */
function inTarget({ name, tools }: ContractTarget, called: string): Problem[] {
  if (tools === UNKNOWN_TOOLS) return [];
  const overHttp = tools.every((tool) => isOperation(tool?.name));
  return toolProblems(tools, { targetName: name, file: `${called}: target ${JSON.stringify(name)}`, overHttp });
}
