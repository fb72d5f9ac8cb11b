/** Whether two statements exclude each other, told from what both ask about: cheaper than a search of whole requests. */
import type { Tool } from '../../tools/tool';
import { inputSchemaOf, principalKinds, type CedarGateway } from '../cedar-gateway';
import { KeptAnswers } from '../kept-answers';
import { chained, partsOf, type Expr, type PolicyJson } from '../statement-json';
import { RequestSearch } from './find-request';
import { atomsOf, logicOf } from './logic';
import { keyOf, readsOf } from './reads';
import { withReplaced } from './replace-parts';

const known = new KeptAnswers<boolean>(2000);

/**
 * Whether it is proved that no call of the tool fulfils the conditions of both. Only the conditions on those parts of a call
 * are looked at for which both ask: on others, one does not exclude the other.
 */
export function excludeEachOther(one: PolicyJson, other: PolicyJson, tool: Tool, gateway: CedarGateway): boolean {
  const [own, others] = [one, other].map(conditionsOf);
  const shared = new Set(partsIn(own).filter((part) => partsIn(others).includes(part)));
  const about = (conditions: readonly Expr[]) =>
    conditions.filter((condition) => readsOf(condition).every((read) => shared.has(keyOf(read))));
  const looked = [about(own), about(others)];
  if (looked.some((conditions) => conditions.length === 0)) return false;
  const [first, second] = inOrderOnly(looked, tool).map(permitWhere);
  const { fullName, targetName } = tool;
  const asked = JSON.stringify([first, second]);
  const action = asked.includes('"Var":"action"') ? [fullName, targetName] : [];
  const question = JSON.stringify([asked, action, inputSchemaOf(tool), principalKinds(gateway), gateway.arn]);
  return known.of(question, () => {
    const search = new RequestSearch({ first, second }, tool, gateway);
    const { request, notProved } = search.find({ all: [{ applies: 'first' }, { applies: 'second' }] });
    return !request && notProved === undefined;
  });
}

/** All that must hold for the statement to apply. */
function conditionsOf({ conditions }: PolicyJson): Expr[] {
  return conditions.flatMap(({ kind, body }) => (kind === 'when' ? chained(body, '&&') : [{ '!': { arg: body } }]));
}

function partsIn(conditions: readonly Expr[]): string[] {
  return conditions.flatMap((condition) => readsOf(condition).map(keyOf));
}

function permitWhere(conditions: readonly Expr[]): PolicyJson {
  const all = { op: 'All' } as const;
  const bodies = conditions.map((body) => ({ kind: 'when', body }) as const);
  return { effect: 'permit', principal: all, action: all, resource: all, conditions: bodies };
}

/**
 * The conditions with other numbers in the same order, and room between each two: what excludes itself with these does with
 * any. A hundred limits beside one bound are then one question.
 */
function inOrderOnly(lists: readonly (readonly Expr[])[], tool: Tool): readonly (readonly Expr[])[] {
  const atoms = lists.flatMap((conditions) => atomsOf(logicOf(permitWhere(conditions), tool)));
  const values = lists.flat().flatMap(numbersIn);
  const isExact = ({ value }: NumberIn) => Math.abs(value) < 1e11;
  if (!atoms.every(({ simple }) => simple) || !values.every(isExact)) return lists;
  const placesOf = (kind: NumberIn['kind']) => {
    const own = values.filter((each) => each.kind === kind).map(({ value }) => value);
    return new Map([...new Set(own)].sort((a, b) => a - b).map((value, place) => [value, place * 10]));
  };
  const places = { whole: placesOf('whole'), decimal: placesOf('decimal') };
  const replacement = (part: Expr): Expr | undefined => {
    const [number] = numberIn(part);
    if (number?.kind === 'whole') return { Value: places.whole.get(number.value)! };
    return number && { decimal: [{ Value: `${places.decimal.get(number.value)}.0` }] };
  };
  return lists.map((conditions) => conditions.map((condition) => withReplaced(condition, replacement)));
}

interface NumberIn {
  readonly kind: 'whole' | 'decimal';
  readonly value: number;
}

function numbersIn(expression: Expr): NumberIn[] {
  const own = numberIn(expression);
  return own.length > 0 ? own : partsOf(expression).flatMap(numbersIn);
}

/** The number that the expression is. */
function numberIn(expression: Expr): NumberIn[] {
  if ('Value' in expression) {
    return typeof expression.Value === 'number' ? [{ kind: 'whole', value: expression.Value }] : [];
  }
  const [text] = 'decimal' in expression ? expression.decimal : [];
  return text && 'Value' in text ? [{ kind: 'decimal', value: Number(text.Value) }] : [];
}
