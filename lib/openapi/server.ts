/** The one server of a target: an address that is known, or known but for a choice from a list. */
import { isJsonObject } from '../tools/json-schema';
import { TOOL_LIMITS } from '../tools/tool-limits';
import type { JsonObject, OpenApiDocument } from './openapi-document';
import type { Pointer } from './source-lines';
import type { Verdict } from './verdict';

/** How a user says which server. */
export interface ServerChoice {
  /** The address, in place of the servers in the description. */
  readonly server?: string;
  /** Values for the variables of the server's address. */
  readonly serverVariables?: Readonly<Record<string, string>>;
}

const FIX = 'Write the address of the API, or give it with server: "https://api.example.com".';

/**
 * The server as the gateway gets it. Of several the first: which of them the gateway would call is not documented.
 * A variable that stays becomes an input of every tool: seen with `basePath`, which API Gateway writes into its exports,
 * so those that need no choice are filled in.
 */
export function writeServer(document: OpenApiDocument, choice: ServerChoice, verdict: Verdict): JsonObject | undefined {
  if (choice.server !== undefined) {
    if (isAddress(choice.server) && !choice.server.includes('{')) return { url: trimmed(choice.server) };
    const value = withoutSecrets(choice.server);
    verdict.refuseSelection('server', { value, allowed: ALLOWED, fix: 'Write the address of the API.' });
    return undefined;
  }
  const { servers } = document.root;
  if (!Array.isArray(servers) || servers.length === 0) {
    verdict.refuse('servers', ['servers'], 'servers', { allowed: 'a list with the address of the API', fix: FIX });
    return undefined;
  }
  const pointer = ['servers', 0];
  if (servers.length > 1) verdict.note(pointer, `is the server that is called, of ${servers.length}`);
  const [server] = servers as unknown[];
  if (isJsonObject(server) && typeof server.url === 'string') {
    return address(server, server.url, pointer, choice, verdict);
  }
  refuseAddress(verdict, pointer, server);
  return undefined;
}

const ALLOWED = 'a whole address that begins with https://, of a host with a name, without user, query and fragment';

