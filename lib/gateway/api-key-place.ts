/** Where a request carries an API key. */
import type { aws_bedrockagentcore as agentcore } from 'aws-cdk-lib';
import type { Problem } from '../core/refusal';
import { textProblems } from './gateway-problems';
import type { TakenPlace } from './target-metadata';

/** A header with a key. */
export interface ApiKeyHeaderOptions {
  /**
   * The name of the header: 1 to 64 characters.
   * @default 'Authorization'
   */
  readonly name?: string;
  /**
   * What stands before the key, with the space after it: 1 to 64 characters.
   * @default - 'Bearer ' in the header Authorization, nothing in any other
   */
  readonly prefix?: string;
}

/**
 * Where a request carries an API key.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_ApiKeyCredentialProvider.html
 */
export class ApiKeyPlace {
  /** In a header. */
  static header(options: ApiKeyHeaderOptions = {}): ApiKeyPlace {
    const { name = AUTHORIZATION, prefix = name === AUTHORIZATION ? 'Bearer ' : undefined } = options;
    return new ApiKeyPlace(HEADER, name, prefix);
  }

  /**
   * In the query. Addresses end up in more logs than headers do, so prefer a header where the target accepts one.
   * @param name the name of the parameter: 1 to 64 characters
   */
  static query(name: string): ApiKeyPlace {
    return new ApiKeyPlace('QUERY_PARAMETER', name, undefined);
  }

  private constructor(
    private readonly location: string,
    private readonly name: string,
    private readonly prefix: string | undefined,
  ) {}

  /** @internal */
  _problems(): Problem[] {
    return [
      ...textProblems('outbound API key name', this.name, LONGEST),
      ...textProblems('outbound API key prefix', this.prefix, LONGEST),
    ];
  }

  /** @internal */
  get _taken(): TakenPlace {
    return { isHeader: this.location === HEADER, name: this.name };
  }

  /** @internal */
  _render(): Omit<agentcore.CfnGatewayTarget.ApiKeyCredentialProviderProperty, 'providerArn'> {
    return {
      credentialLocation: this.location,
      credentialParameterName: this.name,
      ...(this.prefix !== undefined && { credentialPrefix: this.prefix }),
    };
  }
}

const HEADER = 'HEADER';
const AUTHORIZATION = 'Authorization';
/** @see https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_ApiKeyCredentialProvider.html (2026-11) */
const LONGEST = 64;
