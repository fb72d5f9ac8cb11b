/** Something that fails the synth but rests on dated data or on what one app can see, so it can be acknowledged. */
import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { sentence, type Problem } from './refusal';

/** A problem with a stable id, by which a user acknowledges it. */
export interface Finding extends Problem {
  /** Stable, like `cdk-agentcore:model-not-in-region`. */
  readonly id: string;
  /** What is said in place of the problem's own sentence. */
  readonly inWords?: string;
}

/**
 * Reports findings at synth unless they are acknowledged on the construct or above it:
 * `Validations.of(agent).acknowledge({ id: 'cdk-agentcore:…', reason: '…' })`.
 *
 * `addError` cannot be acknowledged and `addWarning` fails only under `--strict`, hence a validation of our own.
 */
export function reportFindings(construct: IConstruct, findings: () => readonly Finding[]): void {
  construct.node.addValidation({
    validate: () =>
      findings()
        .filter((finding) => !isAcknowledged(construct, finding.id))
        .map(
          (finding) =>
            `[${finding.id}] ${finding.inWords ?? sentence(finding)} If it is right as it is: ` +
            `Validations.of(construct).acknowledge({ id: '${finding.id}', reason: '…' }).`,
        ),
  });
}

/** CDK files an id that names no plugin under this namespace. */
const ANNOTATIONS = 'Annotation::';

function isAcknowledged(construct: IConstruct, id: string): boolean {
  return construct.node.scopes.some((scope) =>
    scope.node.metadata.some(
      ({ type, data }) =>
        type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY &&
        Object.keys(data as Record<string, string>).some((key) => key === id || key === `${ANNOTATIONS}${id}`),
    ),
  );
}
