/** Where a client secret or an API key is. */
import { aws_iam as iam, Stack, Token, type aws_secretsmanager as secretsmanager, type SecretValue } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { justificationProblems, type Justification } from '../core/justification';
import type { Problem } from '../core/refusal';
import { IDENTITY_LIMITS } from './identity-limits';

/** A secret of Secrets Manager, as CloudFormation names it. */
export interface SecretField {
  readonly secretId: string;
  readonly jsonKey: string;
}

/**
 * Where a client secret or an API key is: in Secrets Manager, where it can be rotated and where its readers are known.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/identity-add-oauth-client-custom.html
 */
export class StoredSecret {
  /**
   * A field of a secret that holds JSON. Each use reads it anew, so a rotated value is taken at once. Whoever gets tokens
   * by it is allowed to read exactly this secret, and to decrypt with its key where it has one of its own.
   *
   * @param secret in the region of the provider; one of another account must let this one in by its own policies
   * @param jsonKey the field that holds the value, at most 128 characters: its name, never the value
   */
  static field(secret: secretsmanager.ISecret, jsonKey: string): StoredSecret {
    return new StoredSecret({ secret, jsonKey });
  }

  /**
   * The value itself, which then stands in the template, in the history of deployments, and in a secret that AgentCore
   * keeps. For a quick test with a credential that opens nothing.
   */
  static inTemplate(value: SecretValue, justification: Justification): StoredSecret {
    return new StoredSecret(undefined, { value, justification });
  }

  private constructor(
    private readonly stored?: { readonly secret: secretsmanager.ISecret; readonly jsonKey: string },
    private readonly given?: { readonly value: SecretValue; readonly justification: Justification },
  ) {}

  /** @internal Where it is, unless it stands in the template. */
  get _field(): SecretField | undefined {
    return this.stored && { secretId: arnOf(this.stored.secret), jsonKey: this.stored.jsonKey };
  }

  /** @internal What stands in the template. */
  get _value(): string | undefined {
    return this.given?.value.unsafeUnwrap();
  }

  /** @internal Why it stands in the template. */
  get _justification(): Justification | undefined {
    return this.given?.justification;
  }

  /** @internal */
  _problems(about: string, construct: IConstruct): Problem[] {
    if (this.given) return justificationProblems(`${about}: StoredSecret.inTemplate`, this.given.justification);
    const { secret, jsonKey } = this.stored!;
    return [...jsonKeyProblems(about, jsonKey), ...regionProblems(about, secret, construct)];
  }

  /** @internal What reads it, and nothing else; none where AgentCore keeps it. */
  _readStatements(): iam.PolicyStatement[] | undefined {
    return this.stored && secretStatements(this.stored.secret);
  }
}

/** Reading one secret, and decrypting it with its own key, through Secrets Manager only. */
export function secretStatements(secret: secretsmanager.ISecret): iam.PolicyStatement[] {
  const { secretFullArn, encryptionKey, env } = secret;
  // Without the six characters that Secrets Manager appends, an ARN names no secret in IAM.
  const resource = secretFullArn ?? `${secret.secretArn}-??????`;
  const statements = [new iam.PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [resource] })];
  if (encryptionKey) {
    statements.push(
      new iam.PolicyStatement({
        actions: ['kms:Decrypt'],
        resources: [encryptionKey.keyArn],
        conditions: {
          StringEquals: { 'kms:ViaService': `secretsmanager.${env.region}.amazonaws.com` },
          StringLike: { 'kms:EncryptionContext:SecretARN': resource },
        },
      }),
    );
  }
  return statements;
}

function arnOf(secret: secretsmanager.ISecret): string {
  return secret.secretFullArn ?? secret.secretArn;
}

function jsonKeyProblems(about: string, jsonKey: string): Problem[] {
  if (Token.isUnresolved(jsonKey) || (jsonKey.length > 0 && jsonKey.length <= IDENTITY_LIMITS.jsonKey)) return [];
  return [
    {
      // Somebody may have written the secret itself: its length is enough.
      about: `${about}: jsonKey`,
      value: `${jsonKey.length} characters`,
      allowed: `the name of a field, 1 to ${IDENTITY_LIMITS.jsonKey} characters`,
      fix: 'Store the secret as JSON, and name the field that holds the value.',
    },
  ];
}

function regionProblems(about: string, secret: secretsmanager.ISecret, construct: IConstruct): Problem[] {
  const [there, here] = [secret.env.region, Stack.of(construct).region];
  if ([there, here].some((region) => Token.isUnresolved(region)) || there === here) return [];
  return [
    {
      about,
      value: `a secret in ${there}`,
      allowed: `a secret in ${here}, the region of the provider`,
      fix: `Replicate the secret to ${here}, and take the replica.`,
    },
  ];
}

/** Without types, somebody might give the secret itself; it must not be repeated in a message. */
export function secretTypeProblems(about: string, secret: StoredSecret): Problem[] | undefined {
  if (secret instanceof StoredSecret) return undefined;
  return [
    {
      about,
      value: 'something else than a StoredSecret',
      allowed: 'where the value is, never the value itself',
      fix: 'Write StoredSecret.field(secret, jsonKey).',
    },
  ];
}
