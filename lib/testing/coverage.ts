/** Which policies and which conditions of them the calls of a test suite have made true, and which false. */
import type { CedarGateway } from '../cedar/cedar-gateway';
import { conditionsOf, type StatementCondition } from '../cedar/statement-conditions';
import { outcomesIn, type PartialRequest } from '../cedar/proof/evaluator';
import { testOf } from '../cedar/proof/logic';
import { TRUE } from '../cedar/proof/outcomes';
import { statementJson, type Expr, type PolicyJson } from '../cedar/statement-json';
import type { Tool } from '../tools/tool';

/** One condition of a policy. */
export interface ConditionCoverage {
  /** In words: `amount < 500`. */
  readonly condition: string;
  /** Whether it held in a call. */
  readonly held: boolean;
  /** Whether it did not hold in a call, also because what it asks for was missing. */
  readonly failed: boolean;
}

/** One policy. */
export interface PolicyCoverage {
  readonly policy: string;
  /** Whether it applied to a call. */
  readonly applied: boolean;
  readonly conditions: readonly ConditionCoverage[];
}

/** How much of the policies the calls have tried. */
export interface Coverage {
  readonly policies: readonly PolicyCoverage[];
  /** Of 100: policies that applied, and conditions that held and that did not, each counted once. */
  readonly percent: number;
  /** What no call has tried, a line for each. */
  readonly missing: readonly string[];
}

interface Counted extends StatementCondition {
  held: boolean;
  failed: boolean;
}

interface Watched {
  readonly policy: string;
  readonly json: PolicyJson;
  readonly conditions: readonly Counted[];
  applied: boolean;
}

type Call = PartialRequest & { readonly tool: Tool };

/** Keeps what every call has made true and false. */
export class CoverageRecord {
  private readonly watched: readonly Watched[];
  /** Those that are not counted yet: most suites never ask. */
  private readonly calls: Call[] = [];
  private readonly tests = new Map<Tool, readonly Expr[]>();

  constructor(
    statements: Readonly<Record<string, string>>,
    private readonly gateway: CedarGateway,
  ) {
    this.watched = Object.entries(statements).flatMap(([policy, text]) => {
      const json = statementJson(text);
      if (!json) return [];
      const conditions = conditionsOf(json).map((condition) => ({ ...condition, held: false, failed: false }));
      return [{ policy, json, conditions, applied: false }];
    });
  }

  /** A call counts: for every policy whose scope it is in, which conditions held. */
  add(call: Call): void {
    this.calls.push(call);
  }

  private count(call: Call): void {
    const outcomes = outcomesIn(this.testsFor(call.tool), call, call.tool, this.gateway.arn);
    if (!outcomes) return;
    let next = 0;
    for (const each of this.watched) {
      const inScope = outcomes[next++] === TRUE;
      if (outcomes[next++] === TRUE) each.applied = true;
      for (const condition of each.conditions) {
        const held = outcomes[next++] === TRUE;
        if (inScope && held) condition.held = true;
        if (inScope && !held) condition.failed = true;
      }
    }
  }

  coverage(): Coverage {
    for (const call of this.calls.splice(0)) this.count(call);
    const policies = this.watched.map(({ policy, applied, conditions }) => ({
      policy,
      applied,
      conditions: conditions.map(({ words, held, failed }) => ({ condition: words, held, failed })),
    }));
    const missing = policies.flatMap(missingIn);
    const all = policies.reduce((sum, { conditions }) => sum + 1 + 2 * conditions.length, 0);
    return { policies, missing, percent: all === 0 ? 100 : Math.floor((100 * (all - missing.length)) / all) };
  }

  /** For each policy: whether the call is in its scope, whether it applies, and each of its conditions. */
  private testsFor(tool: Tool): readonly Expr[] {
    let tests = this.tests.get(tool);
    if (!tests) {
      tests = this.watched.flatMap(({ json, conditions }) => [
        testOf({ ...json, conditions: [] }, tool),
        testOf(json, tool),
        ...conditions.map(({ expression }) => expression),
      ]);
      this.tests.set(tool, tests);
    }
    return tests;
  }
}

function missingIn({ policy, applied, conditions }: PolicyCoverage): string[] {
  return [
    ...(applied ? [] : [`${policy}: no call to which it applies`]),
    ...conditions.flatMap(({ condition, held, failed }) => [
      ...(held ? [] : [`${policy}: no call in which this holds: ${condition}`]),
      ...(failed ? [] : [`${policy}: no call in which this does not hold: ${condition}`]),
    ]),
  ];
}
