/** Conditions on what a tool is called with. */
import { Condition } from './condition';
import { every, member, relation, type Piece } from './expression';
import { resolveField, type InputField } from './input-field';
import { literalOf } from './input-literal';
import { patternParts } from './like-pattern';
import { accessed, presence, quotedPattern } from './quoting';

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
   * @param value text, a number or a boolean, as the field's type is
   */
  equalTo(value: any): Condition {
    return this.compared('equalTo', [value], (field, [literal]) => relation(`${field} == ${literal}`));
  }

  /**
   * The field is there and is another value.
   * @param value text, a number or a boolean, as the field's type is
   */
  notEqualTo(value: any): Condition {
    return this.compared('notEqualTo', [value], (field, [literal]) => relation(`${field} != ${literal}`));
  }

  /**
   * The field is one of these values.
   * @param values texts or numbers, as the field's type is
   */
  oneOf(...values: any[]): Condition {
    return this.compared('oneOf', values, (field, literals) => member(`[${literals.join(', ')}].contains(${field})`));
  }

  /** The number is less than this. */
  lessThan(value: number): Condition {
    return this.ordered('lessThan', '<', value);
  }

  /** The number is this or less. */
  lessThanOrEqualTo(value: number): Condition {
    return this.ordered('lessThanOrEqualTo', '<=', value);
  }

  /** The number is greater than this. */
  greaterThan(value: number): Condition {
    return this.ordered('greaterThan', '>', value);
  }

  /** The number is this or greater. */
  greaterThanOrEqualTo(value: number): Condition {
    return this.ordered('greaterThanOrEqualTo', '>=', value);
  }

  /**
   * The text fits a pattern.
   * @param pattern `*` stands for any text, also none; `\*` for a star
   */
  matches(pattern: string): Condition {
    return this.compared('matches', [pattern], (field) =>
      relation(`${field} like ${quotedPattern(patternParts(pattern))}`),
    );
  }

  /**
   * The array holds this value.
   * @param value text, a number or a boolean, as the array's items are
   */
  includes(value: any): Condition {
    return this.compared('includes', [value], (field, [literal]) => member(`${field}.contains(${literal})`));
  }

  /** The call has the field, whatever it is. */
  present(): Condition {
    return this.condition('present', () => undefined);
  }

  private ordered(method: OrderingMethod, operator: string, value: number): Condition {
    return this.compared(method, [value], (field, [literal], { type }) =>
      type === 'number'
        ? member(`${field}.${DECIMAL_METHODS[method]}(${literal})`)
        : relation(`${field} ${operator} ${literal}`),
    );
  }

  private compared(
    method: string,
    values: any[],
    test: (field: string, literals: string[], resolved: InputField) => Piece,
  ): Condition {
    return this.condition(method, (field, problem) => {
      if (values.length === 0) {
        problem({ allowed: 'at least one value', fix: 'Name the values, or use present().' });
      }
      const type = method === 'includes' ? field.items : field.type;
      const literals = values.map((value) => literalOf(type, value));
      for (const literal of literals) if (typeof literal !== 'string') problem(literal);
      return test(accessed('context.input', field.path), literals.map(String), field);
    });
  }

  private condition(
    method: string,
    test: (
      field: InputField,
      problem: (problem: { value?: unknown; allowed: string; fix: string }) => void,
    ) => Piece | undefined,
  ): Condition {
    return Condition._of(({ tools, problems }) => {
      const about = `Input.of(${JSON.stringify(this.path)})`;
      const field = resolveField(this.path, method, tools, problems);
      if (!field) return member('true');
      const tested = test(field, (problem) => problems.push({ about: `${about}.${method}`, ...problem }));
      const guards = field.guards.map((path) => relation(presence('context.input', path)));
      if (!tested && guards.length === 0) {
        problems.push({
          about: `${about}.present`,
          value: 'a test',
          allowed: `a field that a call may leave out, and ${this.path} is required in ${tools.map((tool) => tool.fullName).join(', ')}`,
          fix: 'Leave the condition out.',
        });
      }
      if (!tested) return every(guards);
      return every([...guards, tested]);
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
