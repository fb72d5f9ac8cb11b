/** Which headers and query parameters a gateway passes on between its caller and a target. */
import { Token, type aws_bedrockagentcore as agentcore } from 'aws-cdk-lib';
import type { Problem } from '../core/refusal';
import { AWS_HEADERS, RESTRICTED_HEADERS } from './restricted-headers';

/**
 * Headers and parameters that the gateway passes on; without it, none is.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-headers.html
 */
export interface PassedMetadata {
  /**
   * Headers of the request: up to 10, each of 1 to 100 letters, digits, `-` and `_`. The gateway passes on none that HTTP
   * itself uses, none of `X-Amzn-` but `X-Amzn-Bedrock-AgentCore-Runtime-Custom-…`, and not the one that carries an API key.
   * `Mcp-Session-Id` is passed on only where the gateway itself keeps no sessions.
   * @default - none
   */
  readonly requestHeaders?: string[];
  /**
   * Parameters of the query: up to 10, each of 1 to 40 characters.
   * @default - none
   */
  readonly queryParameters?: string[];
  /**
   * Headers of the response: up to 10, of the same form.
   * @default - none
   */
  readonly responseHeaders?: string[];
}

/** @see https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_MetadataConfiguration.html (2026-11) */
const LIMITS = { names: 10, header: 100, parameter: 40 };

/** What the gateway itself sets. */
export interface OwnMetadata {
  /** Whether it keeps sessions. */
  readonly sessions?: boolean;
  /** Where the requests of the target carry its API key, if they do. */
  readonly key?: TakenPlace;
}

export function metadataProblems(metadata: PassedMetadata, own: OwnMetadata = {}): Problem[] {
  const { requestHeaders, queryParameters, responseHeaders } = metadata;
  const ofKey = ({ isHeader, name }: TakenPlace) => (isHeader ? name.toLowerCase() : name);
  const { sessions = false, key: taken } = own;
  const key = taken && ofKey(taken);
  return [
    ...listProblems(
      'passes.requestHeaders',
      requestHeaders,
      headerProblem(sessions, taken?.isHeader ? key : undefined),
    ),
    ...listProblems('passes.queryParameters', queryParameters, parameterProblem(taken?.isHeader ? undefined : key)),
    ...listProblems('passes.responseHeaders', responseHeaders, headerProblem(sessions)),
  ];
}

/** A header or a parameter that is the gateway's own. */
export interface TakenPlace {
  readonly isHeader: boolean;
  readonly name: string;
}

export function metadataConfiguration(
  metadata: PassedMetadata,
): agentcore.CfnGatewayTarget.MetadataConfigurationProperty | undefined {
  const { requestHeaders, queryParameters, responseHeaders } = metadata;
  const configuration = {
    ...(requestHeaders?.length && { allowedRequestHeaders: requestHeaders }),
    ...(queryParameters?.length && { allowedQueryParameters: queryParameters }),
    ...(responseHeaders?.length && { allowedResponseHeaders: responseHeaders }),
  };
  return Object.keys(configuration).length > 0 ? configuration : undefined;
}

/** What is wrong with a name, without the place; names that are the same to it are compared in the same case. */
interface NameRule {
  readonly sameCase: (name: string) => string;
  readonly problem: (name: string) => Pick<Problem, 'allowed' | 'fix'> | undefined;
}

function listProblems(about: string, names: string[] | undefined, rule: NameRule): Problem[] {
  if (!names) return [];
  const seen = new Set<string>();
  const problems = names.flatMap((name, index) => {
    if (Token.isUnresolved(name)) return [];
    const same = rule.sameCase(name);
    const problem = seen.has(same) ? { allowed: 'each name once', fix: 'Remove it.' } : rule.problem(same);
    seen.add(same);
    return problem ? [{ about: `${about}[${index}]`, value: name, ...problem }] : [];
  });
  if (names.length <= LIMITS.names) return problems;
  return [
    { about, value: names.length, allowed: `at most ${LIMITS.names}`, fix: 'Pass on only what the target reads.' },
    ...problems,
  ];
}

function headerProblem(hasSessions: boolean, ofKey?: string): NameRule {
  return {
    sameCase: (name) => name.toLowerCase(),
    problem: (name) => {
      if (name === 'authorization') return ofGateway;
      if (name === ofKey) return carriesKey('header');
      if (hasSessions && name === SESSION_HEADER) return ofSession;
      if (RESTRICTED_HEADERS.has(name)) return ofHttp;
      if (name.startsWith(AWS_HEADERS.prefix) && !name.startsWith(AWS_HEADERS.except)) return ofAws;
      if (HEADER.test(name)) return undefined;
      return { allowed: `a header of 1 to ${LIMITS.header} letters, digits, - and _`, fix: NAME_ALONE };
    },
  };
}

function parameterProblem(ofKey?: string): NameRule {
  return {
    sameCase: (name) => name,
    problem: (name) => {
      if (name === ofKey) return carriesKey('parameter');
      if (name.length >= 1 && name.length <= LIMITS.parameter) return undefined;
      return { allowed: `1 to ${LIMITS.parameter} characters`, fix: NAME_ALONE };
    },
  };
}

const NAME_ALONE = 'Write the name alone, without a value.';

const ofGateway = {
  allowed: 'any other header: this one is for the gateway itself',
  fix: 'Say with outbound how the gateway authorizes its calls.',
};

/** @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-sessions.html */
const SESSION_HEADER = 'mcp-session-id';

const ofSession = {
  allowed: 'any other header: a gateway that keeps sessions passes their ids on by itself',
  fix: 'Remove it, or leave sessionTimeout of the gateway out.',
};

const ofHttp = {
  allowed: 'headers that HTTP itself does not use',
  fix: 'Send it as a header of your own, such as X-Shop-….',
};

const ofAws = {
  allowed: 'no X-Amzn-… but X-Amzn-Bedrock-AgentCore-Runtime-Custom-…',
  fix: 'Send it as a header of your own, such as X-Shop-….',
};

function carriesKey(what: string): Pick<Problem, 'allowed' | 'fix'> {
  return { allowed: `any other ${what}: this one carries the API key of the target`, fix: 'Remove it.' };
}

const HEADER = /^[a-z0-9_-]{1,100}$/;
