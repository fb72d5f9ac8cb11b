/** What statements that decide together come to: those without effect, those that decide too much, tools that nobody may call. */
import { createHash } from 'node:crypto';
import { principalKinds } from '../cedar-gateway';
import { KeptAnswers } from '../kept-answers';
import { cedarSchemaFor } from '../schema';
import { scopeJson, type PolicyJson } from '../statement-json';
import { PlacesByName, readJson, withoutTokens, type Place, type StatementSet } from './statement-set';
import { ToolStatements } from './tool-statements';

/**
 * What was found of a statement.
 *
 * - `never applies`: to no call
 * - `applies always`: to every call in its scope, although it has conditions; with others, all that the scope holds is permitted
 * - `duplicate`: to the same calls as another of its effect
 * - `covered`: only to calls that others of its effect apply to
 * - `forbidden`: a permit, only to calls that are forbidden
 * - `unreached`: a forbid, to no call that anybody permits: no mistake, as a forbid may be there for what is permitted later
 */
export type SetFindingKind = 'never applies' | 'applies always' | 'duplicate' | 'covered' | 'forbidden' | 'unreached';

/** Something proved of one statement; statements are meant by their place in the set. */
export interface SetFinding {
  readonly kind: SetFindingKind;
  readonly statement: number;
  /** The others that make it so. */
  readonly others: readonly number[];
}

/** A tool of which every call that is permitted is also forbidden. */
export interface ForbiddenTool {
  /** The place of the gateway in the set. */
  readonly gateway: number;
  readonly fullName: string;
  readonly permits: readonly number[];
  readonly forbids: readonly number[];
}

/** Everything that is proved of a set. */
export interface SetAnalysis {
  readonly findings: readonly SetFinding[];
  readonly forbiddenTools: readonly ForbiddenTool[];
}

const remembered = new KeptAnswers<SetAnalysis>(200);

/** Analyses a set; once for the same statements and tools while that is kept. */
export function analysisOf(set: StatementSet): SetAnalysis {
  const readable = withoutTokens(set);
  const key = createHash('sha256')
    .update(JSON.stringify(identityOf(readable)))
    .digest('hex');
  return remembered.of(key, () => new Analysis(readable).run());
}

function identityOf({ statements, gateways, partial }: StatementSet): unknown {
  const schemas = gateways.map((gateway) => [cedarSchemaFor(gateway.tools, principalKinds(gateway)).key, gateway.arn]);
  return [schemas, statements.map(({ text, readable, enforced, meant }) => [text, readable, enforced, meant]), partial];
}

class Analysis {
  private readonly jsons: readonly (PolicyJson | undefined)[];
  private readonly places: readonly Place[];
  /** The places that each statement is about. */
  private readonly placesOf: readonly (readonly Place[])[];
  private readonly findings: SetFinding[] = [];
  /** Statements that change nothing of what the others decide. */
  private readonly idle = new Set<number>();

  constructor(private readonly set: StatementSet) {
    const { statements, gateways, partial } = set;
    const arns = gateways.map(({ arn }) => arn);
    this.jsons = statements.map((statement) => readJson(statement, arns));
    this.places = gateways.flatMap(({ tools }, gateway) =>
      tools.map((tool): Place => ({ gateway, tool, unknownPermits: partial, unknownForbids: partial, about: [] })),
    );
    const byName = new PlacesByName(this.places, arns);
    this.placesOf = statements.map((_, index) => this.placesNamed(index, byName));
  }

  run(): SetAnalysis {
    const known = this.jsons.flatMap((json, index) => (json && this.placesOf[index].length > 0 ? [index] : []));
    for (const index of known) this.findNever(index);
    for (const index of this.active(known)) this.findAlways(index);
    const forbiddenTools = this.places.flatMap((place) => this.forbidden(place));
    const dead = new Set(
      this.places.filter(({ gateway, tool }) =>
        forbiddenTools.some((one) => one.gateway === gateway && one.fullName === tool.fullName),
      ),
    );
    for (const index of this.active(known).reverse()) {
      if (!this.placesOf[index].every((place) => dead.has(place))) this.findSuperfluous(index);
    }
    for (const index of this.active(known)) this.findTogether(index);
    for (const index of this.active(known)) this.findUnreached(index);
    return { findings: this.findings.sort((a, b) => a.statement - b.statement), forbiddenTools };
  }

  private active(indexes: readonly number[]): number[] {
    return indexes.filter((index) => !this.idle.has(index));
  }

  private findNever(index: number): void {
    if (this.placesOf[index].every((place) => this.at(place).applies(nameOf(index)) === 'none')) {
      this.add({ kind: 'never applies', statement: index, others: [] });
    }
  }

  /** What follows for others from a mistake in this statement is not said. */
  private findAlways(index: number): void {
    if (this.set.statements[index].meant) return;
    if (this.placesOf[index].every((place) => this.at(place).appliesAlways(nameOf(index)))) {
      this.add({ kind: 'applies always', statement: index, others: [] });
    }
  }

