/** Conditions on what a tool is called with. */
import { Condition, type ConditionContext } from './condition';
import { every, member, relation, type Piece } from './expression';
import { resolveField, type InputField } from './input-field';
import { operandOf, type Compared, type Operand } from './input-operand';
import { patternParts, TOKEN_IN_PATTERN } from './like-pattern';
import { accessed, quotedPattern } from './quoting';
import { hasToken } from './tokens';

/**
 * A field of the tool's input. Its type comes from the tool's own schema and decides what can be asked of it: `integer` is
 * compared as a whole number, `number` as a decimal with at most four places. A condition on an optional field that the
 * call leaves out does not hold.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/policy-schema-constraints.html
 */
export class Input {
  /**
   * The field of this name.
   * @param path the name, or the names of nested fields with dots between: `amount`, `address.city`
   */
  static of(path: string): Input {
    return new Input(path);
  }

  private constructor(
    /** The name, or the names with dots between. */
    readonly path: string,
  ) {}

  /**
   * The field is this value.
   * @param value text, a number or a boolean, as the field's type is; or another field of this type, `Input.of('tenant')`;
   * or, for text, a claim, `Claim.of('tenant')`
   */
  equalTo(value: any): Condition {
    return this.compared('equalTo', [value], (field, [other]) => relation(`${field} == ${other}`));
  }

  /**
   * The field is there and is another value; compared with a field or a claim, both are there and differ.
   * @param value what `equalTo` takes
   */
  notEqualTo(value: any): Condition {
    return this.compared('notEqualTo', [value], (field, [other]) => relation(`${field} != ${other}`));
  }

  /**
   * The field is one of these values.
   * @param values texts or numbers, as the field's type is
   */
  oneOf(...values: any[]): Condition {
    return this.compared('oneOf', values, (field, literals) => member(`[${literals.join(', ')}].contains(${field})`));
  }

  /**
   * The number is less than this.
   * @param value a number, or another field of the same type
   */
  lessThan(value: any): Condition {
    return this.ordered('lessThan', '<', value);
  }

  /**
   * The number is this or less.
   * @param value a number, or another field of the same type
   */
  lessThanOrEqualTo(value: any): Condition {
    return this.ordered('lessThanOrEqualTo', '<=', value);
  }

  /**
   * The number is greater than this.
   * @param value a number, or another field of the same type
   */
  greaterThan(value: any): Condition {
    return this.ordered('greaterThan', '>', value);
  }

  /**
   * The number is this or greater.
   * @param value a number, or another field of the same type
   */
  greaterThanOrEqualTo(value: any): Condition {
    return this.ordered('greaterThanOrEqualTo', '>=', value);
  }

  /**
   * The text fits a pattern.
   * @param pattern `*` stands for any text, also none; `\*` for a star; no token, in which a star could come later
   */
  matches(pattern: string): Condition {
    return this.compared('matches', [pattern], (field, _, __, { problems }) => {
      if (hasToken(pattern)) problems.push({ about: `${this._written}.matches`, ...TOKEN_IN_PATTERN });
      return relation(`${field} like ${quotedPattern(patternParts(pattern))}`);
    });
  }

  /**
   * The array holds this value.
   * @param value text, a number or a boolean, as the array's items are; or another field of their type, or, for text, a claim
   */
  includes(value: any): Condition {
    return this.compared('includes', [value], (field, [other]) => member(`${field}.contains(${other})`));
  }

  /**
   * The array holds at least one of these values.
   * @param values as the array's items are
   */
  includesAny(...values: any[]): Condition {
    return this.held('includesAny', 'containsAny', values);
  }

  /**
   * The array holds all of these values, in any order, and may hold more.
   * @param values as the array's items are
   */
  includesAll(...values: any[]): Condition {
    return this.held('includesAll', 'containsAll', values);
  }

  /** The array is there and holds nothing. */
  isEmpty(): Condition {
    return this.condition('isEmpty', (field) => member(`${accessed('context.input', field.path)}.isEmpty()`));
  }

  /** The call has the field, whatever it is. */
  present(): Condition {
    return this.condition('present', (field, { tools, problems }) => {
      if (field.guards.length > 0) return undefined;
      problems.push({
        about: `${this._written}.present`,
        value: 'a test',
        allowed: `a field that a call may leave out, and ${this.path} is required in ${tools.map((tool) => tool.fullName).join(', ')}`,
        fix: 'Leave the condition out.',
      });
      return undefined;
    });
  }

  /** @internal */
  get _written(): string {
    return `Input.of(${JSON.stringify(this.path)})`;
  }

  /** @internal The field on the other side of a comparison. */
  _operand({ about, path, type, inWords, context: { tools, problems } }: Compared): Operand | undefined {
    const field = resolveField(this.path, 'present', tools, problems);
    if (!field) return undefined;
    if (field.type === type && path !== this.path) {
      return { text: accessed('context.input', field.path), guards: field.guards };
    }
    problems.push({
      about,
      value: this._written,
      allowed:
        field.type === type
          ? 'another field'
          : `a field of the type ${type}: ${path} is ${inWords}, and ${this.path} is ${field.inWords}`,
      fix: 'Choose a field of this type, or compare with a value.',
    });
    return undefined;
  }

  private ordered(method: OrderingMethod, operator: string, value: unknown): Condition {
    return this.compared(method, [value], (field, [other], { type }) =>
      type === 'number'
        ? member(`${field}.${DECIMAL_METHODS[method]}(${other})`)
        : relation(`${field} ${operator} ${other}`),
    );
  }

  private held(method: string, operator: string, values: unknown[]): Condition {
    return this.compared(method, values, (field, literals) =>
      member(
        literals.length === 1 ? `${field}.contains(${literals[0]})` : `${field}.${operator}([${literals.join(', ')}])`,
      ),
    );
  }

  private compared(
    method: string,
    values: unknown[],
    test: (field: string, operands: string[], resolved: InputField, context: ConditionContext) => Piece,
  ): Condition {
    return this.condition(method, (field, context) => {
      const about = `${this._written}.${method}`;
      if (values.length === 0) {
        context.problems.push({ about, allowed: 'at least one value', fix: 'Name the values, or use present().' });
      }
      const type = method.startsWith('includes') ? field.items : field.type;
      const side = { about, path: this.path, type, inWords: field.inWords, context };
      const operands = values.flatMap((value) => operandOf(value, method, side) ?? []);
      const tested = test(
        accessed('context.input', field.path),
        operands.map(({ text }) => text),
        field,
        context,
      );
      return every([...operands.flatMap(({ guards }) => guards), tested]);
    });
  }

  private condition(
    method: string,
    test: (field: InputField, context: ConditionContext) => Piece | undefined,
  ): Condition {
    return Condition._of((context) => {
      const field = resolveField(this.path, method, context.tools, context.problems);
      if (!field) return member('true');
      const tested = test(field, context);
      return every([...field.guards, ...(tested ? [tested] : [])]);
    });
  }
}

const DECIMAL_METHODS = {
  lessThan: 'lessThan',
  lessThanOrEqualTo: 'lessThanOrEqual',
  greaterThan: 'greaterThan',
  greaterThanOrEqualTo: 'greaterThanOrEqual',
} as const;

type OrderingMethod = keyof typeof DECIMAL_METHODS;