function address(
  server: JsonObject,
  written: string,
  pointer: Pointer,
  choice: ServerChoice,
  verdict: Verdict,
): JsonObject | undefined {
  const variables = isJsonObject(server.variables) ? server.variables : {};
  const kept = new Map<string, JsonObject>();
  const host = /^[a-z]+:\/\/([^/?#\\]*)/i.exec(written)?.[1] ?? '';
  let isWrong = false;
  const url = written.replace(/\{([^{}]*)\}/g, (whole, name: string) => {
    const { serverVariables: given } = choice;
    const inHost = host.includes(whole);
    const filled = (value: string) => {
      if (inHost && !FILLED_IN_HOST.test(value)) refuseValue(verdict, pointer, name, value);
      return value;
    };
    if (given && Object.hasOwn(given, name)) return filled(given[name]);
    const variable = Object.hasOwn(variables, name) && isJsonObject(variables[name]) ? variables[name] : {};
    const values = Array.isArray(variable.enum) ? variable.enum.filter((value) => typeof value === 'string') : [];
    const fallback = typeof variable.default === 'string' ? variable.default : undefined;
    if (values.length === 1) return filled(values[0]);
    if (values.length > 1 && (!inHost || hasOwnDomain(host))) {
      kept.set(name, {
        default: fallback ?? values[0],
        enum: values,
        ...(typeof variable.description === 'string' && { description: variable.description }),
      });
      checkChoice(name, [...values, fallback ?? values[0]], inHost, pointer, verdict);
      return whole;
    }
    if (!inHost && fallback !== undefined) return fallback;
    isWrong = true;
    return whole;
  });
  if (isWrong) refuseVariable(verdict, [...pointer, 'url'], written);
  else if (!isAddress(url)) refuseAddress(verdict, [...pointer, 'url'], url);
  else return { url: trimmed(url), ...(kept.size > 0 && { variables: Object.fromEntries(kept) }) };
  return undefined;
}

/** Whoever calls a tool chooses a value: no value may lead to another host, nor to what stands behind the path. */
function checkChoice(name: string, values: readonly string[], inHost: boolean, at: Pointer, verdict: Verdict): void {
  const { inputName } = TOOL_LIMITS;
  const isInput = inputName.pattern.test(name) && name.length <= inputName.maxLength && name !== '__proto__';
  const wrong = values.filter((value) => !(inHost ? PART_OF_HOST : PART_OF_PATH).test(value));
  if (isInput && wrong.length === 0) return;
  verdict.refuse('servers', [...at, 'variables', name], `servers[0].variables ${JSON.stringify(name)}`, {
    value: isInput ? wrong.join(', ') : name,
    allowed: !isInput
      ? `1 to ${inputName.maxLength} of ${inputName.characters}, or models refuse every request that carries a tool of the target`
      : inHost
        ? 'letters, digits and - in each value, as callers choose a part of the host by it'
        : 'letters, digits, ., _, ~, - and / in each value, and nothing that leads up',
    fix: 'Fill it in, as in serverVariables: {"tenant": "acme"}.',
  });
}

function refuseValue(verdict: Verdict, at: Pointer, name: string, value: string): void {
  verdict.refuse('servers', [...at, 'url'], `servers[0].variables ${JSON.stringify(name)}`, {
    value: withoutSecrets(value),
    allowed: 'letters, digits, . and - in the host',
    fix: 'Give the whole address with server: "https://api.example.com".',
  });
}

const FILLED_IN_HOST = /^[A-Za-z0-9.-]+$/;
const PART_OF_HOST = /^[A-Za-z0-9-]+$/;
const PART_OF_PATH = /^(?!.*\.\.)[\w.~/-]*$/;

/** Whether the end of the host is fixed and has a name of its own: `{tenant}.example.com`, not `{host}` or `{a}.com`. */
function hasOwnDomain(host: string): boolean {
  const fixed = host.slice(host.lastIndexOf('}') + 1).split(':')[0];
  return /^\.[^.]+(?:\.[^.]+)+$/.test(fixed);
}

/** Variables that are left stand for what `checkChoice` lets through. */
function isAddress(written: string): boolean {
  const text = written.replace(/\{[^{}]*\}/g, 'x');
  // `\` and space are read differently by different parsers.
  if (!text.startsWith('https://') || /[\s\\?#{}]/.test(text) || !URL.canParse(text)) return false;
  const { username, password, hostname } = new URL(text);
  return username === '' && password === '' && !/^https:\/\/[^/]*@/.test(text) && hasName(hostname);
}

/** Not the number of a machine, in any way of writing it, and not the machine itself: both are inside, not an API's. */
function hasName(hostname: string): boolean {
  return !/^(?:\[.*\]|\d+(?:\.\d+){3}|(?:.*\.)?localhost)\.?$/.test(hostname);
}

/** What messages may say of an address: neither a password nor a key. */
function withoutSecrets(url: string): string {
  return url.replace(/\/\/[^/?#]*@/, '//…@').replace(/([?#]).*$/s, '$1…');
}

function trimmed(url: string): string {
  return url.replace(/\/+$/, '');
}

function refuseAddress(verdict: Verdict, pointer: Pointer, given: unknown): void {
  const value = typeof given === 'string' ? withoutSecrets(given) : given;
  verdict.refuse('servers', pointer, 'servers[0].url', { value, allowed: ALLOWED, fix: FIX });
}

function refuseVariable(verdict: Verdict, pointer: Pointer, value: string): void {
  verdict.refuse('servers', pointer, 'servers[0].url', {
    value: withoutSecrets(value),
    allowed: 'in the host only variables with an enum, before a domain of your own; elsewhere an enum or a default',
    fix: 'Fill them in, as in serverVariables: {"tenant": "acme"}, or give server: "https://api.example.com".',
  });
}
