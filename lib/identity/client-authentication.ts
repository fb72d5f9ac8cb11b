/** How an OAuth client proves to the token endpoint that it is the client. */
import { aws_iam as iam, aws_kms as kms, Stack, Token } from 'aws-cdk-lib';
import type { aws_bedrockagentcore as agentcore } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { keyReferenceProblems } from '../core/encryption-key';
import type { Problem } from '../core/refusal';
import { IDENTITY_LIMITS, SIGNING_KEY_SPECS } from './identity-limits';

type CustomBlock = agentcore.CfnOAuth2CredentialProvider.CustomOauth2ProviderConfigInputProperty;

/**
 * How the assertion of a private key is signed.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/private-key-jwt.html
 */
export class SigningAlgorithm {
  /** RSA with PKCS #1 v1.5; a key of RSA_2048, RSA_3072 or RSA_4096. */
  static readonly RS256 = new SigningAlgorithm('RS256');
  /** RSA with PSS; a key of RSA_2048, RSA_3072 or RSA_4096. */
  static readonly PS256 = new SigningAlgorithm('PS256');
  /** ECDSA; a key of ECC_NIST_P256. */
  static readonly ES256 = new SigningAlgorithm('ES256');

  /** One that the service learnt later. */
  static of(name: string): SigningAlgorithm {
    return new SigningAlgorithm(name);
  }

  private constructor(
    /** The service's name. */
    readonly name: string,
  ) {}
}

/** A private key that never leaves KMS. */
export interface PrivateKeyOptions {
  /** An asymmetric key for SIGN_VERIFY in the region of the provider; its public half is registered with the server. */
  readonly key: kms.IKey;
  /** The algorithm that the server expects. */
  readonly algorithm: SigningAlgorithm;
  /**
   * Claims of the assertion's header, like `kid` or `x5t#S256`: at most 10, not `alg` or `typ`.
   * @default - none
   */
  readonly headerClaims?: { [name: string]: string };
  /**
   * Claims of the assertion: at most 10, not `iss`, `sub`, `jti`, `exp`, `iat` or `nbf`; `aud` replaces the token endpoint.
   * @default - none
   */
  readonly payloadClaims?: { [name: string]: string };
}

/**
 * How an OAuth client proves to the token endpoint that it is the client. Vendors that AgentCore knows have theirs.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/client-auth-methods.html
 */
export class ClientAuthentication {
  /** The client secret in the header `Authorization`. */
  static basic(): ClientAuthentication {
    return new ClientAuthentication('CLIENT_SECRET_BASIC');
  }

  /** The client secret in the body of the request. */
  static post(): ClientAuthentication {
    return new ClientAuthentication('CLIENT_SECRET_POST');
  }

  /**
   * A token in which AWS says which role is calling; no secret. The server must trust AWS as an issuer, and the account must
   * have outbound web identity federation enabled. The client id is needed only where users give their consent.
   */
  static iamIdToken(): ClientAuthentication {
    return new ClientAuthentication('AWS_IAM_ID_TOKEN_JWT');
  }

  /**
   * An assertion signed with a key in KMS; no secret.
   * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/private-key-jwt.html
   */
  static privateKeyJwt(options: PrivateKeyOptions): ClientAuthentication {
    return new ClientAuthentication('PRIVATE_KEY_JWT', options);
  }

  private constructor(
    /** The service's name. */
    readonly method: string,
    private readonly privateKey?: PrivateKeyOptions,
  ) {}

  /** @internal */
  get _takesSecret(): boolean {
    return this.method.startsWith('CLIENT_SECRET_');
  }

  /** @internal */
  get _needsClientId(): boolean {
    return !this._needsIamToken;
  }

  /** @internal */
  get _needsIamToken(): boolean {
    return this.method === 'AWS_IAM_ID_TOKEN_JWT';
  }

