/** What a provider of models offers, where it is said one by one. */
import { Token, type aws_bedrockagentcore as agentcore } from 'aws-cdk-lib';
import type { Problem } from '../../core/refusal';
import type { InferenceApi } from './inference-api';

/** An API of a provider, and the models that it is for. */
export interface InferenceOperation {
  /** The API as callers use it. */
  readonly api: InferenceApi;
  /**
   * The path at the provider: 1 to 256 letters, digits, `-`, `.`, `_` and `/`.
   * @default - the path that callers use
   */
  readonly providerPath?: string;
  /**
   * The models, by id or by pattern: `openai.gpt-oss-*`. 1 to 100; the gateway finds the target of a request by them.
   * @default - any
   */
  readonly models?: string[];
}

/** How ids of models begin with the name of who made them: `anthropic.claude-opus-4-7`. */
export interface ModelPrefix {
  /**
   * Whether callers may leave the name out: `claude-opus-4-7`.
   * @default true
   */
  readonly optional?: boolean;
  /**
   * The character between the name and the rest.
   * @default '.'
   */
  readonly separator?: string;
}

export function renderOperation(
  operation: InferenceOperation,
): agentcore.CfnGatewayTarget.InferenceOperationConfigurationProperty {
  const { api, providerPath, models } = operation;
  return {
    path: api.operation.path,
    ...(providerPath !== undefined && { providerPath }),
    ...(models && { models: models.map((model) => ({ model })) }),
  };
}

export function renderModelPrefix({
  optional = true,
  separator = '.',
}: ModelPrefix): agentcore.CfnGatewayTarget.ProviderPrefixProperty {
  return { strip: optional, separator };
}

/** @see https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_InferenceOperationConfiguration.html (2026-11) */
const LIMITS = {
  operations: 10,
  path: /^(?=.{2,256}$)\/[a-zA-Z0-9\-._/]+$/,
  models: 100,
  model: /^(?=.{1,256}$)[a-zA-Z0-9\-._*?@]+(?:\/[a-zA-Z0-9\-._*?@]+)*$/,
};

export function inferenceOperationProblems(
  operations: readonly InferenceOperation[] | undefined,
  prefix: ModelPrefix | undefined,
): Problem[] {
  return [
    ...countProblems('provider operations', operations?.length, LIMITS.operations),
    ...(operations ?? []).flatMap((operation, index) => problemsOf(operation, `provider operations[${index}]`)),
    ...(prefix?.separator !== undefined && prefix.separator.length !== 1 ? [separatorProblem(prefix.separator)] : []),
  ];
}

function problemsOf({ api, providerPath, models }: InferenceOperation, about: string): Problem[] {
  const { method, path } = api.operation;
  return [
    ...(method === 'POST'
      ? []
      : [
          {
            about: `${about} api`,
            value: `${method} ${path}`,
            allowed: 'an API that is called with POST',
            fix: 'Leave it out: the gateway itself lists the models of its targets.',
          },
        ]),
    ...pathProblems(`${about} api path`, path),
    ...(providerPath === undefined ? [] : pathProblems(`${about} providerPath`, providerPath)),
    ...countProblems(`${about} models`, models?.length, LIMITS.models),
    ...(models ?? []).flatMap((model, at) => modelProblems(`${about} models[${at}]`, model)),
  ];
}

function pathProblems(about: string, path: string): Problem[] {
  if (Token.isUnresolved(path) || LIMITS.path.test(path)) return [];
  const allowed = '/ and up to 255 letters, digits, -, ., _ and /';
  return [{ about, value: path, allowed, fix: 'Write it like "/v1/chat/completions".' }];
}

function modelProblems(about: string, model: string): Problem[] {
  if (Token.isUnresolved(model) || LIMITS.model.test(model)) return [];
  const allowed = '1 to 256 letters, digits, -, ., _ and @, with / between parts, and * or ? for what may be there';
  return [{ about, value: model, allowed, fix: 'Write the id of the model as the provider has it.' }];
}

function countProblems(about: string, count: number | undefined, most: number): Problem[] {
  if (count === undefined || (count >= 1 && count <= most)) return [];
  const fix = count === 0 ? 'Leave it out.' : 'Make more targets of it.';
  return [{ about, value: count, allowed: `1 to ${most}`, fix }];
}

function separatorProblem(separator: string): Problem {
  return {
    about: 'provider modelPrefix separator',
    value: separator,
    allowed: 'one character',
    fix: 'Leave it out for ".".',
  };
}
