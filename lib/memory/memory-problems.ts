/** What is wrong with the props of a memory. */
import type { Duration } from 'aws-cdk-lib';
import type { Problem } from '../core/refusal';
import { tagProblems } from '../core/tags';
import type { AgentMemoryProps } from './agent-memory';
import { MEMORY_LIMITS } from './memory-limits';
import { descriptionProblems, nameProblems, type Strategy } from './strategy';

/** Everything that cannot be right in any account. */
export function memoryProblems(props: AgentMemoryProps): Problem[] {
  return [
    ...(props.memoryName === undefined ? [] : nameProblems('memoryName', props.memoryName)),
    ...descriptionProblems('description', props.description),
    ...expiryProblems(props.expiry),
    ...strategyProblems(props.strategies ?? []),
    ...tagProblems(props.tags),
  ];
}

function expiryProblems(expiry: Duration | undefined): Problem[] {
  if (expiry === undefined || expiry.isUnresolved()) return [];
  const { min, max } = MEMORY_LIMITS.expiryDays;
  const days = expiry.toDays({ integral: false });
  if (Number.isInteger(days) && days >= min && days <= max) return [];
  return [
    {
      about: 'expiry',
      value: `${Number.isInteger(days) ? days : days.toFixed(2)} days`,
      allowed: `${min} to ${max} whole days`,
      fix: `Write Duration.days(${Math.min(max, Math.max(min, Math.ceil(days)))}).`,
    },
  ];
}

function strategyProblems(strategies: readonly Strategy[]): Problem[] {
  const { strategies: most } = MEMORY_LIMITS;
  const problems = strategies.flatMap((strategy, index) => [
    ...strategy._problems(`strategies[${index}]`),
    ...duplicateProblems(strategies, index),
  ]);
  if (strategies.length > most) {
    problems.push({
      about: 'strategies',
      value: strategies.length,
      allowed: `at most ${most} per memory`,
      fix: 'Make a second memory for the others.',
    });
  }
  return problems;
}

function duplicateProblems(strategies: readonly Strategy[], index: number): Problem[] {
  const strategy = strategies[index];
  const sameType = strategies.findIndex(({ strategyType }) => strategyType === strategy.strategyType);
  if (sameType < index) {
    return [
      {
        about: `strategies[${index}]`,
        value: strategy.strategyType,
        allowed: `each built-in strategy once; strategies[${sameType}] is one`,
        fix: 'Remove one of them, or make a second memory for it.',
      },
    ];
  }
  const sameName = strategies.findIndex(({ name }) => name === strategy.name);
  if (sameName === index) return [];
  return [
    {
      about: `strategies[${index}] name`,
      value: strategy.name,
      allowed: `a name that no other strategy of the memory has; strategies[${sameName}] has it`,
      fix: 'Rename one of them.',
    },
  ];
}
