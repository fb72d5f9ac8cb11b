/** What differs between two sides at one tool: by meaning, each difference with a request that shows it. */
import type { PrincipalKind } from '../cedar/cedar-gateway';
import type { ExampleRequest } from '../cedar/proof/find-request';
import { LazySearch } from '../cedar/proof/lazy-search';
import type { Query } from '../cedar/proof/query';
import { THIS_GATEWAY, type DecidingSide, type Rule } from './deciding-side';
import { ofList, retypedFields, type RetypedField } from '../tools/tool-changes';
import { fieldsAsked, meanings, noneOf, sideAt, type SideAtTool } from './side-at-tool';
import { typeChange, type TypeChange } from './type-change';

/** A call that one side allows and the other does not. */
export interface Difference {
  /** The rule that permits it; undefined where every call is allowed. */
  readonly permit?: Rule;
  /** The rule of the other side that forbids it; undefined where none of its rules permits it. */
  readonly forbid?: Rule;
  readonly example: ExampleRequest;
  /** The fields of the input for which some rule asks; the others make no difference. */
  readonly fields: ReadonlySet<string>;
}

export interface ToolDiff {
  /** Whether nothing had to be compared. */
  readonly same: boolean;
  readonly possible: readonly Difference[];
  readonly impossible: readonly Difference[];
  /** Of fields of another type for which policies ask. */
  readonly typeChange?: TypeChange;
  /** Why there may be other differences. */
  readonly notProved: readonly string[];
}

/** @param name the full name; a side that has no such tool allows nothing there */
export function toolDiff(name: string, before: DecidingSide | undefined, after: DecidingSide | undefined): ToolDiff {
  const [old, now] = [sideAt(name, before), sideAt(name, after)];
  const unread = [...(old?.unread ?? []), ...(now?.unread ?? [])];
  const retyped = old && now ? retypedAndAsked(old, now) : [];
  if (old && now && retyped.length > 0) {
    const change = typeChange(retyped, old, now);
    const { possible, impossible, notProved } = change;
    return { same: false, possible, impossible, typeChange: change, notProved: distinct([...unread, ...notProved]) };
  }
  if (fingerprint(old) === fingerprint(now)) return { same: true, possible: [], impossible: [], notProved: [] };
  const possible = now && new OnlyHere(now, old);
  const impossible = old && new OnlyHere(old, now);
  return {
    same: false,
    possible: possible?.differences() ?? [],
    impossible: impossible?.differences() ?? [],
    notProved: distinct([...unread, ...(possible?.notProved ?? []), ...(impossible?.notProved ?? [])]),
  };
}

/** Where every call is allowed on one side, or others call, a type makes no difference. */
function retypedAndAsked(old: SideAtTool, now: SideAtTool): RetypedField[] {
  if (old.open || now.open || old.principals.join() !== now.principals.join()) return [];
  const asked = new Set([old, now].flatMap(({ rules, tool }) => rules.flatMap((rule) => fieldsAsked(rule, tool))));
  return retypedFields(old.tool, now.tool).filter(({ path }) => asked.has(ofList(path[0])));
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

/** The same where the same is decided, because the rules are the same. */
function fingerprint(side: SideAtTool | undefined): string {
  if (!side) return 'nothing';
  const { principals, open, unreadMeanings } = side;
  const [permits, forbids] = [meanings(side, 'permit').sort(), meanings(side, 'forbid').sort()];
  // What nothing permits nobody can call, whoever may come.
  if (!open && permits.length === 0 && unreadMeanings.length === 0) return 'nothing';
  return JSON.stringify([principals, open, permits, forbids, [...unreadMeanings].sort()]);
}

const ANY_CALL = 'any call';

/** What one side allows and the other does not. */
class OnlyHere {
  readonly notProved = new Set<string>();
  private readonly permits: readonly string[];
  private readonly forbids: readonly string[];
  private readonly rules = new Map<string, Rule>();
  private readonly fields: ReadonlySet<string>;
  private readonly searches: readonly { kind: PrincipalKind; search: LazySearch }[];

  constructor(
    here: SideAtTool,
    private readonly there: SideAtTool | undefined,
  ) {
    [this.permits, this.forbids] = here.open ? [[ANY_CALL], []] : [meanings(here, 'permit'), meanings(here, 'forbid')];
    for (const rule of [...(there?.rules ?? []), ...here.rules]) this.rules.set(rule.meaning, rule);
    this.fields = new Set([...this.rules.values()].flatMap((rule) => fieldsAsked(rule, here.tool)));
    const statements = {
      ...Object.fromEntries([...this.rules].map(([meaning, { text }]) => [meaning, text])),
      [ANY_CALL]: 'permit(principal, action, resource);',
    };
    const gateway = { arn: THIS_GATEWAY, tools: [here.tool] };
    this.searches = here.principals.map((kind) => ({
      kind,
      search: new LazySearch(statements, here.tool, { ...gateway, principals: kind }),
    }));
  }

  /** For each rule that permits here: a call that nothing permits there, and one that each rule there forbids. */
  differences(): Difference[] {
    return this.permits.flatMap((permit) => {
      const notPermitted = this.difference(permit, undefined);
      // Where every call is allowed, one that nothing permits there says it all.
      if (permit === ANY_CALL && notPermitted.length > 0) return notPermitted;
      return [...notPermitted, ...this.forbidsOnlyThere().flatMap((forbid) => this.difference(permit, forbid))];
    });
  }

  private difference(permit: string, forbid: string | undefined): Difference[] {
    for (const { kind, search } of this.searches) {
      const query = this.refusedThere(permit, forbid, kind);
      if (!query) continue;
      const { request, notProved } = search.find(
        [{ applies: permit }, ...query.first],
        [...noneOf(this.forbids), ...query.others],
      );
      if (notProved !== undefined && !request) this.notProved.add(notProved);
      if (!request) continue;
      const permitting = this.rules.get(permit);
      return [
        {
          ...(permitting && { permit: permitting }),
          ...(forbid !== undefined && { forbid: this.rules.get(forbid)! }),
          example: request,
          fields: this.fields,
        },
      ];
    }
    return [];
  }

  /** When the other side refuses a call that is permitted here, for this reason; undefined where it never does. */
  private refusedThere(permit: string, forbid: string | undefined, kind: PrincipalKind): Refusal | undefined {
    if (!this.there?.principals.includes(kind)) return forbid === undefined ? { first: [], others: [] } : undefined;
    if (this.there.open) return undefined;
    const permits = meanings(this.there, 'permit');
    const permitsSame = permits.includes(permit);
    if (forbid === undefined) return permitsSame ? undefined : { first: [], others: noneOf(permits) };
    const others = permitsSame ? [] : [{ any: permits.map((applies) => ({ applies })) }];
    return { first: [{ applies: forbid }], others };
  }

  private forbidsOnlyThere(): string[] {
    if (!this.there || this.there.open) return [];
    return meanings(this.there, 'forbid').filter((forbid) => !this.forbids.includes(forbid));
  }
}

/** What makes the other side refuse a call: what is asked for first, and what besides. */
interface Refusal {
  readonly first: readonly Query[];
  readonly others: readonly Query[];
}
