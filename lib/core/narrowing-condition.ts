/** Whether a condition leaves some of everybody only: those whom it names, or those who call from where it says. */

type Value = string | object;
type IsNamed = (value: string) => boolean;

/** The pattern of an operator may have wildcards; in the others they are letters like any other. */
const PATTERNS = ['stringlike', 'arnlike', 'arnequals'];
const OPERATORS = ['stringequals', 'stringequalsignorecase', ...PATTERNS];
const ADDRESS = 'ipaddress';

/** A key that one value of many has to match; `ForAllValues` and `IfExists` also let pass what has no such key. */
const ANY_VALUE = 'foranyvalue:';

const whole: IsNamed = (value) => !/[*?]/.test(value);
/** `o-abcdefghij/r-ab12/*`: the organization is part of the path. */
const path: IsNamed = (value) => whole(value.split('/')[0]);
/** The account is part of the ARN, where the service has it there. */
const arn: IsNamed = (value) => whole(value) || whole(value.split(':')[4] || '*');

/** In lower case, as keys are compared. What a caller may say of itself, such as its tags or its agent, is not among them. */
const KEYS: Readonly<Record<string, IsNamed>> = {
  'aws:principalorgid': whole,
  'aws:principalorgpaths': path,
  'aws:principalaccount': whole,
  'aws:principalarn': arn,
  'aws:sourceorgid': whole,
  'aws:sourceorgpaths': path,
  'aws:sourceaccount': whole,
  'aws:sourcearn': arn,
  'aws:sourcevpc': whole,
  'aws:sourcevpce': whole,
};

/** As wide as what AWS takes for a public network. */
const WIDEST = { v4: 8, v6: 32 };

export function isNarrowing(condition: object): boolean {
  return Object.entries(condition).some(([operator, keys]) =>
    Object.entries(keys as Record<string, Value | Value[]>).some(([key, values]) =>
      isNarrow(operator.toLowerCase(), key.toLowerCase(), [values].flat()),
    ),
  );
}

function isNarrow(operator: string, key: string, values: readonly Value[]): boolean {
  const plain = operator.startsWith(ANY_VALUE) ? operator.slice(ANY_VALUE.length) : operator;
  // What is known at deployment only is taken for a name.
  const every = (isNamed: IsNamed) => values.every((value) => typeof value !== 'string' || isNamed(value));
  if (plain === ADDRESS) return key === 'aws:sourceip' && every(isNetwork);
  if (!OPERATORS.includes(plain) || !(key in KEYS)) return false;
  return every(PATTERNS.includes(plain) ? KEYS[key] : (value) => value !== '*');
}

function isNetwork(range: string): boolean {
  const [address, bits] = range.split('/');
  return bits === undefined || Number(bits) >= (address.includes(':') ? WIDEST.v6 : WIDEST.v4);
}
