/** What is wrong with where a target over HTTP is, and with what is sent there. */
import { Token } from 'aws-cdk-lib';
import type { Problem } from '../../core/refusal';
import { withoutQueryValues } from '../plain-secrets';

/** @see https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_PassthroughTargetConfiguration.html (2026-11) */
const ENDPOINT = { pattern: /^https:\/\/[a-zA-Z0-9\-.]+(:[0-9]{1,5})?(\/.*)?$/, longest: 2048 };

/** An https URL that the service takes. */
export function httpEndpointProblems(about: string, endpoint: string): Problem[] {
  if (Token.isUnresolved(endpoint)) return [];
  const { pattern, longest } = ENDPOINT;
  if (pattern.test(endpoint) && !/\s/.test(endpoint) && endpoint.length <= longest) return [];
  return [
    {
      about,
      // An address may hold a password.
      value: withoutQueryValues(endpoint.includes('@') ? `…${endpoint.slice(endpoint.lastIndexOf('@'))}` : endpoint),
      allowed: `an https URL of at most ${longest} characters without user and password`,
      fix: 'Write where the target is, and say with outbound how the gateway authorizes its calls.',
    },
  ];
}

/** A name that the service looks up, such as the id of a connector. */
export function idProblems(about: string, id: string): Problem[] {
  if (Token.isUnresolved(id) || (id.length >= 1 && id.length <= LONGEST_ID)) return [];
  const fix = 'Write the id as AWS documents it.';
  return [{ about, value: id, allowed: `1 to ${LONGEST_ID} characters, and it has ${id.length}`, fix }];
}

/** @see https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_ConnectorSource.html (2026-11) */
const LONGEST_ID = 256;
