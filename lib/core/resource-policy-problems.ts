/** What is wrong with a resource policy, before the service says so. */
import {
  CfnResource,
  Reference,
  Stack,
  Token,
  Tokenization,
  type aws_bedrockagentcore as agentcore,
} from 'aws-cdk-lib';
import type { Finding } from './finding';
import { isNarrowing } from './narrowing-condition';
import { suggestion, type Problem } from './refusal';
import { RESOURCE_POLICY_LIMITS, type PolicyResourceKind } from './resource-policy-limits';
import { ownerPath, resourcesIn } from './resources';

/** A statement as it stands in the template. */
export interface PolicyStatementJson {
  readonly Sid?: string;
  readonly Effect?: string;
  readonly Action?: string | string[];
  readonly Principal?: unknown;
  readonly Resource?: unknown;
  readonly Condition?: object;
}

/** One of a policy. */
export interface CheckedStatement {
  readonly json: PolicyStatementJson;
  /** Whether there is a reason for which it lets in everybody. */
  readonly isOpen: boolean;
}

const SERVICE = 'bedrock-agentcore:';
const RESOURCE_ARN = /^arn:[^:]+:bedrock-agentcore:[^:]+:[^:]+:(?:gateway|runtime|memory)\/.+$/;

export function arnProblems(resourceArn: string): Problem[] {
  if (Token.isUnresolved(resourceArn) || RESOURCE_ARN.test(resourceArn)) return [];
  return [
    {
      about: 'resourceArn',
      value: resourceArn,
      allowed: 'the ARN of a gateway, an agent runtime, a runtime endpoint or a memory',
      fix: 'Write arn:<partition>:bedrock-agentcore:<region>:<account>:gateway/<id>, or that of a runtime or memory.',
    },
  ];
}

/** What kind of resource it is, where the ARN says it or is an attribute of a resource. */
export function kindOf(resourceArn: string): PolicyResourceKind | undefined {
  const kinds = Object.keys(RESOURCE_POLICY_LIMITS.actions) as PolicyResourceKind[];
  const [token] = Tokenization.reverseString(resourceArn).tokens;
  if (!token) return kinds.find((kind) => resourceArn.includes(`:${kind}/`));
  const target = Reference.isReference(token) ? token.target : undefined;
  const type = CfnResource.isCfnResource(target) ? target.cfnResourceType.split('::')[2].toLowerCase() : '';
  return kinds.find((kind) => type.startsWith(kind));
}

/** What is wrong with the whole, when the app is complete. */
export function resourcePolicyProblems(
  policy: agentcore.CfnResourcePolicy,
  inTemplate: readonly PolicyStatementJson[],
  statements: readonly CheckedStatement[],
): Problem[] {
  const own = JSON.stringify(Stack.of(policy).resolve(policy.resourceArn));
  return [
    ...sizeProblems(inTemplate.length, JSON.stringify({ Statement: inTemplate, Version: '2012-10-17' }).length),
    ...statements.flatMap(({ json, isOpen }, index) =>
      statementProblems(`statement ${json.Sid ?? index + 1}`, json, own, isOpen),
    ),
    ...otherPolicies(policy),
  ];
}

function sizeProblems(count: number, length: number): Problem[] {
  const { characters, statements } = RESOURCE_POLICY_LIMITS;
  const problems: Problem[] = [];
  if (count === 0) {
    const allowed = 'at least one statement';
    problems.push({ about: 'statements', value: [], allowed, fix: 'Add one, or leave the policy out.' });
  }
  if (count > statements) {
    const fix = 'Name several principals in one statement.';
    problems.push({ about: 'statements', value: `${count} statements`, allowed: `at most ${statements}`, fix });
  }
  if (length > characters) {
    const allowed = `at most ${characters} characters`;
    const fix = 'Name organizations rather than accounts, and accounts rather than roles.';
    problems.push({ about: 'statements', value: `a policy of ${length} characters`, allowed, fix });
  }
  return problems;
}

function statementProblems(about: string, statement: PolicyStatementJson, own: string, isOpen: boolean): Problem[] {
  return [
    ...resourceProblems(about, statement, own),
    ...principalProblems(about, statement, isOpen),
    ...actionProblems(about, statement),
  ];
}

