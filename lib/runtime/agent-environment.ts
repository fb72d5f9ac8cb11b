/** The variables of one agent: who claimed which, and what is wrong with them. */
import { Token } from 'aws-cdk-lib';
import type { Finding } from '../core/finding';
import type { Problem } from '../core/refusal';
import { RESERVED_VARIABLES, RUNTIME_LIMITS, SDK_SETTINGS } from './runtime-limits';

/** How messages name the prop as the one who claimed a variable. */
export const ENVIRONMENT_PROP = 'environment';

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

interface Claimed {
  readonly value: string;
  readonly by: string;
}

export class AgentEnvironment {
  private readonly claimed = new Map<string, Claimed>();
  private readonly defaults = new Map<string, string>();

  /** Variables that the user or a capability needs; a variable belongs to the first who claims it. */
  claim(by: string, variables: Readonly<Record<string, string>>): Problem[] {
    return Object.entries(variables).flatMap(([name, value]) => {
      const owner = this.claimed.get(name);
      if (owner) return [conflict(name, owner.by, by)];
      this.claimed.set(name, { value, by });
      return problemsOf(name, value, by);
    });
  }

  /** Variables that stand unless somebody claims them. */
  suggest(variables: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(variables)) this.defaults.set(name, value);
  }

  /** What only shows when all have claimed theirs. */
  problems(): Problem[] {
    const { maxCount } = RUNTIME_LIMITS.environment;
    const count = Object.keys(this.render() ?? {}).length;
    if (count <= maxCount) return [];
    return [
      {
        about: 'the number of environment variables, those of what the agent uses included,',
        value: count,
        allowed: `at most ${maxCount}`,
        fix: 'Keep settings in a parameter or a file of the code, and its name in one variable.',
      },
    ];
  }

  /** `AWS_` variables that no table knows: perhaps a newer SDK does. */
  findings(): Finding[] {
    return [...this.claimed.keys()]
      .filter((name) => name.startsWith('AWS_') && !isReserved(name) && !SDK_SETTINGS.some((known) => known.test(name)))
      .map((name) => ({
        id: 'cdk-agentcore:aws-variable',
        about: 'the environment variable',
        value: name,
        allowed: 'names without AWS_, or settings of the AWS SDKs (table of 2026-11)',
        fix: 'Choose another name: AWS_ belongs to AWS.',
      }));
  }

  /** As the template has them, sorted, so that the order of code changes nothing. */
  render(): Record<string, string> | undefined {
    const all = new Map(this.defaults);
    for (const [name, { value }] of this.claimed) all.set(name, value);
    return all.size > 0 ? Object.fromEntries([...all].sort(([a], [b]) => (a < b ? -1 : 1))) : undefined;
  }
}

function isReserved(name: string): boolean {
  return RESERVED_VARIABLES.includes(name);
}

function conflict(name: string, first: string, second: string): Problem {
  return {
    about: `the environment variable ${name}`,
    value: `claimed by ${first} and by ${second}`,
    allowed: 'one value',
    fix: 'Give one of them another construct id (a model another `name`), or take one of them out.',
  };
}

function problemsOf(name: string, value: string, by: string): Problem[] {
  const { maxNameLength, maxValueLength } = RUNTIME_LIMITS.environment;
  const problems: Problem[] = [];
  if (Token.isUnresolved(name)) return problems;
  if (name.length > maxNameLength || !NAME.test(name)) {
    problems.push({
      about: `the name of a variable of ${by}`,
      value: name,
      allowed: `1 to ${maxNameLength} letters, digits and "_", not starting with a digit`,
      fix: 'Write it in capitals with "_" between words.',
    });
  }
  if (isReserved(name)) {
    problems.push({
      about: `the environment variable ${name} of ${by}`,
      value: 'reserved',
      allowed: 'variables that neither the runtime sets nor the AWS SDKs take credentials from',
      fix: 'Leave it out: the runtime sets the region, and credentials come from agent.role.',
    });
  }
  if (!Token.isUnresolved(value) && value.length > maxValueLength) {
    problems.push({
      // The value stays out of the message: it may be a secret.
      about: `the length of the environment variable ${name} of ${by}`,
      value: value.length,
      allowed: `at most ${maxValueLength} characters`,
      fix: 'Keep it in a parameter, a secret or a file of the code, and its name in the variable.',
    });
  }
  return problems;
}
