/** One way to call a target over HTTP: what policies on such targets name in place of a tool. */
import { Token } from 'aws-cdk-lib';
import type { Problem } from '../../core/refusal';
import { declaredSchema } from '../../tools/declared-schema';
import type { JsonSchema } from '../../tools/json-schema';
import type { ToolDefinition } from '../../tools/tool-definition';

/** @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-schema-openapi.html (2026-11) */
const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'];
/** RFC 3986, with the braces of a template. */
const PATH = /^\/[\w.~!$&'()+,;=:@%/{}-]*$/;
const LONGEST = 256;
const OPEN: JsonSchema = { type: 'object' };

/**
 * A method and a path of a target over HTTP. Policies name it as they name a tool, `Partner___POST:/invocations`, and ask
 * for the fields of its body, and for the variables of its path.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/policy-scope.html
 */
export class HttpOperation {
  /**
   * A method and a path.
   * @param method in capitals: `POST`
   * @param path from the root of the target, without query; a variable in braces: `/orders/{id}`
   * @param body the body of the request as JSON Schema, an object at the top; without it policies cannot ask for its fields
   */
  static of(method: string, path: string, body?: any): HttpOperation {
    return new HttpOperation(method, path, body);
  }

  private constructor(
    /** The method. */
    readonly method: string,
    /** The path. */
    readonly path: string,
    private readonly body: unknown,
  ) {}

  /** The name of its action after that of the target: `POST:/invocations`. */
  get name(): string {
    return `${this.method}:${this.path}`;
  }

  /** @internal What policies know of it. */
  get _definition(): ToolDefinition {
    const { properties, required } = this._body ?? OPEN;
    const variables = this._variables.map((name): [string, JsonSchema] => [name, { type: 'string' }]);
    return {
      name: this.name,
      description: `${this.method} ${this.path}`,
      inputSchema: {
        type: 'object',
        properties: { ...Object.fromEntries(variables), ...properties },
        ...(required && { required }),
      },
    };
  }

  /** @internal The body with what policies can know of it. */
  get _body(): JsonSchema | undefined {
    return this.body === undefined ? undefined : declaredSchema(this.body);
  }

  /** @internal The names in braces. */
  get _variables(): string[] {
    return [...this.path.matchAll(/\{([^{}]+)\}/g)].map(([, name]) => name);
  }

  /** @internal */
  _problems(about: string): Problem[] {
    const { method, path } = this;
    const problems: Problem[] = [];
    if (!METHODS.includes(method)) {
      const capitals = method.toUpperCase();
      const fix = METHODS.includes(capitals) ? `Write ${JSON.stringify(capitals)}.` : 'Choose one of them.';
      problems.push({ about: `${about} method`, value: method, allowed: METHODS.join(', '), fix });
    }
    if (Token.isUnresolved(path) || !PATH.test(path) || path.length > LONGEST) {
      problems.push({
        about: `${about} path`,
        value: path,
        allowed: `/ and up to ${LONGEST - 1} characters of a path, known at synth, without query and fragment`,
        fix: 'Write the path as callers write it after the name of the target: "/orders/{id}".',
      });
    }
    return problems;
  }
}

/** What is wrong with operations as those of one target. */
export function operationProblems(about: string, operations: readonly HttpOperation[]): Problem[] {
  const names = operations.map(({ name }) => name);
  return operations.flatMap((operation, index) => {
    const at = `${about}[${index}]`;
    const first = names.indexOf(operation.name);
    if (first === index) return operation._problems(at);
    const allowed = `each method and path once; ${about}[${first}] has it`;
    return [{ about: at, value: operation.name, allowed, fix: 'Remove one of them.' }];
  });
}
