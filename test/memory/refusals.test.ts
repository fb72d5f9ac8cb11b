import { App, Duration, Fn, Lazy, Stack } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import { AgentMemory, Strategy, type AgentMemoryProps, type StrategyOptions } from '../../lib/memory';

function build(props: AgentMemoryProps): AgentMemory {
  return new AgentMemory(new Stack(new App(), 'Shop'), 'Memory', props);
}

/** What a memory with these props says, without the heading. */
function refusal(props: AgentMemoryProps): string[] {
  try {
    build(props);
    return [];
  } catch (error) {
    const [heading, ...problems] = (error as Error).message.split('\n');
    expect(heading).toBe('Shop/Memory cannot be built:');
    return problems.map((problem) => problem.replace(/^ {2}- /, ''));
  }
}

function refusalOf(options: StrategyOptions): string[] {
  return refusal({ strategies: [Strategy.semantic(options)] });
}

describe('an AgentMemory is refused', () => {
  it('where its name is none', () => {
    expect(refusal({ memoryName: '2nd-memory' })).toEqual([
      'memoryName is "2nd-memory". Allowed: a letter, then up to 47 letters, digits and _. Write "nd_memory".',
    ]);
    expect(refusal({ memoryName: '12' })).toEqual([
      'memoryName is "12". Allowed: a letter, then up to 47 letters, digits and _. Write a word for it.',
    ]);
  });

  it('where its description is empty or too long', () => {
    expect(refusal({ description: '' })).toEqual(['description is "". Allowed: 1 to 4096 characters. Leave it out.']);
    expect(refusal({ description: 'x'.repeat(4097) })).toEqual([
      `description is "${'x'.repeat(117)}...". Allowed: 1 to 4096 characters. Shorten it.`,
    ]);
  });

  it.each([
    [Duration.days(2), '2 days', 3],
    [Duration.days(366), '366 days', 365],
    [Duration.hours(80), '3.33 days', 4],
  ])('where its expiry is outside the limits: %s', (expiry, value, days) => {
    expect(refusal({ expiry })).toEqual([
      `expiry is "${value}". Allowed: 3 to 365 whole days. Write Duration.days(${days}).`,
    ]);
  });

  it('where a tag is none', () => {
    expect(refusal({ tags: { 'aws:team': 'shop', team: 'a&b' } })).toEqual([
      'tags key is "aws:team". Allowed: 1 to 128 letters, digits, spaces and . _ : / = + @ -, not beginning with aws:. Rename the tag.',
      'tags["team"] is "a&b". Allowed: at most 256 letters, digits, spaces and . _ : / = + @ -. Leave out the other characters.',
    ]);
  });

  it('where it has too many tags', () => {
    const tags = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`tag${index}`, 'x']));
    expect(refusal({ tags })).toEqual(['tags is 51. Allowed: at most 50. Remove some.']);
  });

  it('where it has a strategy twice', () => {
    expect(refusal({ strategies: [Strategy.semantic(), Strategy.semantic({ name: 'more' })] })).toEqual([
      'strategies[1] is "SEMANTIC". Allowed: each built-in strategy once; strategies[0] is one. ' +
        'Remove one of them, or make a second memory for it.',
    ]);
  });

  it('where two strategies have one name', () => {
    expect(refusal({ strategies: [Strategy.semantic(), Strategy.summaries({ name: 'facts' })] })).toEqual([
      'strategies[1] name is "facts". Allowed: a name that no other strategy of the memory has; strategies[0] has it. ' +
        'Rename one of them.',
    ]);
  });

  it('where it has more strategies than the service accepts', () => {
    const messages = refusal({
      strategies: Array.from({ length: 7 }, (_, index) => Strategy.semantic({ name: `s${index}` })),
    });
    expect(messages.at(-1)).toBe(
      'strategies is 7. Allowed: at most 6 per memory. Make a second memory for the others.',
    );
  });

  it('with everything that is wrong at once', () => {
    expect(
      refusal({
        memoryName: '-',
        description: '',
        expiry: Duration.days(1),
        strategies: [Strategy.semantic({ name: '-' })],
      }),
    ).toEqual([
      expect.stringContaining('memoryName is'),
      expect.stringContaining('description is'),
      expect.stringContaining('expiry is'),
      expect.stringContaining('strategies[0] name is'),
    ]);
  });
});

