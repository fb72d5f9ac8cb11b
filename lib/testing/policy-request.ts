/** A call as a test describes it, and as the engine knows it. */
import type { aws_iam as iam } from 'aws-cdk-lib';
import type { PrincipalKind } from '../cedar/cedar-gateway';
import type { Caller } from '../cedar/decision';
import type { ExampleRequest } from '../cedar/proof/find-request';
import { nearest } from '../core/refusal';
import { isJsonObject } from '../tools/json-schema';
import type { Tool } from '../tools/tool';
import { PolicyTestError } from './policy-test-error';

/** Who calls which tool, and with what. Either a user or a role; neither where callers do not authenticate. */
export interface PolicyRequest {
  /**
   * A user with a token: its claims, as they are in the token. Arrays are arrays.
   * @default - a role calls. Without `sub`, the user is `somebody`
   */
  readonly user?: Readonly<Record<string, unknown>>;
  /**
   * A role that signs with IAM: the construct, the name under which policies know it, or the ARN of its sessions without a
   * session's name, `arn:aws:sts::111122223333:assumed-role/Support`.
   * @default - a user calls
   */
  readonly role?: iam.IRole | string;
  /** The tool, or its full name: `Refunds___process_refund`. */
  readonly tool: Tool | string;
  /**
   * What the tool is called with, as JSON.
   * @default - nothing
   */
  readonly input?: Readonly<Record<string, unknown>>;
  /**
   * When: a date, or an ISO text in UTC.
   * @default - any; needed where a policy of the tool asks for the time
   */
  readonly at?: Date | string;
}

/**
 * The caller as the engine knows it.
 * @param named the roles that policies name, by their ids
 * @param principals who can call the gateway
 */
export function callerOf(
  { user, role }: PolicyRequest,
  named: readonly string[],
  principals: PrincipalKind | 'both',
): Caller {
  if (principals === 'UnauthenticatedUser') {
    if (user === undefined && role === undefined) return { unauthenticated: true };
    throw new PolicyTestError('Callers of this gateway do not authenticate: leave user and role out.');
  }
  if ((user === undefined) === (role === undefined)) {
    throw new PolicyTestError('A call is made by a user or by a role: give one of the two, for example user: {}.');
  }
  const wrong = { OAuthUser: role !== undefined, IamEntity: user !== undefined, both: false }[principals];
  if (wrong) {
    throw new PolicyTestError(
      principals === 'OAuthUser'
        ? 'Callers of this gateway bring a JWT: give user instead of role.'
        : 'Callers of this gateway sign with IAM: give role instead of user.',
    );
  }
  if (role !== undefined) {
    return { roleArn: typeof role === 'string' ? idOf(role, named) : idOfConstruct(role, named) };
  }
  const { sub = 'somebody', ...claims } = user!;
  return { sub: String(sub), claims };
}

function idOfConstruct({ node, roleName }: iam.IRole, named: readonly string[]): string {
  const path = `<${node.path.replaceAll('/', '.')}>`;
  const own = named.find((id) => id.endsWith(`/${path}`) || id.endsWith(`/${roleName}`));
  return own ?? `arn:<AWS::Partition>:sts::<AWS::AccountId>:assumed-role/${path}`;
}

/** The id by which a policy names the role; where none does, one that no policy names. */
function idOf(role: string, named: readonly string[]): string {
  if (role.startsWith('arn:')) return role;
  const found = named.filter((id) => [role, `<${role.replaceAll('/', '.')}>`].includes(id.slice(id.indexOf('/') + 1)));
  if (found.length === 0) {
    const names = named.map((id) => id.slice(id.indexOf('/') + 1).replace(/^<(.*)>$/, '$1'));
    const near = nearest(role, names);
    if (near !== undefined) {
      throw new PolicyTestError(`No policy names the role ${role}. Did you mean ${JSON.stringify(near)}?`);
    }
  }
  if (found.length > 1) {
    throw new PolicyTestError(`Several roles are called ${role}: give the ARN, one of ${found.join(', ')}.`);
  }
  return found[0] ?? `arn:<AWS::Partition>:sts::<AWS::AccountId>:assumed-role/${role}`;
}

/**
 * The time of the call.
 * @param asking the policies that ask for it: a test must not depend on when it runs
 */
export function timeOf({ at }: PolicyRequest, asking: readonly string[]): Date {
  if (at === undefined && asking.length > 0) {
    throw new PolicyTestError(
      `${asking.join(' and ')} ${asking.length === 1 ? 'asks' : 'ask'} for the time: say it, for example at: '2026-11-21T08:00:00Z'.`,
    );
  }
  const time = at === undefined ? new Date() : new Date(at);
  const isZoned = typeof at !== 'string' || /Z$|[+-]\d\d:?\d\d$/.test(at);
  if (Number.isNaN(time.getTime()) || !isZoned) {
    throw new PolicyTestError(
      `at is ${JSON.stringify(at)}, which is no time in UTC. Write it like 2026-11-21T08:00:00Z.`,
    );
  }
  return time;
}

/** A field that the tool does not declare, and those that it has there. */
export interface UnknownField {
  readonly path: string;
  readonly known: readonly string[];
}

/** The fields of an input that the tool does not declare: a test that misspells one would test nothing. */
export function unknownFields(input: unknown, schema: unknown, path: readonly string[] = []): UnknownField[] {
  if (!isJsonObject(schema)) return [];
  if (Array.isArray(input)) return input.flatMap((item) => unknownFields(item, schema.items, path));
  if (!isJsonObject(input) || !isJsonObject(schema.properties)) return [];
  const { properties } = schema;
  const named = (name: string) => [...path, name].join('.');
  return Object.entries(input).flatMap(([name, value]) =>
    Object.hasOwn(properties, name)
      ? unknownFields(value, properties[name], [...path, name])
      : [{ path: named(name), known: Object.keys(properties).map(named) }],
  );
}

/** The call in one sentence, for a message. */
export function callInWords({ caller, tool, input, now }: ExampleRequest): string {
  const when = now ? ` at ${now.toISOString()}` : '';
  return `${callerInWords(caller)} calls ${tool.fullName} with ${JSON.stringify(input)}${when}`;
}

function callerInWords(caller: Caller): string {
  if ('unauthenticated' in caller) return 'somebody without credentials';
  if ('sub' in caller) return `a user with ${JSON.stringify({ sub: caller.sub, ...caller.claims })}`;
  return `the role ${caller.roleArn.slice(caller.roleArn.lastIndexOf(':') + 1)}`;
}
