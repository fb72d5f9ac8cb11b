/** What Cedar's specification says of expressions: the condition of a permit, and whether it allows, denies or cannot be evaluated. */

/** The outcome of a permit whose condition this is. */
export type Outcome = 'allows' | 'denies' | 'cannot be evaluated';

export type SpecifiedCondition = readonly [condition: string, outcome: Outcome];

/** Stands for any test that cannot be evaluated: the claim is not there. */
const FAILS = 'principal.getTag("absent") == "x"';

/** @see https://docs.cedarpolicy.com/policies/syntax-operators.html */
export const LOGIC: readonly SpecifiedCondition[] = [
  [`false && ${FAILS}`, 'denies'],
  [`true && ${FAILS}`, 'cannot be evaluated'],
  [`${FAILS} && false`, 'cannot be evaluated'],
  [`true || ${FAILS}`, 'allows'],
  [`false || ${FAILS}`, 'cannot be evaluated'],
  [`${FAILS} || true`, 'cannot be evaluated'],
  [`principal.hasTag("absent") && ${FAILS}`, 'denies'],
  [`if true then true else ${FAILS}`, 'allows'],
  [`if false then true else ${FAILS}`, 'cannot be evaluated'],
  [`if ${FAILS} then true else true`, 'cannot be evaluated'],
  [`!(false || false) && !!true`, 'allows'],
  ['true || false && false', 'allows'],
  ['(true || false) && false', 'denies'],
  ['false && 1', 'denies'],
  ['true && 1', 'cannot be evaluated'],
  ['1', 'cannot be evaluated'],
];

/** @see https://docs.cedarpolicy.com/policies/syntax-operators.html#equality */
export const EQUALITY: readonly SpecifiedCondition[] = [
  ['context.input.whole == "7"', 'denies'],
  ['context.input.whole != "7"', 'allows'],
  ['context.input.whole == decimal("7.0")', 'denies'],
  ['context.input.text == "Text"', 'denies'],
  ['"\\u{1F6A2}\\t" == "🚢\\u{9}"', 'allows'],
  ['context.input.record == {inner: {deep: "x", flag: true}}', 'allows'],
  ['context.input.record == {inner: {deep: "x"}}', 'denies'],
  ['["a", "b", "a"] == ["b", "a"]', 'allows'],
  ['principal == AgentCore::OAuthUser::"7f21"', 'allows'],
  ['principal == AgentCore::IamEntity::"7f21"', 'denies'],
  ['principal is AgentCore::OAuthUser', 'allows'],
  ['principal in principal && action in AgentCore::Action::"Probe" && action in action', 'allows'],
];

/** @see https://docs.cedarpolicy.com/policies/syntax-operators.html#has */
export const HAS: readonly SpecifiedCondition[] = [
  ['context.input has text', 'allows'],
  ['context.input has absent', 'denies'],
  ['context.input has "odd-name" && context.input["odd-name"] == "x"', 'allows'],
  ['context.input has record.inner.deep', 'allows'],
  ['context.input has record.absent.deep', 'denies'],
  ['context.input has text.inner', 'cannot be evaluated'],
  ['context.input.absent == "x"', 'cannot be evaluated'],
  ['context.input.record.inner.absent == "x"', 'cannot be evaluated'],
  ['{a: 1, "b c": 2}["b c"] == 2 && {a: 1} has a', 'allows'],
];

/** @see https://docs.cedarpolicy.com/policies/syntax-operators.html#like-string-matching-with-wildcard */
export const PATTERNS: readonly SpecifiedCondition[] = [
  ['"" like "*"', 'allows'],
  ['"" like ""', 'allows'],
  ['"harbour" like "h*r"', 'allows'],
  ['"harbour" like "harbour*"', 'allows'],
  ['"harbour" like "arb"', 'denies'],
  ['"harbour" like "*arb*"', 'allows'],
  ['"harbour" like "H*"', 'denies'],
  ['"a*c" like "a\\*c"', 'allows'],
  ['"abc" like "a\\*c"', 'denies'],
  ['"a**c" like "a\\**"', 'allows'],
  ['"abc" like "a?c"', 'denies'],
  ['"a.c" like "a.c" && !("abc" like "a.c")', 'allows'],
  ['"line\\nline" like "line*line"', 'allows'],
  ['"abab" like "*ab*ab*" && !("ab" like "*ab*ab*")', 'allows'],
  ['context.input.whole like "7"', 'cannot be evaluated'],
];

/** @see https://docs.cedarpolicy.com/policies/syntax-operators.html#contains-single-element-set-membership-test */
export const SETS: readonly SpecifiedCondition[] = [
  ['context.input.list.contains("b")', 'allows'],
  ['context.input.list.contains("c")', 'denies'],
  ['["a"].contains(context.input.list)', 'denies'],
  ['[["a", "b"]].contains(context.input.list)', 'allows'],
  ['context.input.list.containsAll(["b", "a", "b"])', 'allows'],
  ['context.input.list.containsAll(["a", "c"])', 'denies'],
  ['context.input.list.containsAll([])', 'allows'],
  ['context.input.list.containsAny(["c", "a"])', 'allows'],
  ['context.input.list.containsAny(["c"])', 'denies'],
  ['context.input.list.containsAny([])', 'denies'],
  ['[].containsAll([]) && !([].containsAny([]))', 'allows'],
  ['context.input.empty.isEmpty() && !context.input.list.isEmpty()', 'allows'],
  ['[1, "a"].contains("a")', 'allows'],
  ['context.input.wholes.contains(7)', 'allows'],
  ['context.input.wholes.contains("7")', 'denies'],
  ['context.input.text.contains("e")', 'cannot be evaluated'],
];

