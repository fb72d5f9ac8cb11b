/** What is wrong with a construct, said the same way everywhere: what it is about, the value, what is allowed, the fix. */
import type { IConstruct } from 'constructs';

/** One thing that cannot be right in any account. */
export interface Problem {
  /** The prop, name or reference that is wrong, as the user wrote it: `idleSessionTimeout`, `tools[1].name`. */
  readonly about: string;
  /** The value given; left out where there is none (a missing prop) or where it could be secret. */
  readonly value?: unknown;
  /** What is allowed, with the limit: `at most maxLifetime (8 hours)`. */
  readonly allowed: string;
  /** What to write instead. */
  readonly fix: string;
}

/** Thrown by a construct that cannot be right; names the construct and lists everything wrong with it. */
export class Refusal extends Error {
  /** The path of the construct that refused. */
  declare readonly constructPath: string;
  /** Everything that is wrong with it. */
  declare readonly problems: readonly Problem[];

  constructor(constructPath: string, problems: readonly Problem[]) {
    super([`${constructPath} cannot be built:`, ...problems.map((problem) => `  - ${sentence(problem)}`)].join('\n'));
    // Not enumerable: Node prints what is, and a user would read everything twice.
    Object.defineProperties(this, {
      name: { value: 'Refusal' },
      constructPath: { value: constructPath },
      problems: { value: problems },
    });
  }
}

/** Collects the problems of one construct, so that a user sees all of them at once. */
export class Problems {
  readonly list: Problem[] = [];

  constructor(private readonly construct: IConstruct) {}

  add(...problems: Problem[]): this {
    this.list.push(...problems);
    return this;
  }

  /** Throws a `Refusal` if there is any problem. */
  refuse(): void {
    if (this.list.length > 0) throw new Refusal(this.construct.node.path, this.list);
  }
}

/** Throws at once, for a mistake that leaves nothing else to look at. */
export function refuse(construct: IConstruct, ...problems: Problem[]): never {
  throw new Refusal(construct.node.path, problems);
}

/** The problem in one line, as it stands in errors and in synth-time validation reports. */
export function sentence(problem: Problem): string {
  const given = problem.value === undefined ? 'is missing' : `is ${display(problem.value)}`;
  return `${problem.about} ${given}. Allowed: ${problem.allowed}. ${problem.fix}`;
}

const LONGEST_VALUE = 120;

/** CDK's encodings of tokens, recognized by their look, so that this file, and the command with it, needs no CDK. */
const TEXT_TOKEN = /[$#]\{Token\[[^\]]*\]\}/g;
const GREATEST_NUMBER_TOKEN = -1e280;

function display(value: unknown): string {
  if (typeof value === 'number') return value < GREATEST_NUMBER_TOKEN ? 'a token' : String(value);
  if (typeof value === 'string') return JSON.stringify(shortened(value.replace(TEXT_TOKEN, '<token>')));
  return shortened(asJson(value).replace(TEXT_TOKEN, '<token>'));
}

function asJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    // A BigInt, or an object that holds itself.
    return String(value);
  }
}

function shortened(text: string): string {
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE - 3)}...` : text;
}

/** The candidate nearest to a misspelt name, or undefined when none is near. */
export function nearest(name: string, candidates: readonly string[]): string | undefined {
  const ranked = candidates
    .map((candidate) => ({ candidate, distance: editDistance(name.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1));
  const best = ranked[0];
  return best && best.distance <= mostTypos(name.length) ? best.candidate : undefined;
}

/** Two typos, or a third of a long name; of a short one half may be wrong at most, or every word would be near. */
function mostTypos(length: number): number {
  return Math.max(Math.min(2, Math.floor(length / 2)), Math.floor(length / 3));
}

/** `Did you mean "x"?`, or the choices when none is near. */
export function suggestion(name: string, candidates: readonly string[]): string {
  const near = nearest(name, candidates);
  if (near) return `Did you mean ${JSON.stringify(near)}?`;
  return candidates.length > 0
    ? `Choose one of ${candidates.map((candidate) => JSON.stringify(candidate)).join(', ')}.`
    : 'There is nothing to choose from yet.';
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      current.push(
        Math.min(
          previous[column] + 1,
          current[column - 1] + 1,
          previous[column - 1] + (a[row - 1] === b[column - 1] ? 0 : 1),
        ),
      );
    }
    previous = current;
  }
  return previous[b.length];
}