describe('a strategy is refused', () => {
  it('where its name is none', () => {
    expect(refusalOf({ name: 'order facts' })).toEqual([
      'strategies[0] name is "order facts". Allowed: a letter, then up to 47 letters, digits and _. Write "order_facts".',
    ]);
  });

  it('where its description is empty', () => {
    expect(refusalOf({ description: '' })).toEqual([
      'strategies[0] description is "". Allowed: 1 to 4096 characters. Leave it out.',
    ]);
  });

  it('where users would share its namespace unasked', () => {
    expect(refusalOf({ namespace: '/facts/' })).toEqual([
      'strategies[0] namespace is "/facts/". Allowed: a namespace with {actorId}, or users read what was learned from others. ' +
        "Put {actorId} into it, or say why users may share: sharedBetweenUsers: { reason: '…' }.",
    ]);
  });

  it.each([
    ['/actors/{actorId}', '/actors/{actorId}/'],
    ['/{actorId}{sessionId}/', '/{actorId}/{sessionId}/'],
    ['/s/{sessionId}-{actorId}/facts/', '/s/{sessionId}/{actorId}/facts/'],
    ['facts-{actorId}-x/', '/facts/{actorId}/x/'],
  ])('where the ids of two users could run into each other: %s', (namespace, instead) => {
    expect(refusalOf({ namespace })).toEqual([
      `strategies[0] namespace is "${namespace}". Allowed: a namespace in which {actorId} stands with no other placeholder ` +
        `between two slashes. Write it like "${instead}", or one user's records may reach another.`,
    ]);
  });

  it('where users would share its reflections unasked', () => {
    expect(refusal({ strategies: [Strategy.episodes({ reflectionNamespace: '/reflections/' })] })).toEqual([
      'strategies[0] reflectionNamespace is "/reflections/". ' +
        'Allowed: a namespace with {actorId}, or users read what was learned from others. ' +
        "Put {actorId} into it, or say why users may share: sharedBetweenUsers: { reason: '…' }.",
    ]);
  });

  it('where the reason for sharing says nothing', () => {
    expect(refusalOf({ namespace: '/facts/', sharedBetweenUsers: { reason: ' ' } })).toEqual([
      'strategies[0] sharedBetweenUsers.reason is " ". Allowed: a sentence that a reviewer can judge. ' +
        'Say why the default does not fit here.',
    ]);
  });

  it('where it is said to be shared and is not', () => {
    expect(refusalOf({ sharedBetweenUsers: { reason: 'product knowledge' } })).toEqual([
      'strategies[0] sharedBetweenUsers is "product knowledge". Allowed: only with a namespace without {actorId}. ' +
        'Leave it out, or write a namespace that users share: "/shared/".',
    ]);
  });

  it.each([
    ['userId', 'Did you mean {actorId}?'],
    ['actorID', 'Did you mean {actorId}?'],
    ['strategyId', 'Did you mean {memoryStrategyId}?'],
    ['session', 'Did you mean {sessionId}?'],
    ['tenant', 'Write a fixed word, or one of them.'],
    ['constructor', 'Write a fixed word, or one of them.'],
    ['', 'Write a fixed word, or one of them.'],
  ])('where its namespace has the placeholder {%s}', (placeholder, fix) => {
    expect(refusalOf({ namespace: `/x/{${placeholder}}/` })).toEqual([
      `strategies[0] namespace is "{${placeholder}}". ` +
        `Allowed: the placeholders {actorId}, {sessionId}, {memoryStrategyId}. ${fix}`,
    ]);
  });

  it.each(['/actors/{actorId/', '/users {actorId}/', '/{{actorId}}/', '/é/{actorId}/'])(
    'where its namespace is written %s',
    (namespace) => {
      expect(refusalOf({ namespace })).toEqual([
        `strategies[0] namespace is "${namespace}". ` +
          'Allowed: letters, digits, -, _, / and the placeholders {actorId}, {sessionId}, {memoryStrategyId}. ' +
          'Write it like "/actors/{actorId}/facts/".',
      ]);
    },
  );

  it('where its namespace is empty or too long', () => {
    const namespace = `/{actorId}/${'x'.repeat(502)}`;
    expect(refusalOf({ namespace: '' })).toEqual([
      'strategies[0] namespace is "". Allowed: 1 to 512 characters. Shorten it to what tells records apart.',
    ]);
    expect(refusalOf({ namespace })).toEqual([
      `strategies[0] namespace is "${namespace.slice(0, 117)}...". Allowed: 1 to 512 characters. ` +
        'Shorten it to what tells records apart.',
    ]);
  });
});

