/** The tools of a gateway target: from the template, from a file in the assembly, or unknown with the reason. */
import { descriptionTools } from '../openapi/description-tools';
import { readOpenApi } from '../openapi/openapi-document';
import { listOf, recordOf, textOf } from '../template/template';
import { declaredSchema } from '../tools/declared-schema';
import { isJsonObject, type JsonSchema } from '../tools/json-schema';
import { TOOLS_METADATA_KEY } from '../tools/recorded-tools';
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

type UnnamedTool = Omit<GatewayTool, 'fullName'>;

/** @param targetName the target's own name, with which full names begin */
export function readTargetTools(target: ResourceView, targetName: string, view: AssemblyView): TargetTools {
  const described = toolsDescribed(target, view);
  const declared = toolList(target.resource.metadata[TOOLS_METADATA_KEY]) ?? [];
  const tools = described.unknown === undefined ? described.tools : declared;
  return {
    ...(tools.length > 0 ? { kind: described.kind } : described),
    tools: tools.map((tool) => ({ ...tool, fullName: `${targetName}${TARGET_SEPARATOR}${tool.name}` })),
  };
}

interface DescribedTools {
  readonly kind: string;
  readonly tools: readonly UnnamedTool[];
  readonly unknown?: string;
}

function toolsDescribed(target: ResourceView, view: AssemblyView): DescribedTools {
  const configuration = recordOf(target.properties.TargetConfiguration);
  const [[group, choices] = ['', undefined], ...more] = Object.entries(configuration);
  const [[choice, settings] = ['', undefined], ...moreChoices] = Object.entries(recordOf(choices));
  if (more.length > 0 || moreChoices.length > 0 || !isJsonObject(settings)) {
    return { kind: 'unknown', tools: [], unknown: 'its configuration has a form that is not known' };
  }
  const known = (kind: string, source: unknown, parse: (content: unknown) => UnnamedTool[] | undefined) => {
    const content = contentOf(source, target, view);
    if ('unknown' in content) return { kind, tools: [], unknown: content.unknown };
    const tools = parse(content.value);
    return tools
      ? { kind, tools }
      : { kind, tools: [], unknown: 'the description of its tools has a form that is not known' };
  };
  switch (`${group}.${choice}`) {
    case 'Mcp.Lambda':
      return known('Lambda', settings.ToolSchema, toolList);
    case 'Mcp.McpServer': {
      const kind = 'MCP server';
      if (settings.McpToolSchema !== undefined && settings.ListingMode !== 'DYNAMIC') {
        return known(kind, settings.McpToolSchema, (content) => toolList(content, declaredSchema));
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

/** Lists of tools are JSON; descriptions may be YAML. */
function parsed(text: string, what: string): { value: unknown } | { unknown: string } {
  const { root, problems } = readOpenApi(text);
  if (problems.length === 0) return { value: root };
  try {
    return { value: JSON.parse(text) };
  } catch {
    return { unknown: `${what} is neither JSON nor OpenAPI` };
  }
}

/**
 * MCP's list, in the words of the template or of MCP.
 * @param readSchema a server's own schemas say more than the gateway's do
 */
function toolList(
  content: unknown,
  readSchema: (schema: unknown) => JsonSchema | undefined = readInputSchema,
): UnnamedTool[] | undefined {
  const list = isJsonObject(content) ? listOf(content.tools ?? content.Tools) : listOf(content);
  const tools = list.flatMap((item) => {
    const tool = recordOf(item);
    const name = textOf(tool.Name ?? tool.name);
    if (name === undefined) return [];
    const inputSchema = readSchema(tool.InputSchema ?? tool.inputSchema);
    const description = textOf(tool.Description ?? tool.description) ?? '';
    return [{ name, description, ...(inputSchema && { inputSchema }) }];
  });
  return tools.length === list.length && tools.length > 0 ? tools : undefined;
}

/** Each operation of an OpenAPI description is a tool, called by its `operationId`; one without makes none. */
function operations(content: unknown): UnnamedTool[] | undefined {
  const all = Object.values(recordOf(recordOf(content).paths)).flatMap((path) =>
    METHODS.filter((method) => recordOf(path)[method] !== undefined),
  );
  const tools = descriptionTools(content).map(({ name, description, inputSchema }) => ({
    name,
    description,
    inputSchema: inputSchema as JsonSchema,
  }));
  return tools.length === all.length && tools.length > 0 ? tools : undefined;
}
