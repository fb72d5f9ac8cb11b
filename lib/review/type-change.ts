/** What it does to who may call that a field is of another type: value by value, as its statements have to be other ones too. */
import { outcomesIn } from '../cedar/proof/evaluator';
import { AN_ORDINARY_TIME } from '../cedar/proof/example';
import type { ExampleRequest } from '../cedar/proof/find-request';
import { LazySearch } from '../cedar/proof/lazy-search';
import { testOf } from '../cedar/proof/logic';
import { TRUE } from '../cedar/proof/outcomes';
import type { Query } from '../cedar/proof/query';
import type { PolicyJson } from '../cedar/statement-json';
import { THIS_GATEWAY, type Rule } from './deciding-side';
import { FieldOfSide, isNumeric, NotByValue, type FieldValue } from './field-values';
import type { RetypedField } from '../tools/tool-changes';
import { fieldsAsked, noneOf, type SideAtTool } from './side-at-tool';
import type { Difference } from './tool-diff';

export interface TypeChange {
  readonly fields: readonly RetypedField[];
  /** By rules that ask for the field: a call that is allowed now and with no such value was, and the other way round. */
  readonly widening?: Difference;
  readonly narrowing?: Difference;
  /** By other rules. */
  readonly possible: readonly Difference[];
  readonly impossible: readonly Difference[];
  /** Why there may be more to it. */
  readonly notProved: readonly string[];
}

/** Statements about one value each, and more of them than this are not looked at. */
const MOST_STATEMENTS = 400;

/**
 * A value of the other type that stands for one: the same number, of a fraction the whole numbers beside it. Where no value is
 * of both types, any may stand for any, and what rules make of the value itself cannot be compared.
 */
export function typeChange(fields: readonly RetypedField[], old: SideAtTool, now: SideAtTool): TypeChange {
  const [{ path }, ...others] = fields;
  const name = path.join('.');
  try {
    if (path.length > 1 || others.length > 0)
      throw new NotByValue(`${name} and others in it or beside it are of another type`);
    const [before, after] = [old, now].map((side) => new FieldOfSide(side, name));
    const gained = new OneWay(now, after, old, before).differences();
    const lost = new OneWay(old, before, now, after).differences();
    const notProved = [...gained.notProved, ...lost.notProved];
    if (gained.byField.length === 0 && gained.dependsOnValue) {
      notProved.push(`${name}: values of the two types cannot be compared`);
    }
    return {
      fields,
      widening: gained.byField[0],
      narrowing: lost.byField[0],
      possible: gained.byOthers,
      impossible: lost.byOthers,
      notProved: [...new Set(notProved)],
    };
  } catch (error) {
    if (!(error instanceof NotByValue)) throw error;
    return { fields, possible: [], impossible: [], notProved: [error.message] };
  }
}

/** What one side allows and the other does not, whichever value of its own type stands for this side's. */
class OneWay {
  private readonly statements: Record<string, PolicyJson> = {};
  private readonly notProved = new Set<string>();
  private readonly cases: readonly Case[];

  constructor(
    private readonly here: SideAtTool,
    private readonly ours: FieldOfSide,
    private readonly there: SideAtTool,
    private readonly theirs: FieldOfSide,
  ) {
    const cases = ours.values(theirs).map((value): Case => ({ value, counterparts: this.counterpartsOf(value) }));
    const distinct = new Map<string, Case>();
    for (const each of cases) if (!distinct.has(this.keyOf(each))) distinct.set(this.keyOf(each), each);
    this.cases = [...distinct.values()];
    if (Object.keys(this.statements).length > MOST_STATEMENTS) {
      throw new NotByValue(`${ours.name} is asked for in more ways than can be tried`);
    }
  }

  differences() {
    const permits = this.here.rules.filter(({ effect }) => effect === 'permit');
    const found = permits.flatMap((permit) => this.difference(permit) ?? []);
    const isByField = ({ permit }: Difference) => this.ours.isAskedBy(permit!.text);
    return {
      byField: found.filter(isByField),
      byOthers: found.filter((difference) => !isByField(difference)),
      dependsOnValue:
        !this.isNumber &&
        permits.some((permit) => !found.some((each) => each.permit === permit) && this.dependsOnValue(permit)),
      notProved: [...this.notProved],
    };
  }

  private get isNumber(): boolean {
    return isNumeric(this.ours.type) && isNumeric(this.theirs.type);
  }

