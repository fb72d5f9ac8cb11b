/** The review as JSON: the data itself, for other programs. */
import type { Review } from './review';

export function reviewAsJson(review: Review): string {
  return `${JSON.stringify(review, null, 2)}\n`;
}
