/** One tool of a connector: what is set for it, and what its callers may set. */
import { Token, type aws_bedrockagentcore as agentcore } from 'aws-cdk-lib';
import type { Problem } from '../../core/refusal';

/** A field of a connector's tool. */
export interface ConnectorParameter {
  /** Where the field is in the request: `$.retrievalQuery.text`. */
  readonly path: string;
  /**
   * What callers are told of it.
   * @default - what the connector says
   */
  readonly description?: string;
  /**
   * Whether callers see the field and may set it.
   * @default - as the connector has it
   */
  readonly visible?: boolean;
}

/** A tool of a connector. */
export interface ConnectorTool {
  /** The name of the tool, as the connector has it: a letter, then up to 63 letters, digits, `_` and `-`. */
  readonly name: string;
  /**
   * What the tool does and when to use it: up to 2000 characters.
   * @default - what the connector says
   */
  readonly description?: string;
  /**
   * What is sent with every call, by the names of the connector. Callers do not see it.
   * @default - nothing
   */
  readonly values?: { [name: string]: any };
  /**
   * Fields that callers see or do not see.
   * @default - as the connector has it
   */
  readonly parameters?: ConnectorParameter[];
}

export function renderConnectorTool(tool: ConnectorTool): agentcore.CfnGatewayTarget.ConnectorConfigurationProperty {
  const { name, description, values = {}, parameters } = tool;
  return {
    name,
    ...(description !== undefined && { description }),
    parameterValues: values,
    ...(parameters && { parameterOverrides: parameters.map(({ ...parameter }) => parameter) }),
  };
}

/** @see https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_ConnectorConfiguration.html (2026-11) */
const LIMITS = { name: /^[a-zA-Z][a-zA-Z0-9_-]{0,63}$/, description: 2000 };

export function connectorToolProblems(tools: readonly ConnectorTool[]): Problem[] {
  if (tools.length === 0) {
    return [
      {
        about: 'connector tools',
        value: [],
        allowed: 'at least one tool',
        fix: "Name those of the connector that callers get: tools: [{ name: '…' }].",
      },
    ];
  }
  const names = tools.map(({ name }) => name);
  return tools.flatMap((tool, index) => [
    ...nameProblems(tool.name, index, names),
    ...descriptionProblems(tool, index),
    ...(tool.parameters ?? []).flatMap(({ path }, at) =>
      pathProblems(path, `connector tools[${index}].parameters[${at}]`),
    ),
  ]);
}

function nameProblems(name: string, index: number, names: readonly string[]): Problem[] {
  const about = `connector tools[${index}].name`;
  if (Token.isUnresolved(name) || !LIMITS.name.test(name)) {
    const allowed = 'a letter, then up to 63 letters, digits, _ and -, known at synth';
    return [{ about, value: name, allowed, fix: 'Write the name as the connector has it.' }];
  }
  const first = names.indexOf(name);
  if (first === index) return [];
  return [{ about, value: name, allowed: `each tool once; tools[${first}] has it`, fix: 'Remove one of them.' }];
}

function descriptionProblems({ description }: ConnectorTool, index: number): Problem[] {
  if (description === undefined || Token.isUnresolved(description) || description.length <= LIMITS.description)
    return [];
  return [
    {
      about: `connector tools[${index}].description`,
      value: description,
      allowed: `at most ${LIMITS.description} characters, and it has ${description.length}`,
      fix: 'Shorten it.',
    },
  ];
}

function pathProblems(path: string, about: string): Problem[] {
  if (Token.isUnresolved(path) || /^\$(\.[^.\s]+)+$/.test(path)) return [];
  const allowed = '$ and the names from the top, with dots before them';
  return [{ about: `${about}.path`, value: path, allowed, fix: 'Write it like $.retrievalQuery.text.' }];
}