/** @see https://docs.cedarpolicy.com/policies/syntax-datatypes.html#datatype-long */
export const LONGS: readonly SpecifiedCondition[] = [
  ['1 + 2 * 3 - -4 == 11', 'allows'],
  ['-context.input.whole < -6', 'allows'],
  [
    '7 <= context.input.whole && context.input.whole >= 7 && !(context.input.whole < 7) && !(context.input.whole > 7)',
    'allows',
  ],
  ['9223372036854775807 > 9223372036854775806', 'allows'],
  ['9223372036854775807 + 1 > 0', 'cannot be evaluated'],
  ['-9223372036854775808 - 1 < 0', 'cannot be evaluated'],
  ['4611686018427387904 * 2 > 0', 'cannot be evaluated'],
  ['context.input.text < 5', 'cannot be evaluated'],
  ['"a" < "b"', 'cannot be evaluated'],
];

/** @see https://docs.cedarpolicy.com/policies/syntax-datatypes.html#datatype-decimal */
export const DECIMALS: readonly SpecifiedCondition[] = [
  ['context.input.number == decimal("12.5000")', 'allows'],
  ['decimal("-0.5").lessThan(decimal("0.0")) && decimal("-0.5").greaterThan(decimal("-0.5001"))', 'allows'],
  [
    'context.input.number.lessThanOrEqual(decimal("12.5")) && context.input.number.greaterThanOrEqual(decimal("12.5"))',
    'allows',
  ],
  ['context.input.number.lessThan(decimal("12.5")) || context.input.number.greaterThan(decimal("12.5"))', 'denies'],
  ['decimal("922337203685477.5807").greaterThan(decimal("-922337203685477.5808"))', 'allows'],
  ['decimal("922337203685477.5808").greaterThan(decimal("0.0"))', 'cannot be evaluated'],
  ['decimal("0.12345").greaterThan(decimal("0.0"))', 'cannot be evaluated'],
  ['decimal("1").greaterThan(decimal("0.0"))', 'cannot be evaluated'],
  ['decimal("1.").greaterThan(decimal("0.0"))', 'cannot be evaluated'],
  ['decimal(context.input.text).greaterThan(decimal("0.0"))', 'cannot be evaluated'],
  ['context.input.number < 500', 'cannot be evaluated'],
  ['context.input.whole.lessThan(decimal("500.0"))', 'cannot be evaluated'],
];

/** The decision is made at 2026-11-21T13:45:30.250Z. @see https://docs.cedarpolicy.com/policies/syntax-datatypes.html#datatype-datetime */
export const TIMES: readonly SpecifiedCondition[] = [
  ['context.system.now == datetime("2026-11-21T13:45:30.250Z")', 'allows'],
  ['context.system.now == datetime("2026-11-21T15:45:30.250+0200")', 'allows'],
  [
    'context.system.now.toDate() == datetime("2026-11-21") && datetime("2026-11-21") == datetime("2026-11-21T00:00:00Z")',
    'allows',
  ],
  ['context.system.now.toTime() == duration("13h45m30s250ms")', 'allows'],
  ['datetime("1969-12-31T23:00:00Z").toTime() == duration("23h")', 'allows'],
  ['datetime("1969-12-31T23:00:00Z").toDate() == datetime("1969-12-31")', 'allows'],
  ['datetime("2026-02-28").offset(duration("1d")) == datetime("2026-03-01")', 'allows'],
  ['datetime("2028-02-28").offset(duration("1d")) == datetime("2028-02-29")', 'allows'],
  ['context.system.now.offset(duration("-13h46m")) < datetime("2026-11-21")', 'allows'],
  ['datetime("2026-11-22").durationSince(context.system.now) == duration("10h14m29s750ms")', 'allows'],
  ['context.system.now.durationSince(datetime("2026-11-22")) < duration("0s")', 'allows'],
  ['duration("1d2h") == duration("26h") && duration("-90m") < duration("-1h")', 'allows'],
  [
    'duration("1d1ms").toDays() == 1 && duration("-1h59m").toHours() == -1 && duration("90s").toMinutes() == 1',
    'allows',
  ],
  ['duration("1s1ms").toMilliseconds() == 1001 && duration("1999ms").toSeconds() == 1', 'allows'],
  ['context.system.now < datetime("2026-02-30")', 'cannot be evaluated'],
  ['context.system.now < datetime("2026-11-21T13:45:30")', 'cannot be evaluated'],
  ['duration("1h1d") > duration("0s")', 'cannot be evaluated'],
  ['context.system.now < duration("1h")', 'cannot be evaluated'],
  ['context.system.now > 5', 'cannot be evaluated'],
];

/** @see https://docs.cedarpolicy.com/policies/syntax-operators.html#hastag */
export const TAGS: readonly SpecifiedCondition[] = [
  ['principal.hasTag("role") && principal.getTag("role") == "pilot"', 'allows'],
  ['principal.hasTag("Role")', 'denies'],
  ['principal.getTag("absent") == "x"', 'cannot be evaluated'],
  ['principal.hasTag(context.input.text) && principal.getTag(context.input.text) == "of text"', 'allows'],
  ['principal.hasTag(principal.getTag("role"))', 'denies'],
  ['principal.hasTag(7)', 'cannot be evaluated'],
  ['resource.hasTag("role")', 'denies'],
  ['principal has role', 'denies'],
  ['principal.role == "pilot"', 'cannot be evaluated'],
];
