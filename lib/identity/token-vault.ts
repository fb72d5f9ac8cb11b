/** The token vault of an account and region: where tokens, client secrets and API keys are kept, and with whose key. */
import { aws_iam as iam, aws_kms as kms, CfnDeletionPolicy, Stack, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { agentcoreArn } from '../core/arns';
import { encryptionKeyProblems } from '../core/encryption-key';
import { reportFindings, type Finding } from '../core/finding';
import { Problems, sentence, type Problem } from '../core/refusal';
import { IdentitySetting } from './identity-setting';

/** The one vault that an account has in a region. */
const DEFAULT_VAULT = 'default';

/** Properties of the token vault. */
export interface TokenVaultProps {
  /**
   * The key that encrypts the vault: symmetric, of this region. Its policy is told that every principal of the account may
   * use it through AgentCore for the vault, so none of them needs a permission of its own. Keep it as long as the vault.
   */
  readonly encryptionKey: kms.IKey;
}

/**
 * Encrypts the token vault with a key of yours. An account has one vault in a region, so one stack of it says so. When the
 * construct is removed the vault keeps the key: what is in it could not be read without.
 *
 * CloudFormation knows no token vault, so a custom resource calls `SetTokenVaultCMK`, and may do nothing else.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/kms-key-policy-configuration.html
 */
export class TokenVault extends Construct {
  /** The ARN of the vault. */
  readonly tokenVaultArn: string;
  /** The key that encrypts it. */
  readonly encryptionKey: kms.IKey;

  constructor(scope: Construct, id: string, props: TokenVaultProps) {
    super(scope, id);
    const { encryptionKey } = props;
    new Problems(this)
      .add(...encryptionKeyProblems('encryptionKey', encryptionKey, Stack.of(this).region, 'the vault'))
      .refuse();
    this.encryptionKey = encryptionKey;
    this.tokenVaultArn = agentcoreArn(this, `token-vault/${DEFAULT_VAULT}`);

    const allowed = this.keyStatements();
    const inApp = allowed
      .map((statement) => encryptionKey.addToResourcePolicy(statement).statementAdded)
      .every(Boolean);
    const setting = new IdentitySetting(this, 'Setting', {
      resourceType: 'Custom::TokenVaultKey',
      description: 'Sets the key of the token vault',
      properties: { Setting: 'TokenVaultKey', TokenVaultId: DEFAULT_VAULT, KmsKeyArn: encryptionKey.keyArn },
      statement: new iam.PolicyStatement({
        actions: ['bedrock-agentcore:SetTokenVaultCMK'],
        resources: [this.tokenVaultArn],
      }),
    });
    // Its policy too, which AgentCore asks when it is told the key.
    setting.node.addDependency(encryptionKey);
    this.node.addValidation({ validate: () => this.secondProblems().map(sentence) });
    reportFindings(this, () => keyFindings(encryptionKey, inApp));
  }

  /**
   * Through AgentCore, for this vault, whoever of the account is asking: as with the keys that AWS keeps for a service,
   * what a principal may do is decided by its permissions on the vault.
   */
  private keyStatements(): iam.PolicyStatement[] {
    const { account, region } = Stack.of(this);
    const throughAgentCore = {
      'kms:CallerAccount': account,
      'kms:ViaService': `bedrock-agentcore-identity.${region}.amazonaws.com`,
    };
    const vault = 'kms:EncryptionContext:aws-crypto-ec:aws:bedrock-agentcore-identity:token-vault-arn';
    const statement = (actions: string[], conditions: Record<string, string>) =>
      new iam.PolicyStatement({
        principals: [new iam.AnyPrincipal()],
        actions,
        resources: ['*'], // In a key's policy: this key.
        conditions: { StringEquals: conditions },
      });
    return [
      statement(['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKeyWithoutPlaintext'], {
        ...throughAgentCore,
        [vault]: this.tokenVaultArn,
      }),
      statement(['kms:DescribeKey'], throughAgentCore),
    ];
  }

  /** Two would set the key of the same vault, the one after the other. */
  private secondProblems(): Problem[] {
    const { account, region } = Stack.of(this);
    const others = this.node.root.node
      .findAll()
      .filter((other) => other instanceof TokenVault && other !== this)
      .filter((other) => Stack.of(other).account === account && Stack.of(other).region === region);
    if (others.length === 0 || [account, region].some((name) => Token.isUnresolved(name))) return [];
    return [
      {
        about: 'TokenVault',
        value: [this, ...others].map(({ node }) => node.path),
        allowed: 'one in an account and region, as there is one vault',
        fix: 'Leave the others out.',
      },
    ];
  }
}

function keyFindings(key: kms.IKey, inApp: boolean): Finding[] {
  const resource = key.node.defaultChild;
  const findings: Finding[] = [];
  if (!inApp) {
    findings.push({
      id: 'cdk-agentcore:token-vault-key-policy',
      about: 'encryptionKey',
      value: 'a key whose policy is not in this app',
      allowed: 'a key whose policy lets the principals of the account use it through AgentCore for the vault',
      fix: 'Let its owner add the statements of docs.aws.amazon.com/bedrock-agentcore/latest/devguide/kms-key-policy-configuration.html.',
    });
  }
  if (resource instanceof kms.CfnKey && resource.cfnOptions.deletionPolicy === CfnDeletionPolicy.DELETE) {
    findings.push({
      id: 'cdk-agentcore:token-vault-key-not-kept',
      about: 'encryptionKey',
      value: `${key.node.path}, which is deleted with its stack`,
      allowed: 'a key that is kept as long as the vault, which the stack does not delete',
      fix: 'Give the key RemovalPolicy.RETAIN.',
    });
  }
  return findings;
}
