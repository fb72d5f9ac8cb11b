/** Statements with one slip in them: each place of a statement, changed in the ways in which its author could have gone wrong. */
import type { CedarGateway } from '../../lib/cedar/cedar-gateway';

export interface Mutant {
  /** What was written instead of what: `lessThan → greaterThan`. */
  readonly slip: string;
  readonly text: string;
}

/** What stands in a statement, and what could have been written there. */
type Slip = readonly [written: RegExp, instead: (found: RegExpExecArray, gateway: CedarGateway) => readonly string[]];

const NAME = '[\\w:]+';
const CLAIM = 'principal\\.getTag\\("[^"]*"\\)';
const TEXT = '"(?:[^"\\\\]|\\\\.)*"';
const DECIMAL = 'decimal\\("[^"]*"\\)';
/** A test of one thing: that a claim is there, that it has a pattern, or that a number is in bounds. */
const TEST = `principal\\.hasTag\\("[^"]*"\\)|${CLAIM} like ${TEXT}|context\\.input\\.\\w+\\.\\w+\\(${DECIMAL}\\)`;
const JOINED = '\\s*(?:&&|\\|\\|)\\s*';

const SCOPE_SLIPS: readonly Slip[] = [
  [/^(permit|forbid)/, ([, effect]) => [effect === 'permit' ? 'forbid' : 'permit']],
  [
    /principal is AgentCore::OAuthUser/,
    () => [
      'principal',
      'principal is AgentCore::IamEntity',
      'principal is AgentCore::UnauthenticatedUser',
      'principal is AgentCore::User',
      'principal is OAuthUser',
      'principal == AgentCore::OAuthUser::"manager"',
      'principal in AgentCore::OAuthUser::"support"',
    ],
  ],
  [
    /resource == (AgentCore::Gateway::"([^"]*)")/,
    ([, entity, arn]) => [
      'resource',
      'resource is AgentCore::Gateway',
      `resource in ${entity}`,
      `resource == AgentCore::Gateway::"${arn.replace(/\w{10}$/, 'zyxwvutsrq')}"`,
      `resource == AgentCore::Gateway::"${arn.replace(/^.*\//, '')}"`,
      'resource == AgentCore::Gateway::"*"',
    ],
  ],
  [/action (==|in)\s+(\[[^\]]*\]|AgentCore::Action::"[^"]*")/, ([, , named], gateway) => actionScopes(named, gateway)],
  [/AgentCore::Action::"(\w+)___(\w+)"/, ([, target, tool]) => otherActions(target, tool)],
];

const CONDITION_SLIPS: readonly Slip[] = [
  [/\bwhen\b/, () => ['unless']],
  [/\s*\bwhen\s*\{([^]*)\}/, ([, body]) => ['', ` when { !(${body}) }`, ' when { true }', ' when { false }']],
  [new RegExp(TEST), ([test]) => ['true', 'false', `!(${test})`]],
  [new RegExp(`(${TEST})${JOINED}`), () => ['']],
  [new RegExp(`${JOINED}(${TEST})`), () => ['']],
  [/(?<=&&\s*)\(((?:[^()]|\([^()]*\))*)\)/, ([group, inner]) => [inner, `!${group}`, 'true']],
  [/&&/, () => ['||']],
  [/\|\|/, () => ['&&']],
];

const CLAIM_SLIPS: readonly Slip[] = [
  [
    new RegExp(`(?<=Tag\\()"(${NAME})"`),
    ([, name]) => [...misspelt(name), 'groups', 'custom:groups', 'scope', 'sub'].map((other) => `"${other}"`),
  ],
  [/principal\.getTag\("([^"]*)"\)/, ([, name]) => [`principal["${name}"]`, 'principal.groups', 'principal']],
  [/\*\\"(\w+)\\"\*/, ([, group]) => otherPatterns(group)],
  [
    / like "\*\\"(\w+)\\"\*"/,
    ([written, group]) => [
      ` == "${group}"`,
      ` == "[\\"${group}\\"]"`,
      written.replace(' like', ' =='),
      written.replace(' like', ' !='),
      `.contains("${group}")`,
    ],
  ],
];

const COMPARISONS = ['lessThan', 'lessThanOrEqual', 'greaterThan', 'greaterThanOrEqual'];
const NUMBER_SLIPS: readonly Slip[] = [
  [
    new RegExp(`\\.(\\w+)\\((${DECIMAL})\\)`),
    ([, comparison, bound]) => [
      ...COMPARISONS.filter((other) => other !== comparison).map((other) => `.${other}(${bound})`),
      ...['<', '<=', '==', '!='].map((operator) => ` ${operator} ${bound}`),
    ],
  ],
  [/decimal\("([^"]*)"\)/, ([, bound]) => otherBounds(bound)],
  [
    /context\.input\.(\w+)/,
    ([, field]) => [
      ...[...misspelt(field), 'order_id', 'reason'].map((other) => `context.input.${other}`),
      `context.input["${field}"]`,
      `context.input has ${field} && context.input.${field}`,
      `context.output.${field}`,
      `context.${field}`,
      `principal.${field}`,
    ],
  ],
];

