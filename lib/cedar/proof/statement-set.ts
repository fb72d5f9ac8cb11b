/** The statements of one engine, with the tools of the gateways that ask it. */
import type { Tool } from '../../tools/tool';
import type { CedarGateway } from '../cedar-gateway';
import { actionScopeOf, entityOf, statementJson, type PolicyJson } from '../statement-json';
import { withStandIns } from '../tokens';
import type { ToolStatements } from './tool-statements';

/** A statement of a set. */
export interface SetStatement {
  /** CDK tokens may stand in it for texts. */
  readonly text: string;
  /** False if it cannot be judged, so that it may apply to any call: what is wrong with it is said elsewhere. */
  readonly readable: boolean;
  /** False if it is only observed. What would be, if it were enforced, is said of it; of others it changes nothing. */
  readonly enforced: boolean;
  /**
   * Whether what it decides is meant as it is, for a reason that somebody gave. A permit that is meant to permit everything
   * makes others superfluous all the same; a forbid that is meant to stop everything says nothing about what it stops.
   */
  readonly meant: boolean;
}

/** All statements on the gateways that ask one engine. */
export interface StatementSet {
  /** In the order in which they were written. */
  readonly statements: readonly SetStatement[];
  readonly gateways: readonly CedarGateway[];
  /** Whether there may be more statements on the engine than these. */
  readonly partial: boolean;
}

/** Between texts that are read together, so that one token is one word in all of them. */
const SEPARATOR = '\u0000';
/** A number that is not known yet: any could stand for it. */
const NUMBER_TOKEN = /e\+289/;

/** The set with words in the place of tokens, the same word for the same token everywhere. */
export function withoutTokens(set: StatementSet): StatementSet {
  const texts = set.statements.map(({ text }) => text.replaceAll(SEPARATOR, ''));
  const joined = [...set.gateways.map(({ arn }) => arn), ...texts].join(SEPARATOR);
  const words = withStandIns(joined, 'to read').text.split(SEPARATOR);
  return {
    ...set,
    gateways: set.gateways.map((gateway, index) => ({ ...gateway, arn: words[index] })),
    statements: set.statements.map((statement, index) => ({
      ...statement,
      readable: statement.readable && texts[index] === statement.text && !NUMBER_TOKEN.test(statement.text),
      text: words[set.gateways.length + index],
    })),
  };
}

/** The statement, if it can be judged: all that it says of gateways is which of these it is about. */
export function readJson({ text, readable }: SetStatement, arns: readonly string[]): PolicyJson | undefined {
  const json = readable ? statementJson(text) : undefined;
  if (!json || JSON.stringify(json.conditions).includes('"Var":"resource"')) return undefined;
  const { resource } = json;
  if (resource.op === 'All' || (resource.op === 'is' && !resource.in)) return json;
  return resource.op === '==' && 'entity' in resource && arns.includes(entityOf(resource.entity).id) ? json : undefined;
}

/** A tool with the statements about it. */
export interface Place {
  readonly gateway: number;
  readonly tool: Tool;
  /** Whether permits, or forbids, may be about it that are not known or cannot be judged. */
  unknownPermits: boolean;
  unknownForbids: boolean;
  readonly about: number[];
  proofs?: ToolStatements;
}

/** Finds the places that a statement names. */
export class PlacesByName {
  private readonly byTool = new Map<string, Place[]>();
  private readonly byGroup = new Map<string, Place[]>();

  constructor(
    private readonly all: readonly Place[],
    private readonly arns: readonly string[],
  ) {
    for (const place of all) {
      const { fullName, targetName } = place.tool;
      this.byTool.set(fullName, [...(this.byTool.get(fullName) ?? []), place]);
      const group = this.byGroup.get(targetName) ?? [];
      group.push(place);
      this.byGroup.set(targetName, group);
    }
  }

  of(statement: PolicyJson): readonly Place[] {
    const { resource } = statement;
    const named = this.named(statement);
    if (resource.op !== '==' || !('entity' in resource)) return named;
    const { id } = entityOf(resource.entity);
    return named.filter(({ gateway }) => this.arns[gateway] === id);
  }

  private named(statement: PolicyJson): readonly Place[] {
    const scope = actionScopeOf(statement);
    if (scope.kind === 'all') return this.all;
    if (scope.kind === 'equal') return this.byTool.get(scope.id.id) ?? [];
    if (scope.ids.some(({ id }) => id === 'CallTool' || id === 'Mcp')) return this.all;
    return [
      ...new Set(scope.ids.flatMap(({ id }) => [...(this.byTool.get(id) ?? []), ...(this.byGroup.get(id) ?? [])])),
    ];
  }
}
