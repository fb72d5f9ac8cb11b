/** What is found while a description is made ready for the gateway: what it cannot take, and what becomes different. */
import type { Problem } from '../core/refusal';
import type { OpenApiDocument } from './openapi-document';
import type { Pointer } from './source-lines';

/** Something that a tool does not say as the description does. It is no mistake. */
export interface OpenApiNote {
  /** `pets.yaml:12: GET /pets parameters.2`; worked out when it is read. */
  readonly about: string;
  /** What is different in the tool. */
  readonly text: string;
}

/** What to do with what the gateway does not support. */
export type Unsupported = 'refuse' | 'narrow';

/** What a problem says beside where it is. */
export type Complaint = Omit<Problem, 'about'>;

/** Of one kind, so many are listed: a description may break a rule a thousand times. */
const LISTED = 10;

/** Collects problems and notes, each place once. */
export class Verdict {
  readonly notes: OpenApiNote[] = [];
  private readonly byKind = new Map<string, Problem[]>();
  private readonly seen = new Set<string>();

  constructor(
    readonly document: OpenApiDocument,
    readonly unsupported: Unsupported,
  ) {}

  get problems(): Problem[] {
    return [...this.byKind].flatMap(([kind, problems]) =>
      problems.length <= LISTED
        ? problems
        : [
            ...problems.slice(0, LISTED),
            {
              about: `${this.document.name}: the number of further problems with ${kind}`,
              value: problems.length - LISTED,
              allowed: 'none',
              fix: 'Correct them in the same way, or select fewer operations.',
            },
          ],
    );
  }

  /** @param kind what problems of this sort are called together: `operationId` */
  refuse(kind: string, pointer: Pointer, what: string, complaint: Complaint): void {
    if (this.isNew(`${kind} ${pointer.join('/')}`)) {
      const problems = this.byKind.get(kind) ?? [];
      const { document } = this;
      this.byKind.set(kind, problems);
      // Lines are worked out for those that are shown.
      problems.push(
        problems.length < LISTED
          ? { about: `${document.place(pointer)}: ${what}`, ...complaint }
          : { about: what, ...complaint },
      );
    }
  }

  /** A problem that stands in no line of the file. */
  refuseSelection(what: string, complaint: Complaint): void {
    const problems = this.byKind.get('selection') ?? [];
    this.byKind.set('selection', [...problems, { about: `${this.document.name}: ${what}`, ...complaint }]);
  }

  note(pointer: Pointer, text: string): void {
    if (!this.isNew(`note ${pointer.join('/')} ${text}`)) return;
    const { document } = this;
    this.notes.push({
      get about() {
        return `${document.place(pointer)}: ${wordsOf(pointer)}`;
      },
      text,
    });
  }

  /**
   * Something that the gateway does not support. Where the user narrows and the call works without it, it is left out.
   * @returns whether the caller leaves it out; otherwise it is refused
   */
  leaveOut(kind: string, pointer: Pointer, what: string, optional: boolean, complaint: Complaint): boolean {
    if (optional && this.unsupported === 'narrow') {
      this.note(pointer, `is left out: allowed is ${complaint.allowed}`);
      return true;
    }
    const ways = optional ? ` Or set unsupportedInputs: UnsupportedInputs.NARROW, which leaves it out.` : '';
    this.refuse(kind, pointer, what, { ...complaint, fix: `${complaint.fix}${ways}` });
    return false;
  }

  private isNew(key: string): boolean {
    if (this.seen.has(key)) return false;
    this.seen.add(key);
    return true;
  }
}

/** `['paths', '/pets', 'get', 'parameters', 0]` → `GET /pets parameters.0`. */
export function wordsOf(pointer: Pointer): string {
  const [first, path, method, ...rest] = pointer.map(String);
  if (first !== 'paths' || method === undefined) return pointer.join('.');
  return [`${method.toUpperCase()} ${path}`, rest.join('.')].filter((part) => part !== '').join(' ');
}
