/** Answers that a process keeps for the next time somebody asks, as many as there is room for. */

/**
 * Of more answers than it has room for, those go that nobody has asked for longest. They are kept in two halves: when the
 * newer one is full, what is in the older one goes, so that an answer that is found costs no more than a look.
 */
export class KeptAnswers<Answer> {
  private newer = new Map<string, Answer>();
  private older = new Map<string, Answer>();

  /** @param room how many answers are kept; the half of it that was asked for last always is */
  constructor(private readonly room: number) {}

  has(question: string): boolean {
    return this.newer.has(question) || this.older.has(question);
  }

  get(question: string): Answer | undefined {
    if (this.newer.has(question)) return this.newer.get(question);
    if (!this.older.has(question)) return undefined;
    const answer = this.older.get(question)!;
    this.set(question, answer);
    return answer;
  }

  set(question: string, answer: Answer): void {
    this.newer.set(question, answer);
    this.older.delete(question);
    if (this.newer.size * 2 < this.room) return;
    this.older = this.newer;
    this.newer = new Map();
  }

  /** The answer, which is found once while it is kept. */
  of(question: string, find: () => Answer): Answer {
    if (this.has(question)) return this.get(question)!;
    const answer = find();
    this.set(question, answer);
    return answer;
  }
}
