/** The tools of a gateway target: from the template, from a file in the assembly, or unknown with the reason. */
import { listOf, recordOf, textOf } from '../template/template';
import { isJsonObject } from '../tools/json-schema';
import { TARGET_SEPARATOR } from '../tools/tool-limits';
import type { GatewayTool } from './agent-system';
import type { AssemblyView, ResourceView } from './assembly-view';
import { readInputSchema } from './input-schema';

export interface TargetTools {
  readonly kind: string;
  readonly tools: readonly GatewayTool[];
  readonly unknown?: string;
}

const METHODS = ['get', 'put', 'post', 'delete', 'patch', 'head', 'options', 'trace'];

/** @param targetName the target's own name, with which full names begin */
export function readTargetTools(target: ResourceView, targetName: string, view: AssemblyView): TargetTools {
  const configuration = recordOf(target.properties.TargetConfiguration);
  const [[group, choices] = ['', undefined], ...more] = Object.entries(configuration);
  const [[choice, settings] = ['', undefined], ...moreChoices] = Object.entries(recordOf(choices));
  if (more.length > 0 || moreChoices.length > 0 || !isJsonObject(settings)) {
    return { kind: 'unknown', tools: [], unknown: 'its configuration has a form that is not known' };
  }
  const inFull = (tools: Omit<GatewayTool, 'fullName'>[]) =>
    tools.map((tool) => ({ ...tool, fullName: `${targetName}${TARGET_SEPARATOR}${tool.name}` }));
  const known = (
    kind: string,
    source: unknown,
    parse: (content: unknown) => Omit<GatewayTool, 'fullName'>[] | undefined,
  ) => {
    const content = contentOf(source, target, view);
    if ('unknown' in content) return { kind, tools: [], unknown: content.unknown };
    const tools = parse(content.value);
    return tools
      ? { kind, tools: inFull(tools) }
      : { kind, tools: [], unknown: 'the description of its tools has a form that is not known' };
  };
  switch (`${group}.${choice}`) {
    case 'Mcp.Lambda':
      return known('Lambda', settings.ToolSchema, toolList);
    case 'Mcp.McpServer': {
      const kind = 'MCP server';
      if (settings.McpToolSchema !== undefined && settings.ListingMode !== 'DYNAMIC') {
        return known(kind, settings.McpToolSchema, toolList);
      }
      return { kind, tools: [], unknown: 'the server lists them itself' };
    }
    case 'Mcp.OpenApiSchema':
      return known('OpenAPI', settings, operations);
    case 'Mcp.SmithyModel':
      return { kind: 'Smithy', tools: [], unknown: 'they follow from a Smithy model, which is not read' };
    case 'Mcp.ApiGateway':
      return { kind: 'API Gateway', tools: [], unknown: 'they follow from the methods of a REST API' };
    case 'Mcp.Connector':
      return { kind: 'connector', tools: [], unknown: 'the connector brings them' };
    case 'Http.AgentcoreRuntime':
      return { kind: 'agent over HTTP', tools: [], unknown: 'it passes HTTP requests on and has no list of tools' };
    default:
      return {
        kind: group === 'Inference' ? 'model provider' : group === 'Http' ? 'HTTP' : 'unknown',
        tools: [],
        unknown: 'it passes requests on and has no list of tools',
      };
  }
}

/** What an inline payload or an S3 address holds, if the assembly has it. */
function contentOf(
  source: unknown,
  target: ResourceView,
  view: AssemblyView,
): { value: unknown } | { unknown: string } {
  const { InlinePayload, S3 } = recordOf(source);
  if (Array.isArray(InlinePayload)) return { value: InlinePayload };
  if (typeof InlinePayload === 'string') return parsed(InlinePayload, 'its inline description');
  const uri = textOf(recordOf(S3).Uri);
  if (uri === undefined) return { unknown: 'the template does not say where its tools are described' };
  const asset = view.assembly.assets.find(({ bucketName, objectKey }) =>
    uri.endsWith(`/${view.pseudo(bucketName, target.stack)}/${objectKey}`),
  );
  const content = asset && view.assembly.readFile(asset.path);
  return content === undefined
    ? { unknown: `they are described in ${uri}, which is not in the assembly` }
    : parsed(content, 'the file that describes them');
}

function parsed(text: string, what: string): { value: unknown } | { unknown: string } {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return { unknown: `${what} is not JSON` };
  }
}

/** MCP's list, in the words of the template or of MCP. */
function toolList(content: unknown): Omit<GatewayTool, 'fullName'>[] | undefined {
  const list = isJsonObject(content) ? listOf(content.tools ?? content.Tools) : listOf(content);
  const tools = list.flatMap((item) => {
    const tool = recordOf(item);
    const name = textOf(tool.Name ?? tool.name);
    if (name === undefined) return [];
    const inputSchema = readInputSchema(tool.InputSchema ?? tool.inputSchema);
    const description = textOf(tool.Description ?? tool.description) ?? '';
    return [{ name, description, ...(inputSchema && { inputSchema }) }];
  });
  return tools.length === list.length && tools.length > 0 ? tools : undefined;
}

/** Each operation of an OpenAPI document is a tool, called by its `operationId`. */
function operations(content: unknown): Omit<GatewayTool, 'fullName'>[] | undefined {
  const all = Object.values(recordOf(recordOf(content).paths)).flatMap((path) =>
    METHODS.flatMap((method) => (recordOf(path)[method] === undefined ? [] : [recordOf(recordOf(path)[method])])),
  );
  const tools = all.flatMap(({ operationId, summary, description }) =>
    typeof operationId === 'string'
      ? [{ name: operationId, description: textOf(summary) ?? textOf(description) ?? '' }]
      : [],
  );
  return tools.length === all.length && tools.length > 0 ? tools : undefined;
}