describe('a namespace with a token', () => {
  const stage = Fn.importValue('Stage');
  const sharedBetweenUsers = { reason: 'product knowledge' };

  it('is judged by what can be read of it', () => {
    expect(refusalOf({ namespace: `/${stage}/{userId}/` })).toEqual([
      'strategies[0] namespace is "{userId}". Allowed: the placeholders {actorId}, {sessionId}, {memoryStrategyId}. ' +
        'Did you mean {actorId}?',
    ]);
    expect(refusalOf({ namespace: `/${stage}/` })).toEqual([
      'strategies[0] namespace is "/<token>/". Allowed: a namespace with {actorId}, or users read what was learned from others. ' +
        "Put {actorId} into it, or say why users may share: sharedBetweenUsers: { reason: '…' }.",
    ]);
    expect(refusalOf({ namespace: `/${stage}/`, sharedBetweenUsers })).toEqual([
      'strategies[0] namespace is "/<token>/". Allowed: text, or a token with a placeholder beside it. Write the namespace out.',
    ]);
    expect(refusalOf({ namespace: `/${stage}/{memoryStrategyId}/`, sharedBetweenUsers })).toEqual([]);
  });
});

describe('namespaces', () => {
  /** The API's own pattern, with the placeholders that need no declaration. */
  const API = /^[a-zA-Z0-9\-_/]*(\{(actorId|sessionId|memoryStrategyId)\}[a-zA-Z0-9\-_/]*)*$/;

  /** `{actorId}` with no other placeholder between two slashes. */
  const APART = /(^|\/)[^/{}]*\{actorId\}\//;

  it("pass exactly when the service's pattern and the rule about users let them", () => {
    const part = fc.oneof(
      fc.constantFrom('{actorId}', '{sessionId}', '{memoryStrategyId}', '/', 'facts', '{', '}', '{x}'),
      fc.string({ maxLength: 3 }),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
        const namespace = parts.join('');
        const right = API.test(namespace) && APART.test(namespace);
        expect(refusalOf({ namespace }).length === 0).toBe(right);
      }),
      { numRuns: 300 },
    );
  });
});

describe('what is known only at deployment', () => {
  it('is not judged', () => {
    const token = Fn.importValue('Name');
    expect(
      refusal({
        memoryName: token,
        description: token,
        expiry: Duration.days(Lazy.number({ produce: () => 30 })),
        tags: { team: token },
        strategies: [Strategy.semantic({ name: token, namespace: `/${token}/{actorId}/` })],
      }),
    ).toEqual([]);
    const stack = new Stack(new App(), 'Shop');
    const imported = AgentMemory.fromMemoryAttributes(stack, 'Support', { memoryArn: Fn.importValue('MemoryArn') });
    expect(stack.resolve(imported.memoryId)).toEqual({
      'Fn::Select': [1, { 'Fn::Split': ['/', expect.anything()] }],
    });
  });
});
