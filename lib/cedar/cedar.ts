/** A Cedar statement that its author wrote. */

/**
 * One Cedar statement as text, for what `permit` and `forbid` have no words for. It is checked against the gateway's tools
 * like every other. Refer to the gateway by its `gatewayArn`.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/policy-scope.html
 */
export class Cedar {
  /** Exactly one `permit` or `forbid` statement, at most 10,000 characters. */
  static fromText(text: string): Cedar {
    return new Cedar(text);
  }

  private constructor(
    /** The statement. */
    readonly text: string,
  ) {}
}