function resourceProblems(about: string, { Resource: resource }: PolicyStatementJson, own: string): Problem[] {
  if (JSON.stringify(resource) === own) return [];
  return [
    {
      about: `${about} Resource`,
      value: resource,
      allowed: 'the ARN of the resource that has the policy',
      fix: 'Leave resources out of the statement.',
    },
  ];
}

function principalProblems(about: string, statement: PolicyStatementJson, isOpen: boolean): Problem[] {
  const { Principal: principal, Condition: condition = {}, Effect: effect } = statement;
  if (principal === undefined) {
    const fix = 'Write principals: […].';
    return [{ about: `${about} Principal`, allowed: 'the principals that it is about, named one by one', fix }];
  }
  if (effect !== 'Allow' || isOpen || !isEverybody(principal) || isNarrowing(condition)) return [];
  return [
    {
      about: `${about} Principal`,
      value: principal,
      allowed:
        'everybody only with a condition on whose they are or where they call from: StringEquals aws:PrincipalOrgID',
      fix: 'Write allowFrom(Caller.organization(…)) or, where callers bring a token, allowFrom(Caller.vpcEndpoint(…)).',
    },
  ];
}

/** Of whatever kind: `*`, `{ AWS: '*' }`, `{ Federated: ['*'] }`. */
function isEverybody(principal: unknown): boolean {
  return (
    principal === '*' ||
    Object.values(principal as object)
      .flat()
      .includes('*')
  );
}

function actionProblems(about: string, { Action: action }: PolicyStatementJson): Problem[] {
  if (action === undefined) {
    const fix = `Write actions: ['${SERVICE}…'].`;
    return [{ about: `${about} Action`, allowed: 'the actions that it is about, named one by one', fix }];
  }
  return namesOf(action)
    .filter((name) => !name.startsWith(SERVICE) || name.includes('*'))
    .map((value) => ({
      about: `${about} Action`,
      value,
      allowed: `actions of ${SERVICE.slice(0, -1)} without wildcards`,
      fix: 'Name what callers may do.',
    }));
}

/** Two policies of one resource overwrite each other, and deleting one deletes both. */
function otherPolicies(policy: agentcore.CfnResourcePolicy): Problem[] {
  const same = resourcesIn<agentcore.CfnResourcePolicy>(policy.node.root, policy.cfnResourceType).filter(
    (other) => referenceOf(other.resourceArn) === referenceOf(policy.resourceArn),
  );
  if (same.length < 2) return [];
  const paths = same.map(ownerPath);
  return [
    {
      about: 'resourceArn',
      value: policy.resourceArn,
      allowed: `one policy of a resource; ${paths.join(' and ')} are of the same`,
      fix: 'Add the statements of one to the other.',
    },
  ];
}

/** The same from every stack, where a reference of another one reads differently. */
function referenceOf(resourceArn: string): string {
  const [token] = Tokenization.reverseString(resourceArn).tokens;
  return token && Reference.isReference(token) ? token.target.node.path : resourceArn;
}

/** An action that is not in the list may be newer than the list. */
export function actionFindings(
  statements: readonly PolicyStatementJson[],
  kind: PolicyResourceKind | undefined,
): Finding[] {
  if (!kind) return [];
  const allowed: readonly string[] = RESOURCE_POLICY_LIMITS.actions[kind];
  return statements
    .flatMap(({ Action: action }) => namesOf(action ?? []))
    .filter((name) => name.startsWith(SERVICE) && !name.includes('*'))
    .map((name) => name.slice(SERVICE.length))
    .filter((name) => !allowed.includes(name))
    .map((name) => ({
      id: 'cdk-agentcore:resource-policy-action',
      about: 'Action',
      value: `${SERVICE}${name}`,
      allowed: `what a policy of a ${kind} can be about: ${allowed.length > 1 ? `${allowed.length} actions` : allowed[0]}`,
      fix: suggestion(name, allowed),
    }));
}

function namesOf(action: string | string[]): string[] {
  return [action].flat();
}
