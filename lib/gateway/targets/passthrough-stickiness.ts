/** How requests of one session reach the same place behind a gateway. */
import { Token } from 'aws-cdk-lib';
import type { aws_bedrockagentcore as agentcore, Duration } from 'aws-cdk-lib';
import type { Problem } from '../../core/refusal';

/**
 * By what the gateway knows that requests are of one session, so that they go to the same target.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_StickinessConfiguration.html
 */
export class Stickiness {
  /**
   * By a header of the request.
   * @param name the name of the header: `x-session-id`
   * @param timeout how long a session lasts without a request: 1 second to 1 day; left to the service without it
   */
  static byHeader(name: string, timeout?: Duration): Stickiness {
    return new Stickiness(`$context.header.${name}`, timeout);
  }

  /**
   * By an expression that says where in the request the session is named.
   * @param expression 1 to 256 characters: `$context.header.x-session-id`
   * @param timeout how long a session lasts without a request: 1 second to 1 day; left to the service without it
   */
  static by(expression: string, timeout?: Duration): Stickiness {
    return new Stickiness(expression, timeout);
  }

  private constructor(
    private readonly expression: string,
    private readonly timeout: Duration | undefined,
  ) {}

  /** @internal */
  _problems(): Problem[] {
    const problems: Problem[] = [];
    const { expression, timeout } = this;
    if (!Token.isUnresolved(expression) && (!/^\S+$/.test(expression) || expression.length > LONGEST)) {
      problems.push({
        about: 'stickiness',
        value: expression,
        allowed: `1 to ${LONGEST} characters without spaces`,
        fix: "Name the header that carries the session: Stickiness.byHeader('x-session-id').",
      });
    }
    if (timeout && !timeout.isUnresolved()) {
      const seconds = timeout.toSeconds({ integral: false });
      if (!Number.isInteger(seconds) || seconds < 1 || seconds > MOST_SECONDS) {
        problems.push({
          about: 'stickiness timeout',
          value: timeout.toHumanString(),
          allowed: '1 second to 1 day, in whole seconds',
          fix: 'Leave it out to leave it to the service.',
        });
      }
    }
    return problems;
  }

  /** @internal */
  _render(): agentcore.CfnGatewayTarget.StickinessConfigurationProperty {
    return { identifier: this.expression, ...(this.timeout && { timeout: this.timeout.toSeconds() }) };
  }
}

/** @see https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_StickinessConfiguration.html (2026-11) */
const LONGEST = 256;
const MOST_SECONDS = 86_400;
