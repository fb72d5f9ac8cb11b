import { Aws } from 'aws-cdk-lib';
import { annotationsOf, descriptionIn } from '../../lib/cedar/cedar-annotations';
import { policyIn } from './policy-folder';

describe('annotationsOf', () => {
  it.each([
    [
      'every annotation, also those that mean nothing here',
      '@id("A") @owner("finance")\n@ticket("7")',
      { id: 'A', owner: 'finance', ticket: '7' },
    ],
    ['one without a value as empty', '@internal @id("A")', { internal: '', id: 'A' }],
    [
      'characters that are written as escapes',
      '@intent("no more \\"than\\" 5\\u{20ac}\\n")',
      { intent: 'no more "than" 5€\n' },
    ],
    [
      'those behind and between comments',
      '// @id("Not")\n@id("A") // @intent("Not")\n@owner("x")',
      { id: 'A', owner: 'x' },
    ],
    ['those that look like effects', '@permit("by day") @forbid', { permit: 'by day', forbid: '' }],
    ['placeholders as they are', '@intent("of ${gateway}")', { intent: 'of ${gateway}' }],
    ['tokens as they are', `@intent("in ${Aws.REGION}")`, { intent: `in ${Aws.REGION}` }],
    ['none where there is none', '', {}],
  ])('reads %s', (_, head, annotations) => {
    expect(annotationsOf(`${head}\n${policyIn('context.input.amount < 500')}`)).toEqual(annotations);
  });

  it.each([
    ['a scope that Cedar cannot read', '@id("A") permit (principal equals x, action, resource);'],
    ['conditions that Cedar cannot read', '@id("A") permit (principal, action, resource) when { and };'],
    [
      'the effect and the clauses of Dogwood',
      '@id("A") suppressOutput (principal, action, resource) guardrails { x };',
    ],
    [
      'text that follows',
      '@id("A") permit (principal, action, resource);\n@id("B") forbid (principal, action, resource);',
    ],
  ])('reads them whatever follows: %s', (_, text) => {
    expect(annotationsOf(text)).toEqual({ id: 'A' });
  });

  it.each([
    ['is no statement', 'hello'],
    ['is empty', ''],
    ['repeats an annotation, which Cedar refuses', '@id("A") @id("B") permit (principal, action, resource);'],
    ['leaves a string open', '@id("A permit (principal, action, resource);'],
  ])('finds none in a text that %s', (_, text) => {
    expect(annotationsOf(text)).toEqual({});
  });
});

describe('The description of a policy from its annotations', () => {
  it.each([
    ['the intent', { intent: 'Small refunds are free.' }, 'Small refunds are free.'],
    ['the description', { description: 'Ticket 7' }, 'Ticket 7'],
    ['both, the intent first', { description: 'Ticket 7', intent: 'Small ones!' }, 'Small ones! Ticket 7'],
    ['both as two sentences', { intent: 'Up to 500', description: 'Ticket 7' }, 'Up to 500. Ticket 7'],
    ['lines as one', { intent: '  Small ones\n    are free.\n' }, 'Small ones are free.'],
    ['nothing of empty ones', { intent: ' ', description: '' }, undefined],
    ['nothing of others', { id: 'A' }, undefined],
  ])('is %s', (_, annotations, description) => {
    expect(descriptionIn(annotations)).toBe(description);
  });
});
