/** What is wrong with the id of a model: its shape, or a slip of the pen in a word that is known. */
import { Token } from 'aws-cdk-lib';
import { nearest, type Problem } from '../core/refusal';
import { BEDROCK_GEOGRAPHIES } from './bedrock-geographies';
import { BEDROCK_MODELS } from './bedrock-models';

const SHAPE = /^[a-z][a-z0-9]*\.[a-z0-9]+([.:-][a-z0-9]+)*$/;
const SHORTEST_WORD = 4;

/** Nothing else need be said about an id that has one of these. */
export function modelIdProblems(about: string, id: string, unlisted: boolean): Problem[] {
  if (Token.isUnresolved(id)) return [];
  const prefix = ['global', ...Object.keys(BEDROCK_GEOGRAPHIES)].find((geography) => id.startsWith(`${geography}.`));
  if (prefix) {
    const bare = id.slice(prefix.length + 1);
    const factory =
      prefix === 'global'
        ? `BedrockModel.global('${bare}', { reason: '…' })`
        : `BedrockModel.geo('${prefix}', '${bare}')`;
    return [
      {
        about,
        value: id,
        allowed: 'the id of the model, without the geography of a profile',
        fix: `Write ${factory}.`,
      },
    ];
  }
  if (!SHAPE.test(id)) {
    return [
      {
        about,
        value: id,
        allowed: 'provider.model in lower case, as Bedrock lists it',
        fix: id.startsWith('arn:')
          ? 'Write the id alone; for the ARN of an application inference profile BedrockModel.applicationProfile(arn).'
          : `Write it like "${nearest(id, Object.keys(BEDROCK_MODELS)) ?? 'anthropic.claude-sonnet-4-6'}".`,
      },
    ];
  }
  const meant = unlisted || id in BEDROCK_MODELS ? undefined : withoutSlips(id);
  if (!meant) return [];
  return [
    {
      about,
      value: id,
      allowed: 'the id of a model, spelt as Bedrock lists it',
      fix: `Did you mean ${JSON.stringify(meant)}? If it is spelt right: unlisted: { reason: '…' }.`,
    },
  ];
}

/**
 * The id with misspelt words put right, or undefined if no word is. Numbers are versions, not slips: a newer model than
 * the table knows must not be refused.
 */
function withoutSlips(id: string): string | undefined {
  const words = new Set(Object.keys(BEDROCK_MODELS).flatMap(wordsOf));
  let slipped = false;
  const meant = id.replace(/[a-z]+/g, (word) => {
    if (word.length < SHORTEST_WORD || words.has(word)) return word;
    const known = [...words].find((candidate) => candidate.length >= SHORTEST_WORD && isOneSlip(word, candidate));
    slipped ||= known !== undefined;
    return known ?? word;
  });
  return slipped ? meant : undefined;
}

function wordsOf(id: string): string[] {
  return id.match(/[a-z]+/g) ?? [];
}

/** One letter added, missing, wrong, or two swapped. */
function isOneSlip(a: string, b: string): boolean {
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const restOfA = a.slice(start, a.length - end);
  const restOfB = b.slice(start, b.length - end);
  if (restOfA.length <= 1 && restOfB.length <= 1) return true;
  return restOfA.length === 2 && restOfB === restOfA[1] + restOfA[0];
}
