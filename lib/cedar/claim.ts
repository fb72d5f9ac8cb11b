/** Conditions on the claims of the caller's token. */
import { Condition, type ConditionContext } from './condition';
import { claimGiven, every, relation, some, member, type Piece } from './expression';
import type { Compared, Operand } from './input-operand';
import { patternParts, TOKEN_IN_PATTERN } from './like-pattern';
import { isWellFormed, quoted, quotedPattern } from './quoting';
import { hasToken } from './tokens';

/**
 * A claim of the caller's JSON Web Token. Policies see every claim as text: a number as its digits, `true` and `false` as
 * words, an array as its JSON text. A condition on a claim that the token lacks does not hold.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/example-policies-principal.html
 */
export class Claim {
  /**
   * The claim of this name.
   * @param name as the token has it: `cognito:groups`, `scope`, `department`
   */
  static of(name: string): Claim {
    return new Claim(name);
  }

  private constructor(
    /** The name of the claim. */
    readonly name: string,
  ) {}

  /** The claim is this text. Upper and lower case differ. */
  equalTo(value: string): Condition {
    return this.condition('equalTo', [value], (tag) => relation(`${tag} == ${quoted(value)}`));
  }

  /** The claim is one of these texts. */
  oneOf(...values: string[]): Condition {
    return this.condition('oneOf', values, (tag) => member(`[${values.map(quoted).join(', ')}].contains(${tag})`));
  }

  /**
   * The claim fits a pattern.
   * @param pattern `*` stands for any text, also none; `\*` for a star; no token, in which a star could come later
   */
  matches(pattern: string): Condition {
    return this.condition('matches', [pattern], (tag) =>
      relation(`${tag} like ${quotedPattern(patternParts(pattern))}`),
    );
  }

  /**
   * The claim is an array that holds this text, like `cognito:groups` or `roles`. Policies see the array as JSON text, in
   * which the text is found with the quotes around it: `x"support`, with a quote in it, would be taken for `support`, so let
   * nobody choose names with quotes.
   */
  includes(value: string): Condition {
    return this.includesAny(value);
  }

  /** The claim is an array that holds at least one of these texts. */
  includesAny(...values: string[]): Condition {
    const element = (tag: string, value: string) =>
      relation(`${tag} like ${quotedPattern(['', JSON.stringify(value), ''])}`);
    return this.condition(values.length === 1 ? 'includes' : 'includesAny', values, (tag) =>
      some(values.map((value) => element(tag, value))),
    );
  }

  /**
   * The claim is a list of words with spaces between, like `scope`, and this is one of them: `refunds:write` is no word of
   * `refunds:write-all`. Some identity providers write their scopes as an array: see `includes`.
   * @param word without spaces
   */
  includesWord(word: string): Condition {
    const among = (tag: string) =>
      [
        [`${word} `, ''],
        ['', ` ${word}`],
        ['', ` ${word} `, ''],
      ].map((parts) => relation(`${tag} like ${quotedPattern(parts)}`));
    return this.condition('includesWord', [word], (tag) =>
      some([relation(`${tag} == ${quoted(word)}`), ...among(tag)]),
    );
  }

  /** The token has the claim, whatever it is. */
  present(): Condition {
    return this.condition('present', undefined);
  }

  /** @internal */
  get _written(): string {
    return `Claim.of(${JSON.stringify(this.name)})`;
  }

  /** @internal The claim on the other side of a comparison. */
  _operand({ about, path, type, inWords, context }: Compared): Operand | undefined {
    this.check(context, 'equalTo', `${about}(${this._written})`);
    if (type === 'string') return { text: this.tag, guards: [claimGiven(this.name)] };
    context.problems.push({
      about,
      value: this._written,
      allowed: `no claim: ${path} is ${inWords}, and policies see every claim as text`,
      fix: `Compare with values: Condition.allOf(${this._written}.equalTo('…'), ${about}(…)) for each of them.`,
    });
    return undefined;
  }

