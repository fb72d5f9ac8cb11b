/** What is wrong with a namespace: the path under which a strategy keeps its records. */
import { Token, Tokenization } from 'aws-cdk-lib';
import { justificationProblems, type Justification } from '../core/justification';
import { nearest, type Problem } from '../core/refusal';
import { MEMORY_LIMITS } from './memory-limits';

const PLACEHOLDERS: readonly string[] = MEMORY_LIMITS.namespace.placeholders;
const CHOICES = PLACEHOLDERS.map((name) => `{${name}}`).join(', ');

/** What people call the placeholders. */
const OTHER_WORDS: ReadonlyMap<string, string> = new Map([
  ['userid', 'actorId'],
  ['user', 'actorId'],
  ['actor', 'actorId'],
  ['sub', 'actorId'],
  ['session', 'sessionId'],
  ['strategyid', 'memoryStrategyId'],
  ['strategy', 'memoryStrategyId'],
]);

/** Everything wrong with a namespace, sharing between users included. */
export function namespaceProblems(about: string, namespace: string, shared: Justification | undefined): Problem[] {
  const visible = withoutTokens(namespace);
  const problems = [...formProblems(about, namespace), ...placeholderProblems(about, visible)];
  if (problems.length > 0) return problems;
  if (visible.includes('{actorId}')) return namespace === visible ? actorProblems(about, namespace) : [];
  if (!shared) {
    return [
      {
        about,
        value: namespace,
        allowed: 'a namespace with {actorId}, or users read what was learned from others',
        fix: "Put {actorId} into it, or say why users may share: sharedBetweenUsers: { reason: '…' }.",
      },
    ];
  }
  // The L2 takes the braces of a token for a wrong placeholder, unless a right one stands beside it.
  if (visible === namespace || /\{/.test(visible)) return [];
  return [
    {
      about,
      value: namespace,
      allowed: 'text, or a token with a placeholder beside it',
      fix: 'Write the namespace out.',
    },
  ];
}

/** What is wrong with saying that users share the records. */
export function sharingProblems(
  about: string,
  namespaces: readonly string[],
  shared: Justification | undefined,
): Problem[] {
  if (!shared) return [];
  if (namespaces.every((namespace) => namespace.includes('{actorId}'))) {
    return [
      {
        about: `${about} sharedBetweenUsers`,
        value: shared.reason,
        allowed: 'only with a namespace without {actorId}',
        fix: `Leave it out, or write a namespace that users share: "/shared/".`,
      },
    ];
  }
  return justificationProblems(`${about} sharedBetweenUsers`, shared);
}

/**
 * The ids of actors and sessions are joined as they are. With `{actorId}{sessionId}` the sessions of `al` could end up
 * among those of `alice`, and a search below `/actors/al` finds what is below `/actors/alice`.
 */
function actorProblems(about: string, namespace: string): Problem[] {
  if (/(?:^|\/)[^/{}]*\{actorId\}\//.test(namespace)) return [];
  return [
    {
      about,
      value: namespace,
      allowed: 'a namespace in which {actorId} stands with no other placeholder between two slashes',
      fix: `Write it like ${JSON.stringify(separated(namespace))}, or one user's records may reach another.`,
    },
  ];
}

function separated(namespace: string): string {
  const path = namespace.replace(/\/?[-_]*(\{[^{}]*\})[-_]*\/?/g, '/$1/').replace(/\/{2,}/g, '/');
  return path.startsWith('/') ? path : `/${path}`;
}

function formProblems(about: string, namespace: string): Problem[] {
  const { maxLength, literal } = MEMORY_LIMITS.namespace;
  const visible = withoutTokens(namespace);
  if (namespace === visible && (namespace.length < 1 || namespace.length > maxLength)) {
    return [
      {
        about,
        value: namespace,
        allowed: `1 to ${maxLength} characters`,
        fix: 'Shorten it to what tells records apart.',
      },
    ];
  }
  if (literal.test(visible.replace(/\{[^{}]*\}/g, ''))) return [];
  return [
    {
      about,
      value: namespace,
      allowed: `letters, digits, -, _, / and the placeholders ${CHOICES}`,
      fix: 'Write it like "/actors/{actorId}/facts/".',
    },
  ];
}

function placeholderProblems(about: string, namespace: string): Problem[] {
  return [...namespace.matchAll(/\{([^{}]*)\}/g)]
    .map(([, name]) => name)
    .filter((name) => !PLACEHOLDERS.includes(name))
    .map((name) => {
      const meant = OTHER_WORDS.get(name.toLowerCase()) ?? nearest(name, PLACEHOLDERS);
      return {
        about,
        value: `{${name}}`,
        allowed: `the placeholders ${CHOICES}`,
        fix: meant ? `Did you mean {${meant}}?` : 'Write a fixed word, or one of them.',
      };
    });
}

/** What of a namespace can be read at synth. */
function withoutTokens(namespace: string): string {
  if (!Token.isUnresolved(namespace)) return namespace;
  const fragments = Tokenization.reverseString(namespace).mapTokens({ mapToken: () => '' });
  return String(fragments.join({ join: (left: string, right: string) => `${left}${right}` }));
}
