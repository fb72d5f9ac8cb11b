/** The request headers that reach an agent's code. */
import type { aws_bedrockagentcore as agentcore } from 'aws-cdk-lib';
import type { Problem } from '../core/refusal';
import { CUSTOM_HEADER_PREFIX, RESTRICTED_HEADERS, RUNTIME_LIMITS } from './runtime-limits';

const NAME = /^[A-Za-z][A-Za-z0-9_-]*$/;

export class AgentHeaders {
  /** By their lower-case names: headers are case-insensitive, and the service refuses duplicates. */
  private readonly headers = new Map<string, string>();

  constructor(private readonly callersBringJwt: boolean) {}

  add(by: string, names: readonly string[]): Problem[] {
    return names.flatMap((name) => {
      const key = name.toLowerCase();
      if (this.headers.has(key)) return [];
      this.headers.set(key, name);
      return this.problemsOf(name, by);
    });
  }

  /** What only shows when all have added theirs. */
  problems(): Problem[] {
    const { maxCount } = RUNTIME_LIMITS.requestHeaders;
    if (this.headers.size <= maxCount) return [];
    return [
      {
        about: 'the number of request headers, those of what the agent uses included,',
        value: this.headers.size,
        allowed: `at most ${maxCount}`,
        fix: 'Send what belongs together in one header, or in the body.',
      },
    ];
  }

  /** As the template has them, sorted. */
  render(): agentcore.CfnRuntime.RequestHeaderConfigurationProperty | undefined {
    if (this.headers.size === 0) return undefined;
    const sorted = [...this.headers].sort(([a], [b]) => (a < b ? -1 : 1));
    return { requestHeaderAllowlist: sorted.map(([, name]) => name) };
  }

  private problemsOf(name: string, by: string): Problem[] {
    const key = name.toLowerCase();
    const about = `the request header of ${by}`;
    const { maxNameLength } = RUNTIME_LIMITS.requestHeaders;
    if (!NAME.test(name) || name.length > maxNameLength) {
      return [
        {
          about,
          value: name,
          allowed: `1 to ${maxNameLength} letters, digits, "-" and "_", starting with a letter`,
          fix: 'Write the name of one header, without its value.',
        },
      ];
    }
    if (/^x-amzn?-/.test(key) && !key.startsWith(CUSTOM_HEADER_PREFIX)) {
      return [
        {
          about,
          value: name,
          allowed: 'no x-amz-* or x-amzn-* header, except X-Amzn-Bedrock-AgentCore-Runtime-Custom-*',
          fix: `Send it as ${suggested(name)}.`,
        },
      ];
    }
    if (RESTRICTED_HEADERS.includes(key)) {
      return [
        {
          about,
          value: name,
          allowed: 'headers that HTTP itself does not use',
          fix: `Send it as ${suggested(name)}.`,
        },
      ];
    }
    if (key === 'authorization' && !this.callersBringJwt) {
      return [
        {
          about,
          value: name,
          allowed: 'Authorization only where callers bring a JWT; with IAM it holds their signature',
          fix: 'Give the agent inboundAuth: InboundAuth.jwt(…), or take the header out.',
        },
      ];
    }
    return [];
  }
}

function suggested(name: string): string {
  return `X-Amzn-Bedrock-AgentCore-Runtime-Custom-${name.replace(/^x-amzn?-/i, '')}`;
}
