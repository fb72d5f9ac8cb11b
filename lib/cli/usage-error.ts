/** The command was asked for something it cannot do; the message says what to write instead. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
