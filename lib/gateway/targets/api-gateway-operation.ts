/** The methods of a REST API of the app, as far as the app says what they are. */
import { aws_apigateway as apigateway, Reference, Stack, Token, Tokenization } from 'aws-cdk-lib';
import { declaredSchema } from '../../tools/declared-schema';
import type { JsonSchema } from '../../tools/json-schema';
import type { ToolDefinition } from '../../tools/tool-definition';
import { PROXY, type RestToolOverride } from './api-gateway-methods';

/** A method of a REST API. */
export class RestOperation {
  /** What the template says of it; it may be changed there until the end. */
  private readonly resource: apigateway.CfnMethod;

  constructor(private readonly construct: apigateway.Method) {
    this.resource = construct.node.defaultChild as apigateway.CfnMethod;
  }

  get method(): string {
    return this.construct.httpMethod;
  }

  get path(): string {
    return this.construct.resource.path;
  }

  /** As messages name it: `GET /orders/{id}`. */
  get place(): string {
    return `${this.method} ${this.path}`;
  }

  /** The operationId of the export. */
  get operationName(): string | undefined {
    return this.resource.operationName;
  }

  /** Whether it takes every path below one. */
  get isProxy(): boolean {
    return PROXY.test(this.path);
  }

  get authorization(): string {
    return this.resource.authorizationType ?? 'NONE';
  }

  get needsApiKey(): boolean {
    return this.resource.apiKeyRequired === true;
  }

  /** Whether it tells its responses, without which its export is no valid OpenAPI; asked at the end of the synth. */
  get hasResponses(): boolean {
    const responses = Stack.of(this.construct).resolve(this.resource.methodResponses) as unknown;
    return responses !== undefined && !(Array.isArray(responses) && responses.length === 0);
  }

  isOf({ path, method }: RestToolOverride): boolean {
    return this.path === path && this.method === method.toUpperCase();
  }

  /** The tool of it, where it has a name. */
  tool(override: RestToolOverride | undefined): ToolDefinition | undefined {
    const name = override?.name ?? this.operationName;
    if (name === undefined || this.isProxy) return undefined;
    return { name, description: override?.description ?? this.place, inputSchema: this.inputSchema() };
  }

  /** Parameters and the fields of the body stand side by side, as in the tools of an OpenAPI target. */
  private inputSchema(): JsonSchema {
    const { properties: body = {} } = this.body();
    const names = new Map<string, boolean>();
    // Nothing relies on the fields of a body being there: whether the export requires the body is not documented.
    for (const name of Object.keys(body)) names.set(name, false);
    for (const [source, required] of Object.entries(this.parameters())) {
      const [, place, name] = PARAMETER.exec(source) ?? [];
      if (name === undefined || (place === 'header' && IGNORED.includes(name.toLowerCase()))) continue;
      names.set(name, place === 'path' || required === true);
    }
    for (const [, name] of this.path.matchAll(/\{([^}]+)\}/g)) names.set(name, true);
    const required = [...names].filter(([, isRequired]) => isRequired).map(([name]) => name);
    return {
      type: 'object',
      ...(names.size > 0 && {
        properties: Object.fromEntries([...names.keys()].map((name) => [name, body[name] ?? { type: 'string' }])),
      }),
      ...(required.length > 0 && { required }),
    };
  }

  private parameters(): Record<string, unknown> {
    const { requestParameters } = this.resource;
    return Token.isUnresolved(requestParameters) ? {} : { ...requestParameters };
  }

  private body(): JsonSchema {
    const { requestModels } = this.resource;
    if (requestModels === undefined || Token.isUnresolved(requestModels)) return { type: 'object' };
    const id = (requestModels as Record<string, string>)['application/json'];
    const reference = id === undefined ? undefined : Tokenization.reverseString(id).firstToken;
    const model = Reference.isReference(reference) ? reference.target : undefined;
    return model instanceof apigateway.CfnModel ? declaredSchema(model.schema) : { type: 'object' };
  }
}

/** The methods of an API of the app; undefined where the app does not know them all. */
export function operationsOf(api: apigateway.IRestApi): RestOperation[] | undefined {
  return api instanceof apigateway.RestApi ? api.methods.map((method) => new RestOperation(method)) : undefined;
}

const PARAMETER = /^method\.request\.(path|querystring|header)\.(.+)$/;
/** OpenAPI ignores a parameter in a header of this name. @see https://spec.openapis.org/oas/v3.0.3.html#parameter-object */
const IGNORED = ['accept', 'content-type', 'authorization'];
