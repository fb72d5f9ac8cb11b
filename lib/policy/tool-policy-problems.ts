/** What is wrong with the props of a policy, whatever the tools of its gateway are. */
import { Token } from 'aws-cdk-lib';
import type { Cedar } from '../cedar/cedar';
import { policyIdProblems } from '../cedar/policy-ids';
import { justificationProblems } from '../core/justification';
import type { Problem } from '../core/refusal';
import type { ToolPolicyOptions, ToolPolicyProps } from './tool-policy-props';

/** @see https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_CreatePolicy.html (2026-11) */
const LIMITS = { name: 48, description: 4096 };

export function toolPolicyProblems(props: ToolPolicyProps): Problem[] {
  return [
    ...formProblems(props),
    ...nameProblems(props.policyName),
    ...statementProblems(props.statement),
    ...descriptionProblems('description', props.description),
    ...(props.description === undefined ? annotationProblems(props.statement) : []),
    ...(props.ignoreFindings ? justificationProblems('ignoreFindings', props.ignoreFindings) : []),
    ...(props.rollout?._problems() ?? []),
    ...emptyProblems('tools', props.tools, 'Name the tools, or leave tools out for every tool of the gateway.'),
    ...emptyProblems('principals', props.principals, 'Name the principals, or leave principals out for every caller.'),
  ];
}

/** What keeps the statements of a text or of files from being a policy each. */
export function manyPoliciesProblems(statements: Cedar, { policyName }: ToolPolicyOptions): Problem[] {
  const several = statements._statements.length > 1;
  return [
    ...statements._problems(),
    ...policyIdProblems(statements._statements),
    ...(several && policyName !== undefined ? [nameOfMany(policyName)] : []),
  ];
}

function nameOfMany(policyName: string): Problem {
  return {
    about: 'policyName',
    value: policyName,
    allowed: 'the name of one policy, and there are several',
    fix: 'Leave it out, and write @id("…") before each statement.',
  };
}

function formProblems(props: ToolPolicyProps): Problem[] {
  const { effect, tools, principals, when, unless, statement } = props;
  if (!statement) {
    if (effect) return [];
    return [
      {
        about: 'effect',
        allowed: 'PolicyEffect.PERMIT or PolicyEffect.FORBID, or a whole statement',
        fix: 'Say the effect, or give statement: Cedar.fromText(…).',
      },
    ];
  }
  return Object.entries({ effect, tools, principals, when, unless })
    .filter(([, value]) => value !== undefined)
    .map(([name]) => ({
      about: name,
      value: 'given beside statement',
      allowed: 'one of the two: the text says everything',
      fix: `Write it into the statement, or leave the statement out.`,
    }));
}

function nameProblems(policyName: string | undefined): Problem[] {
  if (policyName === undefined || Token.isUnresolved(policyName)) return [];
  if (/^[A-Za-z][A-Za-z0-9_]*$/.test(policyName) && policyName.length <= LIMITS.name) return [];
  return [
    {
      about: 'policyName',
      value: policyName,
      allowed: `1 to ${LIMITS.name} letters, digits and _, a letter first`,
      fix: 'Rename it, or leave it out: a name is made from the construct path.',
    },
  ];
}

function statementProblems(statement: Cedar | undefined): Problem[] {
  if (!statement) return [];
  const count = statement._statements.length;
  const several = {
    about: 'statement',
    value: `${count} statements`,
    allowed: 'exactly one',
    fix: 'Make a policy of each: tools.addPolicies(…).',
  };
  return [...statement._problems(), ...(count > 1 ? [several] : [])];
}

function annotationProblems(statement: Cedar | undefined): Problem[] {
  if (statement?._statements.length !== 1) return [];
  const [only] = statement._statements;
  return descriptionProblems('@intent with @description', only.description).map((problem) => ({
    ...problem,
    about: `${problem.about} at ${only.place}`,
  }));
}

function descriptionProblems(about: string, description: string | undefined): Problem[] {
  if (description === undefined || Token.isUnresolved(description)) return [];
  if (description.length >= 1 && description.length <= LIMITS.description) return [];
  return [
    {
      about,
      value: description,
      allowed: `1 to ${LIMITS.description} characters, and it has ${description.length}`,
      fix: description === '' ? 'Leave it out.' : 'Shorten it.',
    },
  ];
}

function emptyProblems(about: string, list: unknown[] | undefined, fix: string): Problem[] {
  return list?.length === 0 ? [{ about, value: [], allowed: 'at least one', fix }] : [];
}
