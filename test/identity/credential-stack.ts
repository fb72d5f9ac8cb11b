import { App, aws_secretsmanager as secretsmanager, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { OAuthProvider, OAuthVendor, StoredSecret, type OAuthProviderProps } from '../../lib/identity';

export const HERE = { account: '111122223333', region: 'eu-central-1' };
export const SECRET_ARN = 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:slack-AbCdEf';
export const VAULT = 'arn:aws:bedrock-agentcore:eu-central-1:111122223333:token-vault/default';
export const DIRECTORY = 'arn:aws:bedrock-agentcore:eu-central-1:111122223333:workload-identity-directory/default';
export const SUPPORT = `${DIRECTORY}/workload-identity/support-abcdefghij`;

export function shopStack(app = new App(), id = 'Shop'): Stack {
  return new Stack(app, id, { env: HERE });
}

export function secretOf(stack: Stack): secretsmanager.ISecret {
  return secretsmanager.Secret.fromSecretCompleteArn(stack, 'Secret', SECRET_ARN);
}

/** Slack's client secret, unless a test says something else. */
export function oauthIn(stack: Stack, props: Partial<OAuthProviderProps> = {}, id = 'Slack'): OAuthProvider {
  const stored = 'clientSecret' in props ? {} : { clientSecret: StoredSecret.field(secretOf(stack), 'client_secret') };
  return new OAuthProvider(stack, id, { vendor: OAuthVendor.slack(), clientId: 'client', ...stored, ...props });
}

export function resourceOf(stack: Stack, type: string) {
  return Object.values(Template.fromStack(stack).findResources(type))[0];
}

/** What a construct refuses, line by line, without the first line that names it. */
export function refusals(build: () => unknown): string[] {
  try {
    build();
  } catch (error) {
    return (error as Error).message
      .split('\n')
      .slice(1)
      .map((line) => line.replace(/^ {2}- /, ''));
  }
  return [];
}

/** What stands in a template, with references in angle brackets. */
export function readable(stack: Stack, value: unknown): unknown {
  const text = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(text);
    if (typeof part !== 'object' || part === null) return part;
    const { 'Fn::GetAtt': attribute, Ref: ref, 'Fn::Join': join } = part as Record<string, unknown[]>;
    if (attribute) return `<${attribute.join('.').replace(/[0-9A-F]{8}\./, '.')}>`;
    if (ref) return String(ref) === 'AWS::Partition' ? 'aws' : `<${String(ref).replace(/[0-9A-F]{8}$/, '')}>`;
    if (join) return (text(join[1]) as unknown[]).join(String(join[0]));
    return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, text(inner)]));
  };
  return text(stack.resolve(value));
}

export function statementsIn(stack: Stack, statements: { toStatementJson(): unknown }[]): unknown[] {
  return readable(
    stack,
    statements.map((statement) => statement.toStatementJson()),
  ) as unknown[];
}

/** The statements of all policies, in the order of the policies. */
export function granted(stack: Stack): unknown[] {
  return Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy')).flatMap(
    ({ Properties }) => readable(stack, Properties.PolicyDocument.Statement) as unknown[],
  );
}
