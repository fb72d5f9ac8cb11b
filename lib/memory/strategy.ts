/** What a memory learns from conversations, and where it keeps it. */
import { aws_bedrockagentcore as agentcore, Token } from 'aws-cdk-lib';
import type { Justification } from '../core/justification';
import type { Problem } from '../core/refusal';
import { MEMORY_LIMITS } from './memory-limits';
import { namespaceProblems, sharingProblems } from './namespace-problems';

/** Options of every strategy. */
export interface StrategyOptions {
  /**
   * The name, unique in the memory: a letter, then up to 47 letters, digits and `_`. Another name makes another strategy,
   * and the records of the old one are gone.
   * @default - `facts`, `preferences`, `summaries` or `episodes`
   */
  readonly name?: string;
  /**
   * The path under which the records are kept, at most 512 characters: letters, digits, `-`, `_`, `/` and the placeholders
   * `{actorId}`, `{sessionId}` and `{memoryStrategyId}`. `{actorId}` is followed by `/` and shares its part of the path
   * with no other placeholder, so that `/actors/al/` is not also the beginning of `/actors/alice/`.
   * @default - per user, and for summaries and episodes per session: see each strategy
   */
  readonly namespace?: string;
  /**
   * What the strategy is for, at most 4096 characters.
   * @default - none
   */
  readonly description?: string;
  /**
   * Why users may share what is learned. Only for, and required by, a namespace without `{actorId}`: what one user tells
   * the agent is then told to others. The reason is written into the template's metadata.
   * @default - users share nothing
   */
  readonly sharedBetweenUsers?: Justification;
}

/** Options of the episodes. */
export interface EpisodesOptions extends StrategyOptions {
  /**
   * The path under which reflections on several episodes are kept; less deep than the namespace of the episodes.
   * @default - `/actors/{actorId}/episodes/`
   */
  readonly reflectionNamespace?: string;
}

/**
 * What a memory learns from conversations. The models that do it are the service's own; it may process the text in other
 * regions of the same geography.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/memory-strategies.html
 */
export class Strategy {
  /** Facts that were mentioned, under `/actors/{actorId}/facts/`. */
  static semantic(options: StrategyOptions = {}): Strategy {
    return new Strategy(agentcore.MemoryStrategyType.SEMANTIC, 'facts', '/actors/{actorId}/facts/', options);
  }

  /** What the user prefers, under `/actors/{actorId}/preferences/`. */
  static userPreferences(options: StrategyOptions = {}): Strategy {
    const namespace = '/actors/{actorId}/preferences/';
    return new Strategy(agentcore.MemoryStrategyType.USER_PREFERENCE, 'preferences', namespace, options);
  }

  /** A running summary of each conversation, under `/actors/{actorId}/summaries/{sessionId}/`. */
  static summaries(options: StrategyOptions = {}): Strategy {
    const namespace = '/actors/{actorId}/summaries/{sessionId}/';
    return new Strategy(agentcore.MemoryStrategyType.SUMMARIZATION, 'summaries', namespace, options);
  }

  /**
   * What happened in an interaction and how it went, under `/actors/{actorId}/episodes/{sessionId}/`, and reflections on
   * several of them, under `/actors/{actorId}/episodes/`.
   */
  static episodes(options: EpisodesOptions = {}): Strategy {
    const namespace = '/actors/{actorId}/episodes/{sessionId}/';
    const reflections = options.reflectionNamespace ?? '/actors/{actorId}/episodes/';
    return new Strategy(agentcore.MemoryStrategyType.EPISODIC, 'episodes', namespace, options, reflections);
  }

  /** The name in the memory. */
  readonly name: string;
  /** The path under which the records are kept, with its placeholders. */
  readonly namespace: string;

  private constructor(
    /** What kind of records the service makes. */
    readonly strategyType: agentcore.MemoryStrategyType,
    defaultName: string,
    defaultNamespace: string,
    private readonly options: StrategyOptions,
    /** The path under which reflections are kept; only of episodes. */
    readonly reflectionNamespace?: string,
  ) {
    this.name = options.name ?? defaultName;
    this.namespace = options.namespace ?? defaultNamespace;
  }

  /**
   * Why users share the records, if they do.
   * @internal
   */
  get _shared(): Justification | undefined {
    return this.options.sharedBetweenUsers;
  }

  /** @internal */
  _problems(about: string): Problem[] {
    const { description, sharedBetweenUsers } = this.options;
    const reflections = this.reflectionNamespace === undefined ? [] : [this.reflectionNamespace];
    return [
      ...nameProblems(`${about} name`, this.name),
      ...descriptionProblems(`${about} description`, description),
      ...namespaceProblems(`${about} namespace`, this.namespace, sharedBetweenUsers),
      ...reflections.flatMap((namespace) =>
        namespaceProblems(`${about} reflectionNamespace`, namespace, sharedBetweenUsers),
      ),
      ...sharingProblems(about, [this.namespace, ...reflections], sharedBetweenUsers),
    ];
  }

  /**
   * The L2's strategy; only of a strategy without problems.
   * @internal
   */
  _forMemory(): agentcore.IMemoryStrategy {
    return new agentcore.ManagedMemoryStrategy(this.strategyType, {
      strategyName: this.name,
      namespaces: [this.namespace],
      ...(this.options.description !== undefined && { description: this.options.description }),
      ...(this.reflectionNamespace !== undefined && {
        reflectionConfiguration: { namespaces: [this.reflectionNamespace] },
      }),
    });
  }
}

/** What is wrong with the name of a memory or of a strategy. */
export function nameProblems(about: string, name: string): Problem[] {
  const { pattern, words } = MEMORY_LIMITS.name;
  if (Token.isUnresolved(name) || pattern.test(name)) return [];
  const near = name
    .replace(/[^a-zA-Z0-9_]+/g, '_')
    .replace(/^[^a-zA-Z]+|_+$/g, '')
    .slice(0, 48);
  return [
    { about, value: name, allowed: words, fix: pattern.test(near) ? `Write "${near}".` : 'Write a word for it.' },
  ];
}

/** What is wrong with the description of a memory or of a strategy. */
export function descriptionProblems(about: string, description: string | undefined): Problem[] {
  const { minLength, maxLength } = MEMORY_LIMITS.description;
  if (description === undefined || Token.isUnresolved(description)) return [];
  if (description.length >= minLength && description.length <= maxLength) return [];
  return [
    {
      about,
      value: description,
      allowed: `${minLength} to ${maxLength} characters`,
      fix: description === '' ? 'Leave it out.' : 'Shorten it.',
    },
  ];
}
