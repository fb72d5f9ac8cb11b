/** Managed knowledge bases of Amazon Bedrock: what is known of their connector. */
import { aws_iam as iam, Stack, Token } from 'aws-cdk-lib';
import type { Problem } from '../../core/refusal';
import type { JsonSchema } from '../../tools/json-schema';
import type { ToolDefinition } from '../../tools/tool-definition';
import type { ToolGateway } from '../tool-gateway';
import type { ConnectorTool } from './connector-tool';
import { addField, type RetrieveSetting } from './connector-retrieve-setting';

/** A search in one knowledge base. */
export interface KnowledgeBaseOptions {
  /**
   * What is in the knowledge base and when to search it: up to 2000 characters. The model chooses by it.
   * @default - what the connector says
   */
  readonly description?: string;
  /**
   * How many passages a search finds: 1 to 100.
   * @default - left to the service
   */
  readonly numberOfResults?: number;
  /**
   * The passages that can be found at all, by their metadata, as `Retrieve` takes it: `{ equals: { key: 'team', value: 'sales' } }`.
   * @default - all
   */
  readonly filter?: { [operator: string]: any };
  /**
   * What callers set besides the query.
   * @default - nothing
   */
  readonly callersSet?: RetrieveSetting[];
}

/** One of the knowledge bases that an agentic search looks into. */
export interface AgenticKnowledgeBase {
  /** Its id: 10 letters and digits. It is a managed one. */
  readonly knowledgeBaseId: string;
  /**
   * What is in it; the search plans by it.
   * @default - no description
   */
  readonly description?: string;
}

/** A search in several steps. */
export interface AgenticRetrievalOptions {
  /**
   * What can be found and when to search: up to 2000 characters. The model chooses by it.
   * @default - what the connector says
   */
  readonly description?: string;
  /**
   * The most steps of a search: 1 or more.
   * @default - left to the service
   */
  readonly maxIterations?: number;
  /**
   * Whether an answer is written of what was found, besides the passages.
   * @default true
   */
  readonly generateAnswer?: boolean;
  /**
   * The guardrail that the search keeps to, by its id.
   * @default - none
   */
  readonly guardrailId?: string;
  /**
   * The version of the guardrail.
   * @default '1' - with a guardrail
   */
  readonly guardrailVersion?: string;
}

export const KNOWLEDGE_BASES = 'bedrock-knowledge-bases';

/** As of version 1.0.0: what callers see where nothing else is said. */
const RETRIEVE_INPUT: JsonSchema = {
  type: 'object',
  properties: { retrievalQuery: { type: 'object', properties: { text: { type: 'string' } } } },
  required: ['retrievalQuery'],
};

const AGENTIC_INPUT: JsonSchema = {
  type: 'object',
  properties: {
    messages: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          role: { type: 'string' },
          content: { type: 'object', properties: { text: { type: 'string' } } },
        },
        required: ['content', 'role'],
      },
    },
  },
  required: ['messages'],
};

export function retrieveTool(knowledgeBaseId: string, options: KnowledgeBaseOptions): ConnectorTool {
  const { description, numberOfResults, filter, callersSet } = options;
  const search = { ...(numberOfResults !== undefined && { numberOfResults }), ...(filter && { filter }) };
  return {
    name: 'Retrieve',
    description,
    values: {
      knowledgeBaseId,
      ...(Object.keys(search).length > 0 && { retrievalConfiguration: { managedSearchConfiguration: search } }),
    },
    // Once one field is said to be visible, the query is said to be, too.
    ...(callersSet?.length && {
      parameters: ['$.retrievalQuery.text', ...callersSet.map(({ path }) => path)].map((path) => ({
        path,
        visible: true,
      })),
    }),
  };
}

export function retrieveDefinition({ description, callersSet = [] }: KnowledgeBaseOptions): ToolDefinition {
  return {
    name: 'Retrieve',
    description: description ?? 'Searches a knowledge base',
    inputSchema: callersSet.reduce(addField, RETRIEVE_INPUT),
  };
}