  private difference(permit: Rule): Difference | undefined {
    for (const { value, counterparts } of this.cases) {
      const request = this.find(permit, value, counterparts);
      if (!request) continue;
      const forbid = this.forbidding(request, counterparts);
      return {
        permit,
        ...(forbid && { forbid }),
        example: withValue(request, this.ours.name, value),
        fields: this.fields(),
      };
    }
    return undefined;
  }

  /** Whether some value allows what some value of the other type does not, which nothing tells to be right or wrong. */
  private dependsOnValue(permit: Rule): boolean {
    return this.cases.some(({ value, counterparts }) =>
      counterparts.some((counterpart) => this.find(permit, value, [counterpart]) !== undefined),
    );
  }

  private find(permit: Rule, value: FieldValue, counterparts: readonly FieldValue[]): ExampleRequest | undefined {
    const forbids = noneOf(this.namesAt(this.here, this.ours, value, 'forbid'));
    const refused = counterparts.map((counterpart): Query => ({ not: this.allowedThere(counterpart) }));
    const first = [{ applies: this.nameAt(this.here, this.ours, permit, value) }];
    for (const principals of this.here.principals) {
      const gateway = { arn: THIS_GATEWAY, tools: [this.here.tool], principals };
      const found = new LazySearch(this.statements, this.here.tool, gateway).find(first, [...forbids, ...refused]);
      if (found.request) return found.request;
      if (found.notProved !== undefined) this.notProved.add(found.notProved);
    }
    return undefined;
  }

  private allowedThere(value: FieldValue): Query {
    const permits = this.namesAt(this.there, this.theirs, value, 'permit');
    const forbids = this.namesAt(this.there, this.theirs, value, 'forbid');
    return { all: [{ any: permits.map((applies) => ({ applies })) }, ...noneOf(forbids)] };
  }

  /** The forbid of the other side, if one of its permits applies. */
  private forbidding(request: ExampleRequest, [counterpart]: readonly FieldValue[]): Rule | undefined {
    if (!counterpart) return undefined;
    const { tool } = this.here;
    const applying = this.there.rules.filter((rule) => {
      const statement = this.statements[this.nameAt(this.there, this.theirs, rule, counterpart)];
      const [outcome] =
        outcomesIn([testOf(statement, tool)], { now: AN_ORDINARY_TIME, ...request }, tool, THIS_GATEWAY) ?? [];
      return outcome === TRUE;
    });
    return applying.some(({ effect }) => effect === 'permit')
      ? applying.find(({ effect }) => effect === 'forbid')
      : undefined;
  }

  private counterpartsOf(value: FieldValue): FieldValue[] {
    const all = () => this.theirs.values(this.ours);
    if (!('json' in value)) return this.theirs.required ? all() : [value];
    if (!this.isNumber) return all().filter((other) => 'json' in other);
    const number = value.json as number;
    const isFraction = this.theirs.type === 'integer' && !Number.isInteger(number);
    return (isFraction ? [Math.floor(number), Math.ceil(number)] : [number]).map((json) => ({ json }));
  }

  private keyOf({ value, counterparts }: Case): string {
    const names = [
      ...this.here.rules.map((rule) => this.nameAt(this.here, this.ours, rule, value)),
      ...counterparts.flatMap((other) =>
        this.there.rules.map((rule) => this.nameAt(this.there, this.theirs, rule, other)),
      ),
    ];
    return [...new Set(names)].join('\n');
  }

  private namesAt(side: SideAtTool, field: FieldOfSide, value: FieldValue, effect: Rule['effect']): string[] {
    return side.rules.filter((rule) => rule.effect === effect).map((rule) => this.nameAt(side, field, rule, value));
  }

  /** The name of the statement about this value, or about another of its class. */
  private nameAt(side: SideAtTool, field: FieldOfSide, { meaning, text }: Rule, value: FieldValue): string {
    const name = `${side === this.here ? 'here' : 'there'} ${field.classOf(value)} ${meaning}`;
    this.statements[name] ??= field.statementAt(text, value);
    return name;
  }

  private fields(): ReadonlySet<string> {
    return new Set(this.here.rules.flatMap((rule) => fieldsAsked(rule, this.here.tool)).concat(this.ours.name));
  }
}

interface Case {
  readonly value: FieldValue;
  /** Those of the other type, of which none may allow what this one does. */
  readonly counterparts: readonly FieldValue[];
}

function withValue(request: ExampleRequest, name: string, value: FieldValue): ExampleRequest {
  const { [name]: _plain, ...others } = request.input;
  return { ...request, input: 'json' in value ? { ...others, [name]: value.json } : others };
}
