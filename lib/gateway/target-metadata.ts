/** Which headers and query parameters a gateway passes on between its caller and a target. */
import { Token, type aws_bedrockagentcore as agentcore } from 'aws-cdk-lib';
import type { Problem } from '../core/refusal';

/**
 * Headers and parameters that the gateway passes on; without it, none is.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-headers.html
 */
export interface PassedMetadata {
  /**
   * Headers of the request: up to 10, each of 1 to 100 characters. The gateway keeps `Authorization` and the like to itself.
   * @default - none
   */
  readonly requestHeaders?: string[];
  /**
   * Parameters of the query: up to 10, each of 1 to 40 characters.
   * @default - none
   */
  readonly queryParameters?: string[];
  /**
   * Headers of the response: up to 10, each of 1 to 100 characters.
   * @default - none
   */
  readonly responseHeaders?: string[];
}

/** @see https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_MetadataConfiguration.html (2026-11) */
const LIMITS = { names: 10, header: 100, parameter: 40 };

export function metadataProblems(metadata: PassedMetadata): Problem[] {
  const { requestHeaders, queryParameters, responseHeaders } = metadata;
  return [
    ...listProblems('passes.requestHeaders', requestHeaders, LIMITS.header, true),
    ...listProblems('passes.queryParameters', queryParameters, LIMITS.parameter, false),
    ...listProblems('passes.responseHeaders', responseHeaders, LIMITS.header, true),
  ];
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

function listProblems(about: string, names: string[] | undefined, longest: number, headers: boolean): Problem[] {
  if (!names) return [];
  const seen = new Set<string>();
  const problems = names.flatMap((name, index) => {
    if (Token.isUnresolved(name)) return [];
    const at = `${about}[${index}]`;
    const same = headers ? name.toLowerCase() : name;
    const again = seen.has(same);
    seen.add(same);
    if (again) return [{ about: at, value: name, allowed: 'each name once', fix: 'Remove it.' }];
    if (headers && same === 'authorization') return [{ about: at, value: name, ...ofGateway }];
    if (name.length >= 1 && name.length <= longest && (!headers || HEADER.test(name))) return [];
    const allowed = headers ? `the name of a header of 1 to ${longest} characters` : `1 to ${longest} characters`;
    return [{ about: at, value: name, allowed, fix: 'Write the name alone, without a value.' }];
  });
  if (names.length <= LIMITS.names) return problems;
  return [
    { about, value: names.length, allowed: `at most ${LIMITS.names}`, fix: 'Pass on only what the target reads.' },
    ...problems,
  ];
}

const ofGateway = {
  allowed: 'any other header: this one is for the gateway itself',
  fix: 'Say with outbound how the gateway authorizes its calls.',
};

/** RFC 9110. */
const HEADER = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
