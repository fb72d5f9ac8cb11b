/** The tools of one target, written once, in code or in a file. */
import { aws_bedrockagentcore as agentcore } from 'aws-cdk-lib';
import { dynamicReferences, referenceProblem } from '../core/dynamic-reference';
import type { Problem } from '../core/refusal';
import { declaredSchema } from './declared-schema';
import { isJsonObject, type JsonSchema } from './json-schema';
import type { ToolDefinition } from './tool-definition';
import { readToolFile } from './tool-file';
import { toolProblems } from './tool-problems';

/**
 * The tools of one target of a gateway. From them come the target's schema, the Cedar actions, and the types and the
 * checks of the tools' code.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-add-target-lambda.html
 */
export class ToolDefinitions {
  /** Tools written in code. */
  static of(...definitions: ToolDefinition[]): ToolDefinitions {
    return new ToolDefinitions(definitions, undefined, []);
  }

  /**
   * Tools from a JSON file: an answer to MCP's `tools/list` (`{"tools": [...]}`) or the bare list. What is wrong with the
   * file is reported by the gateway that it is given to.
   * @param path from the folder in which the app runs, or absolute
   */
  static fromFile(path: string): ToolDefinitions {
    const { definitions, problems } = readToolFile(path);
    return new ToolDefinitions(definitions, path, problems);
  }

  private declared?: ToolDefinition[];

  private constructor(
    /** The tools, in the order they were written. */
    readonly definitions: ToolDefinition[],
    private readonly file: string | undefined,
    private readonly fileProblems: readonly Problem[],
  ) {}

  /**
   * The same from the same place, with each tool changed.
   * @internal
   */
  _with(change: (definition: ToolDefinition) => ToolDefinition): ToolDefinitions {
    return new ToolDefinitions(this.definitions.map(change), this.file, this.fileProblems);
  }

  /**
   * What is wrong with these tools on a target of this name.
   * @internal
   */
  _problems(targetName: string): Problem[] {
    return this.fileProblems.length > 0
      ? [...this.fileProblems]
      : [...toolProblems(this.definitions, { targetName, file: this.file }), ...this.referenceProblems()];
  }

  /**
   * What is wrong with these tools as those that something else has on a target of this name: of their schemas only what
   * is there has to be right, as they are not ours to write.
   * @param overHttp whether they are operations of a target over HTTP
   * @internal
   */
  _declaredProblems(targetName: string, overHttp = false): Problem[] {
    return this.fileProblems.length > 0
      ? [...this.fileProblems]
      : [...toolProblems(this._declared(), { targetName, file: this.file, overHttp }), ...this.referenceProblems()];
  }

  /** In anything that was written: a target may be told more of a tool than policies know. */
  private referenceProblems(): Problem[] {
    return dynamicReferences(this.definitions).map(({ path: [index, ...rest], text }) => {
      const about = [`tools[${index}]`, ...rest].join('.');
      return referenceProblem(this.file === undefined ? about : `${this.file}: ${about}`, text);
    });
  }

  /**
   * These tools with what policies can know of their inputs. What is no tool at all stays as it is.
   * @internal
   */
  _declared(): ToolDefinition[] {
    this.declared ??= this.definitions.map((definition) => declaredTool(definition));
    return this.declared;
  }

  /**
   * The schema for the L2's target; only of tools without problems.
   * @internal
   */
  _toolSchema(): agentcore.ToolSchema {
    return agentcore.ToolSchema.fromInline(
      this.definitions.map((tool) => ({
        name: tool.name,
        description: tool.description,
        inputSchema: schemaDefinition(tool.inputSchema as JsonSchema),
        ...(tool.outputSchema !== undefined && { outputSchema: schemaDefinition(tool.outputSchema as JsonSchema) }),
      })),
    );
  }
}

function declaredTool(definition: ToolDefinition): ToolDefinition {
  if (!isJsonObject(definition)) return definition;
  const { name, description } = definition as ToolDefinition;
  return {
    name,
    description: description || name,
    inputSchema: declaredSchema((definition as ToolDefinition).inputSchema),
  };
}

function schemaDefinition(schema: JsonSchema): agentcore.SchemaDefinition {
  return {
    type: agentcore.SchemaDefinitionType.of(schema.type),
    ...(schema.description !== undefined && { description: schema.description }),
    ...(schema.items && { items: schemaDefinition(schema.items) }),
    ...(schema.properties && {
      properties: Object.fromEntries(
        Object.entries(schema.properties).map(([name, property]) => [name, schemaDefinition(property)]),
      ),
    }),
    ...(schema.required && { required: [...schema.required] }),
  };
}
