/** What a role may do, as far as the templates tell: its own policies and those attached to it. */
import { hasPlaceholder, isConditional } from '../template/placeholders';
import { listOf, recordOf, textOf } from '../template/template';
import { isJsonObject } from '../tools/json-schema';
import type { AssemblyView, ResourceView } from './assembly-view';

export interface RoleStatement {
  readonly actions: readonly string[];
  /** With `NotAction`: everything but these. */
  readonly exceptActions?: readonly string[];
  readonly resources: readonly string[];
  readonly condition: Readonly<Record<string, unknown>>;
}

export interface RoleStatements {
  /** What is allowed. Denials, boundaries and service control policies are not subtracted. */
  readonly allowed: readonly RoleStatement[];
  /** What the templates do not tell, in words. */
  readonly unknown: readonly string[];
}

const ROLE = 'AWS::IAM::Role';
const ATTACHABLE = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::RolePolicy'];

/** @param roleArn resolved, as another resource names the role */
export function statementsOf(roleArn: unknown, view: AssemblyView): RoleStatements {
  const role = view.referenced(roleArn, ROLE);
  if (!role)
    return { allowed: [], unknown: [`its role ${textOf(roleArn) ?? ''} is not in this assembly`.replace('  ', ' ')] };
  const attached = ATTACHABLE.flatMap((type) => view.ofType(type)).filter((policy) => isAttached(policy, role, view));
  const managed = listOf(role.properties.ManagedPolicyArns).map(String);
  const documents = [
    ...listOf(role.properties.Policies).map((policy) => recordOf(policy).PolicyDocument),
    ...attached.map(({ properties }) => properties.PolicyDocument),
    ...managed.flatMap((arn) => {
      const policy = view.referenced(arn, 'AWS::IAM::ManagedPolicy');
      return policy && !attached.includes(policy) ? [policy.properties.PolicyDocument] : [];
    }),
  ];
  const elsewhere = managed.filter((arn) => !view.referenced(arn, 'AWS::IAM::ManagedPolicy'));
  return {
    allowed: documents.flatMap(allowedBy),
    unknown: [
      ...elsewhere.map((arn) => `its role has the policy ${arn}, which is not in this assembly`),
      ...(isList(role.properties.Policies) && isList(role.properties.ManagedPolicyArns) && documents.every(isReadable)
        ? []
        : ['what its role may do depends partly on what only the deployment knows']),
    ],
  };
}

/** Whether a statement's actions cover this one; `*` and `?` are IAM's wildcards. */
export function allows(statement: RoleStatement, action: string): boolean {
  if (statement.exceptActions) return !statement.exceptActions.some((pattern) => matcher(pattern)(action));
  return statement.actions.some((pattern) => matcher(pattern)(action));
}

/** IAM's wildcards; names of actions and of AgentCore's resources differ in case only by mistake. */
export function matcher(pattern: string): (text: string) => boolean {
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*+/g, '.*')
    .replaceAll('?', '.');
  const expected = new RegExp(`^${expression}$`, 'is');
  return (text) => expected.test(text);
}

function isAttached(policy: ResourceView, role: ResourceView, view: AssemblyView): boolean {
  const roles = [...listOf(policy.properties.Roles), policy.properties.RoleName].map((name) => textOf(name) ?? '');
  const name = textOf(role.properties.RoleName);
  return roles.some(
    (text) =>
      view.referencesIn(text).some(({ resource }) => resource === role.resource) ||
      (name !== undefined && text === name),
  );
}

function isList(value: unknown): boolean {
  return value === undefined || Array.isArray(value);
}

/** Whether no condition or parameter of the template decides what is allowed; resources may well be references. */
function isReadable(document: unknown): boolean {
  const { Statement } = recordOf(document);
  return (Array.isArray(Statement) ? Statement : [Statement]).every(
    (statement) =>
      isJsonObject(statement) &&
      [statement.Effect, statement.Action, statement.NotAction, statement.Resource].every(
        (part) => !isConditional(JSON.stringify(part ?? '')),
      ) &&
      !oneOrMore(statement.Action).some(hasPlaceholder),
  );
}

function allowedBy(document: unknown): RoleStatement[] {
  const { Statement } = recordOf(document);
  return (Array.isArray(Statement) ? Statement : [Statement]).flatMap((item) => {
    const statement = recordOf(item);
    if (statement.Effect !== 'Allow') return [];
    return [
      {
        actions: oneOrMore(statement.Action),
        ...(statement.NotAction !== undefined && { exceptActions: oneOrMore(statement.NotAction) }),
        // A statement with NotResource leaves out a few; for a reader's purpose it is about everything.
        resources: statement.NotResource === undefined ? oneOrMore(statement.Resource) : ['*'],
        condition: recordOf(statement.Condition),
      },
    ];
  });
}

function oneOrMore(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).flatMap((item) => (typeof item === 'string' ? [item] : []));
}
