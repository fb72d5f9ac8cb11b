/** Which methods of a REST API become tools. */
import type { Problem } from '../../core/refusal';
import { suggestion } from '../../core/refusal';

/**
 * Methods of a REST API that become tools.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-target-api-gateway.html
 */
export class RestMethods {
  /**
   * Methods of one path, or of all below one.
   * @param path `/orders/{id}` for this path alone, `/orders/*` for all paths below `/orders`, without `/orders` itself
   * @param methods `GET`, `DELETE`, `HEAD`, `OPTIONS`, `PATCH`, `PUT`, `POST`
   */
  static of(path: string, ...methods: string[]): RestMethods {
    return new RestMethods(
      path,
      methods.map((method) => method.toUpperCase()),
    );
  }

  private constructor(
    /** The path, with `/*` at its end for all below it. */
    readonly path: string,
    /** The methods, in capitals. */
    readonly methods: string[],
  ) {}

  /** @internal Whether it stands for all paths below one. */
  get _isWildcard(): boolean {
    return this.path.endsWith('/*');
  }

  /** @internal Whether this path is one of them. */
  _includes(path: string): boolean {
    if (!this._isWildcard) return path === this.path;
    const before = this.path.slice(0, -1);
    return path.startsWith(before) && path.length > before.length;
  }

  /** @internal What can be wrong with it whatever the API is. */
  _problems(about: string): Problem[] {
    return [
      ...pathProblems(about, this.path, true),
      ...(this.methods.length === 0 ? [noMethod(about)] : []),
      ...this.methods.flatMap((method, index) => [
        ...methodProblems(about, method),
        ...(this.methods.indexOf(method) < index ? [twice(about, method)] : []),
      ]),
    ];
  }
}

/** Another name or description for the tool of one method. */
export interface RestToolOverride {
  /** The path of the method, without a wildcard: `/orders/{id}`. */
  readonly path: string;
  /** The method: `GET`. */
  readonly method: string;
  /** The name of the tool: letters, digits, `_` and `-`. */
  readonly name: string;
  /**
   * What the tool does and when to use it. The model chooses by this text.
   * @default - what the API says of the method
   */
  readonly description?: string;
}

/** @see https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_ApiGatewayToolFilter.html (2026-11) */
const METHODS = ['GET', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH', 'PUT', 'POST'];
/** `{proxy+}` */
export const PROXY = /\{[^}]*\+\}/;
const PATH = /^\/(?:[\w\-{}.~%]+\/)*(?:[\w\-{}.~%]+)?$/;

export function pathProblems(about: string, path: string, wildcard: boolean): Problem[] {
  if (PROXY.test(path)) {
    return [
      {
        about,
        value: path,
        allowed: 'a path without {…+}: the gateway does not support proxy resources',
        fix: 'Give the API a resource for each path that a tool calls.',
      },
    ];
  }
  if (PATH.test(wildcard ? path.replace(/\/\*$/, '/') : path)) return [];
  return [
    {
      about,
      value: path,
      allowed: wildcard
        ? 'a path like /orders/{id}, or /orders/* for all below /orders'
        : 'the path of one method, like /orders/{id}, without a wildcard',
      fix: path.startsWith('/') ? 'Write the path as the API has it.' : `Write ${JSON.stringify(`/${path}`)}.`,
    },
  ];
}

export function methodProblems(about: string, method: string): Problem[] {
  if (METHODS.includes(method)) return [];
  return [
    {
      about: `${about} method`,
      value: method,
      allowed: METHODS.join(', '),
      fix: method === 'ANY' ? 'Name each method; the API has to have them one by one.' : suggestion(method, METHODS),
    },
  ];
}

function noMethod(about: string): Problem {
  return {
    about: `${about} methods`,
    value: [],
    allowed: 'at least one method',
    fix: "Name them after the path: RestMethods.of('/orders', 'GET').",
  };
}

function twice(about: string, method: string): Problem {
  return { about: `${about} method`, value: method, allowed: 'each method once', fix: 'Remove it.' };
}