export function agenticTool(bases: readonly AgenticKnowledgeBase[], options: AgenticRetrievalOptions): ConnectorTool {
  const { description, maxIterations, generateAnswer, guardrailId, guardrailVersion = '1' } = options;
  return {
    name: 'AgenticRetrieveStream',
    description,
    values: {
      retrievers: bases.map(({ knowledgeBaseId, description: about }) => ({
        ...(about !== undefined && { description: about }),
        configuration: { knowledgeBase: { knowledgeBaseId } },
      })),
      // Without it the target is made, and every call fails.
      agenticRetrieveConfiguration: {
        foundationModelType: 'MANAGED',
        rerankingModelType: 'MANAGED',
        ...(maxIterations !== undefined && { maxAgentIteration: maxIterations }),
        ...(guardrailId !== undefined && {
          policyConfiguration: { guardrailConfiguration: { guardrailId, guardrailVersion } },
        }),
      },
      ...(generateAnswer === false && { generateResponse: false }),
    },
  };
}

export function agenticDefinition({ description }: AgenticRetrievalOptions): ToolDefinition {
  return {
    name: 'AgenticRetrieveStream',
    description: description ?? 'Searches knowledge bases in several steps',
    inputSchema: AGENTIC_INPUT,
  };
}

/** @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-add-target-api-target-config.html */
export function knowledgeBaseStatements(gateway: ToolGateway, ids: readonly string[], agentic: boolean) {
  const { partition, region, account } = Stack.of(gateway);
  const resources = ids.map((id) => `arn:${partition}:bedrock:${region}:${account}:knowledge-base/${id}`);
  const check = 'bedrock:GetKnowledgeBase';
  if (!agentic) return [new iam.PolicyStatement({ actions: [check, 'bedrock:Retrieve'], resources })];
  return [
    new iam.PolicyStatement({ actions: [check], resources }),
    // It has no resource level.
    new iam.PolicyStatement({ actions: ['bedrock:AgenticRetrieveStream'], resources: ['*'] }),
  ];
}

export function retrieveProblems(knowledgeBaseId: string, options: KnowledgeBaseOptions): Problem[] {
  const { numberOfResults, callersSet = [] } = options;
  return [
    ...idProblems('knowledgeBaseId', knowledgeBaseId),
    ...wholeProblems('numberOfResults', numberOfResults, 100),
    ...callersSet.flatMap((setting, index) => setting._problems(`callersSet[${index}]`)),
  ];
}

export function agenticProblems(bases: readonly AgenticKnowledgeBase[], options: AgenticRetrievalOptions): Problem[] {
  const { maxIterations, guardrailId, guardrailVersion } = options;
  const problems = [
    ...bases.flatMap(({ knowledgeBaseId }, index) =>
      idProblems(`knowledgeBases[${index}].knowledgeBaseId`, knowledgeBaseId),
    ),
    ...wholeProblems('maxIterations', maxIterations),
  ];
  if (bases.length === 0) {
    problems.push({
      about: 'knowledgeBases',
      value: [],
      allowed: 'at least one knowledge base',
      fix: 'Name where to search.',
    });
  }
  if (guardrailVersion !== undefined && guardrailId === undefined) {
    problems.push({
      about: 'guardrailVersion',
      value: guardrailVersion,
      allowed: 'only with guardrailId',
      fix: 'Name the guardrail, or leave the version out.',
    });
  }
  return problems;
}

function idProblems(about: string, id: string): Problem[] {
  if (Token.isUnresolved(id) || /^[0-9a-zA-Z]{10}$/.test(id)) return [];
  const fix = id.startsWith('arn:') ? `Write ${JSON.stringify(id.split('/').at(-1))}.` : 'Write the id, not the name.';
  return [{ about, value: id, allowed: 'the id of a managed knowledge base: 10 letters and digits', fix }];
}

function wholeProblems(about: string, value: number | undefined, most = Infinity): Problem[] {
  if (value === undefined || Token.isUnresolved(value)) return [];
  if (Number.isInteger(value) && value >= 1 && value <= most) return [];
  const allowed = most === Infinity ? 'a whole number from 1' : `a whole number from 1 to ${most}`;
  return [{ about, value, allowed, fix: 'Leave it out to leave it to the service.' }];
}
