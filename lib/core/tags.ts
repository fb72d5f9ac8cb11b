/** What is wrong with the tags of a resource, before the service says so. */
import { Token } from 'aws-cdk-lib';
import type { Problem } from './refusal';

/**
 * As of 2026-11-21, the same for every resource of AgentCore.
 * @see https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_TagResource.html
 */
const TAGS = { max: 50, key: /^[a-zA-Z0-9\s._:/=+@-]{1,128}$/, value: /^[a-zA-Z0-9\s._:/=+@-]{0,256}$/ };

export function tagProblems(tags: { readonly [key: string]: string } = {}): Problem[] {
  const { max, key: keyPattern, value: valuePattern } = TAGS;
  const fits = (pattern: RegExp, text: string) => Token.isUnresolved(text) || pattern.test(text);
  const problems: Problem[] = [];
  for (const [key, value] of Object.entries(tags)) {
    if (!fits(keyPattern, key) || key.toLowerCase().startsWith('aws:')) {
      problems.push({
        about: 'tags key',
        value: key,
        allowed: '1 to 128 letters, digits, spaces and . _ : / = + @ -, not beginning with aws:',
        fix: 'Rename the tag.',
      });
    }
    if (!fits(valuePattern, value)) {
      problems.push({
        about: `tags[${JSON.stringify(key)}]`,
        value,
        allowed: 'at most 256 letters, digits, spaces and . _ : / = + @ -',
        fix: 'Leave out the other characters.',
      });
    }
  }
  const count = Object.keys(tags).length;
  if (count > max) problems.push({ about: 'tags', value: count, allowed: `at most ${max}`, fix: 'Remove some.' });
  return problems;
}
