/** The values of a field that statements tell apart, and statements about one of these: they ask for the field no more. */
import { fieldAt, type SchemaType } from '../tools/json-schema';
import { inputSchemaOf } from '../cedar/cedar-gateway';
import { outcomesIn } from '../cedar/proof/evaluator';
import { AN_ORDINARY_TIME } from '../cedar/proof/example';
import { Landmarks } from '../cedar/proof/landmarks';
import { atomsOf, logicOf, type Atom } from '../cedar/proof/logic';
import { partOf, readsOf, type Read } from '../cedar/proof/reads';
import { withReplaced } from '../cedar/proof/replace-parts';
import { textClasses } from '../cedar/proof/text-classes';
import { listClasses } from '../cedar/proof/value-classes';
import { decimalText } from '../cedar/quoting';
import { statementJson, type Expr, type PolicyJson } from '../cedar/statement-json';
import { THIS_GATEWAY } from './deciding-side';
import type { SideAtTool } from './side-at-tool';

/** A field that a call leaves out, or its value in JSON. */
export type FieldValue = { readonly absent: true } | { readonly json: unknown };

/** Why what statements say of the field cannot be told value by value. */
export class NotByValue extends Error {}

/** A field at the top of the input, as the rules of one side ask for it. */
export class FieldOfSide {
  readonly type: SchemaType;
  readonly required: boolean;
  private readonly itemType?: SchemaType;
  private readonly tests: readonly Expr[];

  constructor(
    private readonly side: SideAtTool,
    readonly name: string,
  ) {
    const { type, required, schema } = fieldAt(inputSchemaOf(side.tool), [name])!;
    this.type = type;
    this.required = required;
    this.itemType = schema.items?.type;
    const atoms = side.rules.flatMap(({ text }) => atomsOf(logicOf(statementJson(text)!, side.tool)));
    if (type === 'object' || atoms.some((atom) => !isAboutWhole(atom, name))) {
      throw new NotByValue(`${name} is asked for by more than comparisons with constants`);
    }
    const own = atoms.filter(({ reads }) => reads.some((read) => isField(read, name)));
    this.tests = [...new Set(own.map(({ expression }) => expression))];
  }

  /** Whether the rule asks for the field. */
  isAskedBy(text: string): boolean {
    const json = statementJson(text)!;
    return json.conditions.some(({ body }) => readsOf(body).some((read) => isField(read, this.name)));
  }

  get landmarks(): Landmarks {
    const landmarks = new Landmarks();
    for (const test of this.tests) landmarks.addFrom(test);
    return landmarks;
  }

  /** One value for each that rules tell apart; of numbers also those of which the other side speaks. */
  values(other: FieldOfSide): FieldValue[] {
    const absent: FieldValue[] = this.required ? [] : [{ absent: true }];
    return [...absent, ...this.present(other).map((json) => ({ json }))];
  }

  private present(other: FieldOfSide): readonly unknown[] {
    if (this.type === 'boolean') return [false, true];
    if (isNumeric(this.type)) {
      const all = numbersAround([...constantsIn(this.landmarks), ...constantsIn(other.landmarks)]);
      return this.type === 'integer' ? all.filter(Number.isInteger) : all;
    }
    const { landmarks } = this;
    const { values, complete } =
      this.type === 'string'
        ? textClasses([...landmarks.texts], [...landmarks.patterns.values()])
        : listClasses(landmarks, this.itemType);
    if (!complete) throw new NotByValue(`${this.name} has more values than can be tried`);
    return values;
  }

  /** The same for values that no rule tells apart. */
  classOf(value: FieldValue): string {
    const input = 'json' in value ? { [this.name]: value.json } : {};
    const request = { caller: { sub: 'somebody' }, input, now: AN_ORDINARY_TIME };
    const outcomes = outcomesIn(this.tests, request, this.side.tool, THIS_GATEWAY);
    if (!outcomes) throw new NotByValue(`${this.name} has a value that Cedar cannot hold`);
    return outcomes.join('');
  }

  /** The statement, of calls in which the field has this value. */
  statementAt(text: string, value: FieldValue): PolicyJson {
    const json = statementJson(text)!;
    const replacement = (part: Expr): Expr | undefined => {
      if ('has' in part && readsOf(part).some((read) => isField(read, this.name))) return { Value: 'json' in value };
      const read = partOf(part);
      return read && isField(read, this.name) ? this.literal(value) : undefined;
    };
    const conditions = json.conditions.map(({ kind, body }) => ({ kind, body: withReplaced(body, replacement) }));
    return { ...json, conditions };
  }

  private literal(value: FieldValue): Expr {
    // What is not there is an error to ask for.
    if (!('json' in value)) return { '.': { left: { Record: {} }, attr: this.name } };
    return literalOf(value.json, this.type, this.itemType);
  }
}

export function isNumeric(type: SchemaType): boolean {
  return type === 'number' || type === 'integer';
}

function isField(read: Read, name: string): boolean {
  return read.kind === 'input' && read.path.length === 1 && read.path[0] === name;
}

/** Whether the atom asks for nothing of the field, or compares it as a whole with constants. */
function isAboutWhole({ reads, simple }: Atom, name: string): boolean {
  if (reads.some(({ kind }) => kind === 'unknown')) return false;
  return !reads.some((read) => read.kind === 'input' && read.path[0] === name) || (simple && isField(reads[0], name));
}

function literalOf(json: unknown, type: SchemaType, itemType?: SchemaType): Expr {
  if (type === 'array') return { Set: (json as unknown[]).map((item) => literalOf(item, itemType ?? 'string')) };
  if (type === 'number') return { decimal: [{ Value: decimalText(json as number)!.text }] };
  return { Value: json as string | number | boolean };
}

function constantsIn({ numbers, decimals }: Landmarks): number[] {
  return [...numbers, ...[...decimals].map(Number)];
}

/** Each constant, and beside it whole numbers and others, near and far. */
function numbersAround(constants: readonly number[]): number[] {
  const around = (constants.length === 0 ? [1] : constants).flatMap((constant) => [
    constant,
    Math.floor(constant),
    Math.ceil(constant),
    Math.floor(constant) + 1,
    Math.ceil(constant) - 1,
    ...[0.5, 0.01, 0.0001].flatMap((step) => [constant - step, constant + step]),
  ]);
  if (around.some((value) => Math.abs(value) > 1e11)) throw new NotByValue('a number is too large to be compared');
  return [...new Set(around.map((value) => Number(value.toFixed(4))))];
}
