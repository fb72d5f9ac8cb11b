/** The one server of a target: an address that is known, or known but for a choice from a list. */
import { isJsonObject } from '../tools/json-schema';
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
    verdict.refuseSelection('server', { value: choice.server, allowed: ALLOWED, fix: 'Write the address of the API.' });
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

const ALLOWED = 'a whole address that begins with https://';

function address(
  server: JsonObject,
  written: string,
  pointer: Pointer,
  choice: ServerChoice,
  verdict: Verdict,
): JsonObject | undefined {
  const variables = isJsonObject(server.variables) ? server.variables : {};
  const kept: JsonObject = {};
  const host = /^[a-z]+:\/\/([^/]*)/i.exec(written)?.[1] ?? '';
  let isWrong = false;
  const url = written.replace(/\{([^{}]*)\}/g, (whole, name: string) => {
    const given = choice.serverVariables;
    if (given && Object.hasOwn(given, name)) return given[name];
    const variable = Object.hasOwn(variables, name) && isJsonObject(variables[name]) ? variables[name] : {};
    const values = Array.isArray(variable.enum) ? variable.enum.filter((value) => typeof value === 'string') : [];
    const fallback = typeof variable.default === 'string' ? variable.default : undefined;
    const inHost = host.includes(whole);
    if (values.length === 1) return values[0];
    if (values.length > 1 && (!inHost || hasOwnDomain(host))) {
      kept[name] = {
        default: fallback ?? values[0],
        enum: values,
        ...(typeof variable.description === 'string' && { description: variable.description }),
      };
      return whole;
    }
    if (!inHost && fallback !== undefined) return fallback;
    isWrong = true;
    return whole;
  });
  if (isWrong) refuseVariable(verdict, [...pointer, 'url'], written);
  else if (!isAddress(url)) refuseAddress(verdict, [...pointer, 'url'], written);
  else return { url: trimmed(url), ...(Object.keys(kept).length > 0 && { variables: kept }) };
  return undefined;
}

/** Whether the end of the host is fixed and has a name of its own: `{tenant}.example.com`, not `{host}` or `{a}.com`. */
function hasOwnDomain(host: string): boolean {
  const fixed = host.slice(host.lastIndexOf('}') + 1).split(':')[0];
  return /^\.[^.]+(?:\.[^.]+)+$/.test(fixed);
}

function isAddress(url: string): boolean {
  if (!url.startsWith('https://')) return false;
  return URL.canParse(url.replace(/\{[^{}]*\}/g, 'x'));
}

function trimmed(url: string): string {
  return url.replace(/\/+$/, '');
}

function refuseAddress(verdict: Verdict, pointer: Pointer, value: unknown): void {
  verdict.refuse('servers', pointer, 'servers[0].url', { value, allowed: ALLOWED, fix: FIX });
}

function refuseVariable(verdict: Verdict, pointer: Pointer, value: string): void {
  verdict.refuse('servers', pointer, 'servers[0].url', {
    value,
    allowed: 'in the host only variables with an enum, before a domain of your own; elsewhere an enum or a default',
    fix: 'Fill them in, as in serverVariables: {"tenant": "acme"}, or give server: "https://api.example.com".',
  });
}
