/**
 * A search that looks at as few rules as it can: it asks without most of them, and adds those that the answer breaks. Of a
 * hundred rules at a tool, a handful tell apart what one of them permits.
 */
import { outcomesIn } from './evaluator';
import { AN_ORDINARY_TIME } from './example';
import { RequestSearch, type ExampleRequest, type Finding, type StatementSource } from './find-request';
import { testOf } from './logic';
import { TRUE } from './outcomes';
import { holds, type Query } from './query';
import { statementJson } from '../statement-json';
import type { CedarGateway } from '../cedar-gateway';
import type { Tool } from '../../tools/tool';

export class LazySearch {
  private readonly search: RequestSearch;
  private readonly names: readonly string[];
  private readonly tests: Parameters<typeof outcomesIn>[0];
  private readonly asksTime: boolean;

  /** @param statements by name, all of them plain Cedar */
  constructor(
    statements: Readonly<Record<string, StatementSource>>,
    private readonly tool: Tool,
    private readonly gateway: CedarGateway,
  ) {
    this.search = new RequestSearch(statements, tool, gateway);
    this.names = Object.keys(statements);
    const parsed = Object.values(statements).map((source) =>
      typeof source === 'string' ? statementJson(source)! : source,
    );
    this.tests = parsed.map((statement) => testOf(statement, tool));
    this.asksTime = parsed.some((statement) => JSON.stringify(statement).includes('"attr":"now"'));
  }

  /** A call for which all parts are true; those asked for first are always looked at. */
  find(first: readonly Query[], others: readonly Query[]): Finding {
    const asked = [...first];
    let left = [...others];
    for (;;) {
      const found = this.search.find({ all: asked });
      if (!found.request) return found;
      const request = this.withTime(found.request);
      const broken = this.brokenBy(request, left);
      if (!broken) return this.search.find({ all: [...asked, ...left] });
      if (broken.length === 0) return { request };
      asked.push(...broken);
      left = left.filter((part) => !broken.includes(part));
    }
  }

  private brokenBy(request: ExampleRequest, parts: readonly Query[]): Query[] | undefined {
    if (parts.length === 0) return [];
    const complete = { ...request, now: request.now ?? AN_ORDINARY_TIME };
    const outcomes = outcomesIn(this.tests, complete, this.tool, this.gateway.arn);
    if (!outcomes) return undefined;
    const applying = new Set(this.names.filter((_, index) => outcomes[index] === TRUE));
    return parts.filter((part) => !holds(part, (name) => applying.has(name)));
  }

  /** What is said of a call is said of its time too, if any rule asks for it. */
  private withTime(request: ExampleRequest): ExampleRequest {
    return this.asksTime ? { ...request, now: request.now ?? AN_ORDINARY_TIME } : request;
  }
}
