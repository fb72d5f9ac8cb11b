/** Statements that nothing here can verify: those in Dogwood, the superset of Cedar. */
import type { Cedar } from '../cedar/cedar';
import { dogwoodAt } from '../cedar/statement-json';
import type { Finding } from '../core/finding';

/** Whether only the service can read the statement. */
export function isDogwood(statement: Pick<Cedar, 'text'> | undefined): boolean {
  return statement !== undefined && dogwoodAt(statement.text) !== undefined;
}

/** Said of each such statement, however right it may be. */
export function unverifiedFindings(statement: Cedar | undefined): Finding[] {
  if (!statement || !isDogwood(statement)) return [];
  return [
    {
      id: 'cdk-agentcore:unverified-policy',
      about: statement._called ?? 'the statement',
      value: 'in Dogwood, the superset of Cedar, which is not verified here',
      allowed: 'Cedar: of Dogwood neither the synth nor a test knows whether it is right and what it decides',
      fix: 'Write it in plain Cedar, or try it out where it is deployed.',
    },
  ];
}
