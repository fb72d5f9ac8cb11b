/** The APIs of models that a gateway knows how to pass on. */
import { HttpOperation } from './http-operation';

/**
 * An API of a model: the path that callers use, and what policies can ask of a request. Of the body they see single values
 * only, never what was said; each API has a body of its own, so a policy about one does not reach another.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/example-policies-reference.html
 */
export class InferenceApi {
  /** Chat Completions of OpenAI: `POST /v1/chat/completions`, with `model` and `max_tokens`. */
  static readonly CHAT_COMPLETIONS = InferenceApi.of('/v1/chat/completions', {
    type: 'object',
    properties: { model: { type: 'string' }, max_tokens: { type: 'integer' } },
  });
  /** Responses of OpenAI: `POST /v1/responses`, with `model` and `instructions`. */
  static readonly RESPONSES = InferenceApi.of('/v1/responses', {
    type: 'object',
    properties: { model: { type: 'string' }, instructions: { type: 'string' } },
  });
  /** Messages of Anthropic: `POST /v1/messages`, with `model` and `max_tokens`. */
  static readonly MESSAGES = InferenceApi.of('/v1/messages', {
    type: 'object',
    properties: { model: { type: 'string' }, max_tokens: { type: 'integer' } },
  });
  /** The list of models: `GET /v1/models`. Nothing of it can be asked for but who calls. */
  static readonly MODELS = new InferenceApi(HttpOperation.of('GET', '/v1/models'));

  /**
   * An API that this library does not know, called with POST.
   * @param path 1 to 256 letters, digits, `-`, `.`, `_` and `/`: `/v1/embeddings`
   * @param body the body of the request as JSON Schema; without it policies cannot ask for its fields
   */
  static of(path: string, body?: any): InferenceApi {
    return new InferenceApi(HttpOperation.of('POST', path, body));
  }

  private constructor(
    /** How it is called. */
    readonly operation: HttpOperation,
  ) {}
}
