/** The tool gateway on this machine: a real MCP server that decides by policies and calls the tools' real Lambda handlers. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { CallToolRequestSchema, ErrorCode, ListToolsRequestSchema, McpError } from '@modelcontextprotocol/sdk/types.js';
import { decide, type Decision } from '../../lib/cedar/decision';
import { invokeAsGateway, type ToolLambda } from '../../lib/lambda';
import { Tool, type ToolDefinition } from '../../lib/tools';

export interface LocalTarget {
  readonly tools: readonly ToolDefinition[];
  readonly handler: ToolLambda;
}

export interface LocalGatewayParts {
  /** By name. */
  readonly targets: Readonly<Record<string, LocalTarget>>;
  /** The policies that are enforced, by name, about the gateway with this ARN. */
  readonly statements: Readonly<Record<string, string>>;
  readonly arn: string;
}

export interface LocalGateway {
  readonly url: string;
  /** The `Authorization` header of every request. */
  readonly authorizations: (string | undefined)[];
  /** The calls that reached a tool, because the policies allow them. */
  readonly calls: { readonly tool: string; readonly input: unknown }[];
  /** The calls that did not. */
  readonly denied: { readonly tool: string; readonly input: unknown }[];
  /** The token that is let in; everyone while it is not set. */
  accepts?: string;
  close(): Promise<void>;
}

export async function localGateway(parts: LocalGatewayParts): Promise<LocalGateway> {
  const gateway: LocalGateway = { url: '', authorizations: [], calls: [], denied: [], close: () => Promise.resolve() };

  const http = createServer((request, response) => {
    const { authorization } = request.headers;
    gateway.authorizations.push(authorization);
    const claims = claimsOf(authorization);
    if (!claims || (gateway.accepts !== undefined && authorization !== `Bearer ${gateway.accepts}`)) {
      response.writeHead(401, { 'www-authenticate': 'Bearer error="invalid_token"' }).end();
      return;
    }
    const server = mcpServer(parts, gateway, claims);
    const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
    void server.connect(transport).then(() => transport.handleRequest(request, response));
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return Object.assign(gateway, {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/mcp`,
    close: () => {
      http.closeAllConnections();
      return new Promise<void>((resolve) => http.close(() => resolve()));
    },
  });
}

interface Claims extends Readonly<Record<string, unknown>> {
  readonly sub: string;
}

/** What the token says. The gateway would have verified its signature. */
function claimsOf(authorization = ''): Claims | undefined {
  const [, payload] = /^Bearer [\w-]+\.([\w-]+)\.[\w-]+$/.exec(authorization) ?? [];
  return payload === undefined ? undefined : (JSON.parse(Buffer.from(payload, 'base64url').toString()) as Claims);
}

/* eslint-disable @typescript-eslint/no-deprecated -- McpServer takes zod schemas; these tools come as JSON Schema */
function mcpServer(
  { targets, statements, arn }: LocalGatewayParts,
  gateway: LocalGateway,
  { sub, ...claims }: Claims,
): Server {
  const server = new Server({ name: 'local-gateway', version: '1.0.0' }, { capabilities: { tools: {} } });
  const tools = Object.entries(targets).flatMap(([target, { tools: definitions }]) =>
    definitions.map((definition) => new Tool(target, definition)),
  );
  server.setRequestHandler(ListToolsRequestSchema, () => ({
    tools: tools.map(({ definition, fullName }) => ({ ...definition, name: fullName })) as never,
  }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params: { name, arguments: input = {} } }) => {
    const tool = tools.find(({ fullName }) => fullName === name);
    if (!tool) throw new McpError(ErrorCode.InvalidParams, `Unknown tool: ${name}`);
    const decision = decide(statements, { caller: { sub, claims }, tool, input, gatewayArn: arn });
    gateway[decision.allowed ? 'calls' : 'denied'].push({ tool: name, input });
    if (!decision.allowed) return failure(denial(decision));
    try {
      const { handler } = targets[tool.targetName];
      const result = await invokeAsGateway(handler, tool.name, input, { target: tool.targetName });
      return { isError: false, content: [{ type: 'text', text: JSON.stringify(result) }] };
    } catch {
      return failure('An internal error occurred. Please retry later.');
    }
  });
  return server;
}

function failure(text: string) {
  return { isError: true, content: [{ type: 'text', text }] };
}

/**
 * What the model is told, in the words of the service.
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/use-gateway-with-policy.html
 */
function denial({ reasons }: Decision): string {
  const reason =
    reasons.length > 0
      ? `Policy evaluation denied due to ${reasons.join(', ')}`
      : 'No policy applies to the request (denied by default).';
  return `AuthorizeActionException - Tool Execution Denied: Tool call not allowed due to policy enforcement [${reason}]`;
}