  /** @internal */
  _render(): Partial<CustomBlock> {
    if (!this.privateKey) return { clientAuthenticationMethod: this.method };
    const { key, algorithm, headerClaims, payloadClaims } = this.privateKey;
    return {
      clientAuthenticationMethod: this.method,
      privateKeyJwtConfig: {
        privateKeySource: { kmsKeySource: { kmsKeyArn: key.keyArn } },
        signingAlgorithm: algorithm.name,
        additionalHeaderClaims: headerClaims,
        additionalPayloadClaims: payloadClaims,
      },
    };
  }

  /** @internal */
  _problems(construct: IConstruct): Problem[] {
    if (!this.privateKey) return [];
    const { key, algorithm, headerClaims, payloadClaims } = this.privateKey;
    const { headerReserved, payloadReserved } = IDENTITY_LIMITS.assertionClaims;
    return [
      ...keyProblems(key, algorithm.name, Stack.of(construct).region),
      ...claimsProblems('headerClaims', headerClaims, headerReserved),
      ...claimsProblems('payloadClaims', payloadClaims, payloadReserved),
    ];
  }

  /** @internal Signing with the key, through AgentCore only. */
  _keyStatements(region: string): iam.PolicyStatement[] {
    return this.privateKey ? [signingStatement(this.privateKey.key, region)] : [];
  }
}

/** Signing assertions with one key, through AgentCore only. */
export function signingStatement(key: kms.IKey, region: string): iam.PolicyStatement {
  return new iam.PolicyStatement({
    actions: ['kms:DescribeKey', 'kms:Sign'],
    resources: [key.keyArn],
    conditions: { StringEquals: { 'kms:ViaService': `bedrock-agentcore-identity.${region}.amazonaws.com` } },
  });
}

function keyProblems(key: kms.IKey, algorithm: string, region: string): Problem[] {
  const about = 'privateKeyJwt: key';
  const [problem] = keyReferenceProblems(about, key, region, 'the provider');
  if (problem) return [problem];
  const resource = key.node.defaultChild;
  if (!(resource instanceof kms.CfnKey)) return [];
  const { keySpec = 'SYMMETRIC_DEFAULT', keyUsage = 'ENCRYPT_DECRYPT' } = resource;
  const specs = SIGNING_KEY_SPECS[algorithm] ?? [keySpec];
  if ([keySpec, keyUsage].some((name) => Token.isUnresolved(name))) return [];
  if (keyUsage === 'SIGN_VERIFY' && specs.includes(keySpec)) return [];
  return [
    {
      about,
      value: `a key with the spec ${keySpec} for ${keyUsage}`,
      allowed: `${specs.join(', ')} for SIGN_VERIFY, which ${algorithm} needs`,
      fix: 'Give the key such a keySpec and keyUsage, or take the algorithm that fits it.',
    },
  ];
}

function claimsProblems(
  about: string,
  claims: { readonly [name: string]: string } | undefined,
  reserved: readonly string[],
): Problem[] {
  if (!claims) return [];
  const { max, name: pattern, valueLength } = IDENTITY_LIMITS.assertionClaims;
  const entries = Object.entries(claims);
  const problems: Problem[] = [];
  if (entries.length < 1 || entries.length > max) {
    const fix = entries.length < 1 ? 'Leave it out.' : 'Leave some out.';
    problems.push({ about: `privateKeyJwt: ${about}`, value: entries.length, allowed: `1 to ${max} claims`, fix });
  }
  for (const [name, value] of entries) {
    if (!pattern.test(name) || reserved.includes(name)) {
      problems.push({
        about: `privateKeyJwt: ${about}`,
        value: name,
        allowed: `1 to 255 letters, digits and _ . : # -, and none of ${reserved.join(', ')}, which the service sets`,
        fix: 'Leave the claim out, or rename it.',
      });
    }
    if (!Token.isUnresolved(value) && (value.length < 1 || value.length > valueLength)) {
      problems.push({
        about: `privateKeyJwt: ${about}[${JSON.stringify(name)}]`,
        value: `${value.length} characters`,
        allowed: `1 to ${valueLength} characters`,
        fix: value === '' ? 'Leave the claim out.' : 'Shorten it.',
      });
    }
  }
  return problems;
}