  /** From the last statement to the first, so that of two that could each be left out the later one is. */
  private findSuperfluous(index: number): void {
    const effect = this.effectOf(index);
    const same = this.coverEverywhere(index, (other) =>
      effect === 'permit' ? this.effectOf(other) === effect : this.counts(other),
    );
    if (same) {
      const kind = same.length === 1 && this.isCoveredBy(same[0], index) ? 'duplicate' : 'covered';
      this.add({ kind, statement: index, others: same });
      return;
    }
    const forbids = effect === 'permit' ? this.coverEverywhere(index, (other) => this.counts(other)) : undefined;
    if (forbids) this.add({ kind: 'forbidden', statement: index, others: forbids });
  }

  /** Those of the others that together apply wherever the statement does. */
  private coverEverywhere(index: number, mayCover: (other: number) => boolean): number[] | undefined {
    const covers = new Set<number>();
    for (const place of this.placesOf[index]) {
      if (this.at(place).applies(nameOf(index)) === 'none') continue;
      const others = this.deciding(place).filter((other) => other !== index && mayCover(other));
      const cover = this.at(place).cover(nameOf(index), others.map(nameOf));
      if (!cover) return undefined;
      for (const name of cover) covers.add(Number(name));
    }
    return [...covers].sort((a, b) => a - b);
  }

  private isCoveredBy(index: number, other: number): boolean {
    return this.placesOf[index].every(
      (place) => place.about.includes(other) && this.at(place).cover(nameOf(index), [nameOf(other)]) !== undefined,
    );
  }

  /** A permit that, with those before it, leaves nothing in its scope denied. */
  private findTogether(index: number): void {
    if (this.effectOf(index) !== 'permit' || this.set.statements[index].meant) return;
    const covers = new Set<number>();
    for (const place of this.placesOf[index]) {
      if (place.unknownForbids) return;
      const before = this.deciding(place).filter((other) => other < index && this.effectOf(other) === 'permit');
      const forbids = this.enforced(place, 'forbid');
      const cover = this.at(place).coverOfScope(nameOf(index), [index, ...before].map(nameOf), forbids.map(nameOf));
      if (!cover) return;
      for (const name of cover) if (Number(name) !== index) covers.add(Number(name));
    }
    const others = [...covers].sort((a, b) => a - b);
    if (others.length > 0) this.findings.push({ kind: 'applies always', statement: index, others });
  }

  private findUnreached(index: number): void {
    const { enforced, meant } = this.set.statements[index];
    if (this.effectOf(index) !== 'forbid' || !enforced || meant) return;
    for (const place of this.placesOf[index]) {
      if (place.unknownPermits) return;
      if (this.at(place).meetsAny(nameOf(index), this.enforced(place, 'permit').map(nameOf)) !== 'none') return;
    }
    this.findings.push({ kind: 'unreached', statement: index, others: [] });
  }

  private forbidden(place: Place): ForbiddenTool[] {
    if (place.unknownPermits) return [];
    const forbids = this.deciding(place).filter((index) => this.counts(index));
    if (forbids.length === 0) return [];
    const permits = this.enforced(place, 'permit');
    const reaching = permits.filter((permit) => this.at(place).applies(nameOf(permit)) !== 'none');
    if (reaching.length === 0) return [];
    const used = new Set<string>();
    for (const permit of reaching) {
      const cover = this.at(place).cover(nameOf(permit), forbids.map(nameOf));
      if (!cover) return [];
      for (const name of cover) used.add(name);
    }
    const { gateway, tool } = place;
    return [
      { gateway, fullName: tool.fullName, permits: reaching, forbids: forbids.filter((one) => used.has(nameOf(one))) },
    ];
  }

  private add(finding: SetFinding): void {
    this.idle.add(finding.statement);
    this.findings.push(finding);
  }

  /** Those that decide there, what is wrong with them by themselves aside. */
  private deciding({ about }: Place): number[] {
    return this.active(about).filter((index) => this.set.statements[index].enforced);
  }

  /** All that decide there. */
  private enforced({ about }: Place, effect: 'permit' | 'forbid'): number[] {
    return about.filter((index) => this.set.statements[index].enforced && this.effectOf(index) === effect);
  }

  /** A forbid whose author does not say why it stops what it stops, so that it is worth saying what that is. */
  private counts(index: number): boolean {
    return this.effectOf(index) === 'forbid' && !this.set.statements[index].meant;
  }

  private effectOf(index: number): 'permit' | 'forbid' {
    return this.jsons[index]!.effect;
  }

  private at(place: Place): ToolStatements {
    return (place.proofs ??= new ToolStatements(
      place.about.map((index) => ({ name: nameOf(index), json: this.jsons[index]! })),
      place.tool,
      this.set.gateways[place.gateway],
    ));
  }

  /** The places that a statement is about, each of which then knows of it. */
  private placesNamed(index: number, byName: PlacesByName): readonly Place[] {
    const { text, enforced } = this.set.statements[index];
    const known = this.jsons[index];
    if (known) {
      const named = byName.of(known);
      for (const { about } of named) about.push(index);
      return named;
    }
    const scope = scopeJson(text);
    for (const place of enforced ? this.places : []) {
      place.unknownPermits ||= scope?.effect !== 'forbid';
      place.unknownForbids ||= scope?.effect !== 'permit';
    }
    return [];
  }
}

function nameOf(index: number): string {
  return String(index);
}
