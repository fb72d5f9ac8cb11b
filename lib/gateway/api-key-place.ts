/** Where a request carries an API key. */
import { Token, type aws_bedrockagentcore as agentcore } from 'aws-cdk-lib';
import type { Problem } from '../core/refusal';
import { textProblems } from './gateway-problems';
import { AWS_HEADERS, RESTRICTED_HEADERS } from './restricted-headers';
import type { TakenPlace } from './target-metadata';

/** A header with a key. */
export interface ApiKeyHeaderOptions {
  /**
   * The name of the header: 1 to 64 letters, digits and some signs, and none that HTTP itself or AWS uses.
   * @default 'Authorization'
   */
  readonly name?: string;
  /**
   * What stands before the key, with the space after it: 1 to 64 characters.
   * @default - 'Bearer ' in the header Authorization, in whatever case, nothing in any other
   */
  readonly prefix?: string;
}

/**
 * Where a request carries an API key.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_ApiKeyCredentialProvider.html
 */
export class ApiKeyPlace {
  /** In a header. */
  static header(options: ApiKeyHeaderOptions = {}): ApiKeyPlace {
    const { name = AUTHORIZATION, prefix = isAuthorization(name) ? 'Bearer ' : undefined } = options;
    return new ApiKeyPlace(HEADER, name, prefix);
  }

  /**
   * In the query. Addresses end up in more logs than headers do, so prefer a header where the target accepts one.
   * @param name the name of the parameter: 1 to 64 characters
   */
  static query(name: string): ApiKeyPlace {
    return new ApiKeyPlace('QUERY_PARAMETER', name, undefined);
  }

  private constructor(
    private readonly location: string,
    private readonly name: string,
    private readonly prefix: string | undefined,
  ) {}

  /** @internal */
  _problems(): Problem[] {
    return [
      ...partProblems('outbound API key name', this.name, this.location === HEADER ? headerProblem : textProblem),
      ...partProblems('outbound API key prefix', this.prefix, textProblem),
    ];
  }

  /** @internal */
  get _taken(): TakenPlace {
    return { isHeader: this.location === HEADER, name: this.name };
  }

  /** @internal */
  _render(): Omit<agentcore.CfnGatewayTarget.ApiKeyCredentialProviderProperty, 'providerArn'> {
    return {
      credentialLocation: this.location,
      credentialParameterName: this.name,
      ...(this.prefix !== undefined && { credentialPrefix: this.prefix }),
    };
  }
}

const HEADER = 'HEADER';
const AUTHORIZATION = 'Authorization';

function isAuthorization(name: string): boolean {
  return name.toLowerCase() === AUTHORIZATION.toLowerCase();
}
/** @see https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_ApiKeyCredentialProvider.html (2026-11) */
const LONGEST = 64;
/** @see https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2 */
const HEADER_NAME = /^[\w!#$%&'*+.^`|~-]+$/;
// Whoever can end a line in a header can begin another one.
// eslint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u001f\u007f]/;

type PartProblem = Pick<Problem, 'allowed' | 'fix'>;

function partProblems(
  about: string,
  text: string | undefined,
  of: (text: string) => PartProblem | undefined,
): Problem[] {
  const ofLength = textProblems(about, text, LONGEST);
  if (text === undefined || Token.isUnresolved(text) || ofLength.length > 0) return ofLength;
  const problem = of(text);
  return problem ? [{ about, value: text, ...problem }] : [];
}

function textProblem(text: string): PartProblem | undefined {
  return CONTROL.test(text)
    ? { allowed: 'no control characters', fix: 'Remove line breaks, tabs and the like.' }
    : undefined;
}

function headerProblem(name: string): PartProblem | undefined {
  if (!HEADER_NAME.test(name)) {
    return { allowed: "letters, digits and !#$%&'*+-.^_`|~", fix: 'Write the name alone, without a value.' };
  }
  const lower = name.toLowerCase();
  const isOfAws = lower.startsWith(AWS_HEADERS.prefix) && !lower.startsWith(AWS_HEADERS.except);
  if (!isOfAws && !RESTRICTED_HEADERS.has(lower)) return undefined;
  return {
    allowed: 'a header that neither HTTP itself nor AWS uses',
    fix: 'Write Authorization, or one such as X-Api-Key.',
  };
}
