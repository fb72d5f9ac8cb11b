/** A stack with agents whose code is a zip that is already there, and its template in a form that reads. */
import { App, aws_bedrockagentcore as agentcore, aws_s3 as s3, Stack, Stage, type Environment } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { Construct } from 'constructs';
import { IdentityProvider, InboundAuth } from '../../lib/identity';
import { Agent, AgentCode, type AgentProps } from '../../lib/runtime';

export const ACCOUNT = '123456789012';
export const EU: Environment = { region: 'eu-central-1', account: ACCOUNT };
export const GOV: Environment = { region: 'us-gov-west-1', account: ACCOUNT };
export const AGNOSTIC: Environment = {};

/** Staff of the shop, as tokens of this issuer and client. */
export const ISSUER = 'https://login.example.com/.well-known/openid-configuration';
export const staff = (clients = ['web']) => InboundAuth.jwt(IdentityProvider.oidc(ISSUER, { clients }));

export function shopStack(env: Environment = EU, app: Stage = new App()): Stack {
  return new Stack(app, 'Shop', { env });
}

export function zipCode(scope: Construct, id = 'Code'): AgentCode {
  const bucket = (scope.node.tryFindChild(id) as s3.IBucket) ?? s3.Bucket.fromBucketName(scope, id, 'shop-code');
  return AgentCode.zip(bucket, 'agent.zip', {
    runtime: agentcore.AgentCoreRuntime.NODE_22,
    entryPoint: ['index.js'],
  });
}

export function agentIn(stack: Stack, id = 'Support', props: Partial<AgentProps> = {}): Agent {
  return new Agent(stack, id, { code: zipCode(stack), agentName: id.toLowerCase(), ...props });
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
  throw new Error('it was built');
}

export function appOf(stack: Stack): Stage {
  return Stage.of(stack)!;
}

/** What a synth fails for. */
export function synthError(stack: Stack): string {
  try {
    appOf(stack).synth();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('it was synthesized');
}

interface Resource {
  readonly Type: string;
  readonly Properties: any;
  readonly DependsOn?: string[];
  readonly Metadata?: any;
  readonly DeletionPolicy?: string;
}

/** The one resource of a type whose logical id begins like this. */
export function resource(stack: Stack, type: string, idPrefix = ''): Resource {
  const found = Object.entries(Template.fromStack(stack).findResources(type)).filter(([id]) => id.startsWith(idPrefix));
  if (found.length !== 1) throw new Error(`${found.length} of ${type} ${idPrefix}: ${found.map(([id]) => id).join()}`);
  return readable(found[0][1]) as Resource;
}

export function runtimeOf(stack: Stack, id = 'Support'): Resource {
  return resource(stack, 'AWS::BedrockAgentCore::Runtime', `${id}Runtime`);
}

/** What is granted to the role of an agent beside its code. */
export function grantsOf(stack: Stack, id = 'Support'): any[] {
  return resource(stack, 'AWS::IAM::Policy', `${id}RoleGrants`).Properties.PolicyDocument.Statement;
}

export function actionsOf(stack: Stack, id = 'Support'): string[] {
  return grantsOf(stack, id).flatMap((statement) => statement.Action);
}

/** Joins become text, with references as `<LogicalId>` or `<LogicalId.Attribute>`, without the hashes of logical ids. */
export function readable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(readable);
  if (typeof value !== 'object' || value === null) return value;
  const { 'Fn::Join': join, Ref: ref, 'Fn::GetAtt': attribute } = value as Record<string, any>;
  if (join) return (join[1] as unknown[]).map(readable).join(join[0]);
  if (ref) return `<${plain(ref)}>`;
  if (attribute) return `<${plain(attribute[0])}.${attribute[1]}>`;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, readable(inner)]));
}

function plain(logicalId: string): string {
  return logicalId.replace(/[0-9A-F]{8}$/, '');
}
