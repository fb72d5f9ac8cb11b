/** What a text refers to by its tokens. */
import { Reference, Tokenization } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** The constructs whose attributes the text holds, in its order. */
export function referredTo(text: string): IConstruct[] {
  return Tokenization.reverseString(text)
    .tokens.filter((token) => Reference.isReference(token))
    .map(({ target }) => target);
}