  private get tag(): string {
    return `principal.getTag(${quoted(this.name)})`;
  }

  private condition(operator: string, values: string[] | undefined, test?: (tag: string) => Piece): Condition {
    return Condition._of((context) => {
      this.check(context, operator, `${this._written}.${operator}`, values);
      return every([claimGiven(this.name), ...(test ? [test(this.tag)] : [])]);
    });
  }

  private check({ gateway, problems }: ConditionContext, operator: string, about: string, values?: string[]): void {
    if (this.name === '') {
      problems.push({
        about: 'Claim.of',
        value: '',
        allowed: 'the name of a claim',
        fix: 'Name the claim, for example scope.',
      });
    }
    if (gateway.principals === 'UnauthenticatedUser') {
      problems.push({
        about,
        value: 'a condition on a claim',
        allowed: 'nothing about claims: callers of this gateway do not authenticate, and only a JWT carries claims',
        fix: 'Ask for the input, or give the gateway InboundAuth.jwt(…).',
      });
    }
    if (gateway.principals === 'IamEntity') {
      problems.push({
        about,
        value: 'a condition on a claim',
        allowed: 'nothing about claims: callers of this gateway sign with IAM, and only a JWT carries claims',
        fix: 'Name the callers with Principal.role(…), or give the gateway InboundAuth.jwt(…).',
      });
    }
    if (ARRAY_CLAIMS.includes(this.name) && TEXT_OPERATORS.includes(operator)) {
      problems.push({
        about,
        value: 'a comparison of text',
        allowed: `what is in it: ${this.name} is an array, which policies see as its JSON text`,
        fix: `Write ${this._written}.includes(${JSON.stringify(values?.[0] ?? '…')}).`,
      });
    }
    if (values?.length === 0) {
      problems.push({ about, allowed: 'at least one value', fix: 'Name the values, or use present().' });
    }
    if (operator === 'includesWord' && /^$|\s/.test(values?.[0] ?? '')) {
      problems.push({
        about,
        value: values?.[0],
        allowed: 'one word without spaces',
        fix: 'Write one word, and Condition.allOf(…) or Condition.anyOf(…) for several.',
      });
    }
    if (PATTERN_OPERATORS.includes(operator) && values?.some(hasToken)) {
      const fix = ARRAY_CLAIMS.includes(this.name) ? 'Write it out.' : TOKEN_IN_PATTERN.fix;
      problems.push({ about, ...TOKEN_IN_PATTERN, fix });
    }
    if (operator === 'matches' && ARRAY_CLAIMS.includes(this.name) && values?.some(hasNoQuote)) {
      const words = patternParts(values[0]).filter((part) => part !== '');
      problems.push({
        about,
        value: values[0],
        allowed: `a pattern with the quotes around what is in it: ${this.name} is an array, which policies see as its JSON text, and a part of a name is found in other names too`,
        fix: `Write ${this._written}.includes(${JSON.stringify(words.length === 1 ? words[0] : '…')}).`,
      });
    }
    for (const value of values ?? []) {
      if (isWellFormed(value)) continue;
      problems.push({ about, value, allowed: 'text in Unicode', fix: 'Remove the half of a surrogate pair.' });
    }
  }
}

/**
 * Claims that are arrays in every token that has them: compared as text they never match, and a forbid never forbids.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html (2026-11)
 */
const ARRAY_CLAIMS: readonly string[] = ['cognito:groups', 'cognito:roles'];
const TEXT_OPERATORS: readonly string[] = ['equalTo', 'oneOf', 'includesWord'];

/** Operators that Cedar's `like` stands behind. */
const PATTERN_OPERATORS: readonly string[] = ['matches', 'includes', 'includesAny', 'includesWord'];

/** Of an array's JSON text, a pattern without one fits names that only begin or end with it. */
function hasNoQuote(pattern: string): boolean {
  return !hasToken(pattern) && !pattern.includes('"');
}