/** Every mutant of the statement, each once. */
export function mutantsOf(statement: string, gateway: CedarGateway): Mutant[] {
  const mutants = new Map<string, Mutant>();
  const slips = [...SCOPE_SLIPS, ...CONDITION_SLIPS, ...CLAIM_SLIPS, ...NUMBER_SLIPS];
  for (const [written, instead] of slips) {
    for (const found of statement.matchAll(new RegExp(written, 'g'))) {
      const end = found.index + found[0].length;
      for (const other of instead(found, gateway)) {
        const text = `${statement.slice(0, found.index)}${other}${statement.slice(end)}`;
        if (text === statement || mutants.has(text)) continue;
        mutants.set(text, { slip: `${found[0]} → ${other || '(nothing)'}`, text });
      }
    }
  }
  for (const { slip, text } of everywhere(statement)) mutants.set(text, { slip, text });
  return [...mutants.values()];
}

/** The same slip in each place: a claim or a group that its author knows by another name. */
function everywhere(statement: string): Mutant[] {
  const [, claim] = /Tag\("([^"]*)"\)/.exec(statement) ?? [];
  if (claim === undefined) return [];
  return [...misspelt(claim), 'groups', 'custom:groups', 'scope', 'sub'].map((other) => ({
    slip: `${claim} → ${other}, everywhere`,
    text: statement.replaceAll(`"${claim}"`, `"${other}"`),
  }));
}

/** A letter too few or too many, two letters in the wrong order, another case, one instead of many. */
function misspelt(word: string): string[] {
  const [first, second, ...others] = word;
  return [
    word.slice(0, -1),
    `${word}s`,
    [second, first, ...others].join(''),
    word.toUpperCase(),
    word.replace(/(?<=\W|^)\w/g, (letter) => letter.toUpperCase()),
  ];
}

function otherActions(target: string, tool: string): string[] {
  const ids = [
    ...['_', '__', '____', '-', '.', ':', '/'].map((separator) => target + separator + tool),
    ...misspelt(tool).map((other) => `${target}___${other}`),
    ...misspelt(target).map((other) => `${other}___${tool}`),
    tool,
    target,
    `${target}___*`,
  ];
  return [...ids.map((id) => `AgentCore::Action::"${id}"`), `Action::"${target}___${tool}"`];
}

/** One of several left out, another one in its place or besides, the whole target, or any action. */
function actionScopes(named: string, { tools }: CedarGateway): string[] {
  const action = (id: string) => `AgentCore::Action::"${id}"`;
  const own = tools.filter(({ fullName }) => named.includes(action(fullName)));
  const others = tools.filter((tool) => !own.includes(tool));
  const lists = [
    own,
    ...own.map((left) => own.filter((tool) => tool !== left)),
    ...others.map((other) => [...own, other]),
    ...own.flatMap((left) => others.map((other) => [...own.filter((tool) => tool !== left), other])),
    tools,
  ].map((list) => list.map(({ fullName }) => action(fullName)));
  const targets = [...new Set(tools.map(({ targetName }) => targetName))];
  return [
    'action',
    `action == ${named}`,
    `action in ${named}`,
    ...lists.map((list) => `action in [${list.join(', ')}]`),
    ...lists.filter((list) => list.length === 1).map(([only]) => `action == ${only}`),
    ...[...targets, 'CallTool', 'Mcp'].map((group) => `action in ${action(group)}`),
    `action in [${own.map(({ targetName }) => action(targetName)).join(', ')}]`,
  ];
}

/** The group without quotes or stars, and other groups. */
function otherPatterns(group: string): string[] {
  const others = ['support', 'manager', 'support-readonly', ...misspelt(group)].filter((other) => other !== group);
  return [
    `*${group}*`,
    `*\\"${group}*`,
    `*${group}\\"*`,
    `\\"${group}\\"*`,
    `*\\"${group}\\"`,
    `\\"${group}\\"`,
    group,
    `[\\"${group}\\"]`,
    `[\\"${group}\\"*`,
    `*\\"${group}\\"]`,
    `*\\"*${group}\\"*`,
    `\\*\\"${group}\\"\\*`,
    "*'" + group + "'*",
    '*',
    ...others.map((other) => `*\\"${other}\\"*`),
  ];
}

/** A little more or less, another place of the point, and the types that it is not. */
function otherBounds(bound: string): string[] {
  const value = Number(bound);
  const near = [1, 0.01, 0.0001].flatMap((step) => [value - step, value + step]);
  const far = [value * 10, value / 10, 0, -value, value * 2];
  return [
    ...[...near, ...far].map((other) => `decimal("${other.toFixed(4)}")`),
    `decimal("${value}")`,
    `decimal("${bound}00000")`,
    `decimal(${value})`,
    `${value}`,
    `"${bound}"`,
  ];
}
