import { Aws } from 'aws-cdk-lib';
import { sentence } from '../../lib/core/refusal';
import { tagProblems } from '../../lib/core/tags';

const tags = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`tag${index}`, '']));

describe('Tags', () => {
  it.each<[string, { [key: string]: string } | undefined]>([
    ['none', undefined],
    ['fifty, without a value', tags(50)],
    ['the longest', { ['k'.repeat(128)]: 'v'.repeat(256) }],
    ['known at deployment', { team: Aws.STACK_NAME }],
  ])('can be %s', (_, given) => expect(tagProblems(given)).toEqual([]));

  const KEY = 'Allowed: 1 to 128 letters, digits, spaces and . _ : / = + @ -, not beginning with aws:. Rename the tag.';
  it.each<[{ [key: string]: string }, string]>([
    [{ 'AWS:team': 'a' }, `tags key is "AWS:team". ${KEY}`],
    [{ 'a,b': 'a' }, `tags key is "a,b". ${KEY}`],
    [
      { team: 'a,b' },
      'tags["team"] is "a,b". Allowed: at most 256 letters, digits, spaces and . _ : / = + @ -. Leave out the other characters.',
    ],
    [tags(51), 'tags is 51. Allowed: at most 50. Remove some.'],
  ])('cannot be %j', (given, message) => expect(tagProblems(given).map(sentence)).toEqual([message]));
});
