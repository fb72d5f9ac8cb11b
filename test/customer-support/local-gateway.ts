/** The tool gateway on this machine: a real MCP server that calls the tools' real Lambda handlers. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { CallToolRequestSchema, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { invokeAsGateway, type ToolDefinition, type ToolLambda } from '../../lib/lambda';

export interface LocalTarget {
  readonly tools: readonly ToolDefinition[];
  readonly handler: ToolLambda;
}

export interface LocalGateway {
  readonly url: string;
  /** The `Authorization` header of every request. */
  readonly authorizations: (string | undefined)[];
  readonly calls: { readonly tool: string; readonly input: unknown }[];
  /** The token that is let in; everyone while it is not set. */
  accepts?: string;
  close(): Promise<void>;
}

export async function localGateway(targets: Readonly<Record<string, LocalTarget>>): Promise<LocalGateway> {
  const gateway: LocalGateway = { url: '', authorizations: [], calls: [], close: () => Promise.resolve() };

  const http = createServer((request, response) => {
    gateway.authorizations.push(request.headers.authorization);
    if (gateway.accepts !== undefined && request.headers.authorization !== `Bearer ${gateway.accepts}`) {
      response.writeHead(401, { 'www-authenticate': 'Bearer error="invalid_token"' }).end();
      return;
    }
    const server = mcpServer(targets, gateway);
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

/* eslint-disable @typescript-eslint/no-deprecated -- McpServer takes zod schemas; these tools come as JSON Schema */
function mcpServer(targets: Readonly<Record<string, LocalTarget>>, gateway: LocalGateway): Server {
  const server = new Server({ name: 'local-gateway', version: '1.0.0' }, { capabilities: { tools: {} } });
  server.setRequestHandler(ListToolsRequestSchema, () => ({
    tools: Object.entries(targets).flatMap(([target, { tools }]) =>
      tools.map((tool) => ({ ...tool, name: `${target}___${tool.name}` })),
    ) as never,
  }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }) => {
    const [target, tool] = params.name.split('___');
    gateway.calls.push({ tool: params.name, input: params.arguments });
    try {
      const result = await invokeAsGateway(targets[target].handler, tool, params.arguments, { target });
      return { isError: false, content: [{ type: 'text', text: JSON.stringify(result) }] };
    } catch {
      return { isError: true, content: [{ type: 'text', text: 'An internal error occurred. Please retry later.' }] };
    }
  });
  return server;
}
