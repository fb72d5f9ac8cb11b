/** Which prop of the library reaches which property of CloudFormation: every one does, or a reason says why it does not. */
import { propertiesOf } from './cfn-properties';

/** Of one type, by path or by the beginning of several paths: the props in the user's words. */
export interface TypeCoverage {
  readonly type: string;
  /** The classes that make it. */
  readonly by: string;
  readonly props: Readonly<Record<string, string>>;
  /** Why a property cannot be said. */
  readonly left?: Readonly<Record<string, string>>;
}

/** One property. */
export interface CoverageRow {
  readonly path: string;
  readonly prop?: string;
  readonly reason?: string;
}

/** The rows of a type, and what is wrong with its lists. */
export function rowsOf({ type, props, left = {} }: TypeCoverage): { rows: CoverageRow[]; problems: string[] } {
  const paths = propertiesOf(type);
  const keys = [...Object.keys(props), ...Object.keys(left)];
  const covers = (key: string, path: string) => path === key || path.startsWith(`${key}.`);
  const keyOf = (path: string) => keys.filter((key) => covers(key, path)).sort((a, b) => b.length - a.length)[0];
  const rows = paths.map((path) => {
    const key = keyOf(path);
    if (key === undefined) return { path };
    return key in props ? { path, prop: props[key] } : { path, reason: left[key] };
  });
  const unsaid = rows.filter(({ prop, reason }) => prop === undefined && reason === undefined);
  const stale = keys.filter((key) => !paths.some((path) => keyOf(path) === key));
  const unreasoned = Object.keys(left).filter((key) => left[key].trim().split(/\s+/).length < FEWEST_WORDS);
  return {
    rows,
    problems: [
      ...unsaid.map(({ path }) => `${type}: nothing is said of ${path}`),
      ...stale.map((key) => `${type}: there is no ${key}`),
      ...unreasoned.map((key) => `${type}: the reason for ${key} is too short to be one`),
    ],
  };
}

/** Of a reason why a property cannot be said. */
const FEWEST_WORDS = 5;

/** The page docs/coverage.md. */
export function coveragePage(types: readonly TypeCoverage[]): string {
  const sections = types.map((coverage) => {
    const { rows } = rowsOf(coverage);
    const reached = rows.filter(({ prop }) => prop !== undefined);
    const table = (title: string, lines: readonly string[]) => [`| Property | ${title} |`, '|---|---|', ...lines, ''];
    const left = rows.filter(({ prop }) => prop === undefined);
    return [
      `## ${coverage.type}`,
      '',
      `Made by ${coverage.by}. ${reached.length} of ${rows.length} properties.`,
      '',
      ...table(
        'Reached through',
        reached.map(({ path, prop }) => `| \`${path}\` | ${prop} |`),
      ),
      ...(left.length > 0
        ? table(
            'Not, because',
            left.map(({ path, reason }) => `| \`${path}\` | ${reason} |`),
          )
        : []),
    ].join('\n');
  });
  const all = types.flatMap((coverage) => rowsOf(coverage).rows);
  const total = `${all.filter(({ prop }) => prop !== undefined).length} of ${all.length} properties of ${types.length} types.`;
  return [HEAD, `${total}\n`, ...sections].join('\n');
}

const HEAD = `# What CloudFormation can say, and which prop says it

Made by \`npm run coverage\` from the specification that aws-cdk-lib carries and from the lists in \`build/cfn-coverage\`: change those.
A test fails when a property is missing here, and when no snapshot in \`integ\` shows one that is said to be reached.
`;
