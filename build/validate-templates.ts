/**
 * Judges templates with CloudFormation Validate, the validator inside aws-cdk-lib, all in one process:
 * `node --import tsx build/validate-templates.ts integ/*.snapshot/*.template.json`.
 */
import { createRequire } from 'node:module';
import { basename } from 'node:path';

/** As much of the validator as is asked for. */
interface Validator {
  readonly CompositeEngine: new () => { validateTemplate(template: unknown): Report };
  readonly TemplateFile: new (path: string) => unknown;
}
interface Report {
  readonly diagnostics: readonly Diagnostic[];
}
interface Diagnostic {
  readonly ruleId: string;
  readonly severity: string;
  readonly message: string;
  readonly propertyPath?: string;
  readonly entity?: { readonly logicalId: string; readonly resourceType?: string };
}

/** What is a warning at most is said of every template, and decided by cfn-lint. */
const FAILING = ['ERROR', 'FATAL'];

/** Where the judge is wrong: its schemas of AgentCore are older than the L1s of the same aws-cdk-lib. */
const EXCEPTIONS: { readonly rule: string; readonly type: string; readonly message: RegExp }[] = [
  // Conditions on models and fallbacks.
  { rule: 'F3018', type: 'AWS::BedrockAgentCore::GatewayRule', message: /MatchModels|Fallback|'Model'/ },
  { rule: 'F3018', type: 'AWS::BedrockAgentCore::Gateway', message: /DisableMcpListToolsPagination/ },
  {
    rule: 'F3002',
    type: 'AWS::BedrockAgentCore::GatewayTarget',
    message: /'CertificateConfigurations' was unexpected/,
  },
];

const ofCdk = createRequire(require.resolve('aws-cdk-lib/package.json'));
const { CompositeEngine, TemplateFile } = ofCdk('@aws/cloudformation-validate') as Validator;

const files = process.argv.slice(2);
const engine = new CompositeEngine();
const stale = new Set(EXCEPTIONS);
const problems: string[] = files.length === 0 ? ['no template was named'] : [];
for (const file of files) {
  for (const diagnostic of engine.validateTemplate(new TemplateFile(file)).diagnostics) {
    const { ruleId, severity, message, propertyPath, entity } = diagnostic;
    if (!FAILING.includes(severity)) continue;
    const exception = EXCEPTIONS.find(
      (one) => one.rule === ruleId && one.type === entity?.resourceType && one.message.test(message),
    );
    if (exception) stale.delete(exception);
    else problems.push(`${basename(file)} ${entity?.logicalId ?? ''} ${propertyPath ?? ''} ${ruleId}: ${message}`);
  }
}
// An exception that nothing needs would hide the next mistake.
problems.push(
  ...[...stale].map(({ rule, type }) => `build/validate-templates.ts: nothing needs the exception ${rule} on ${type}`),
);
for (const problem of problems) process.stderr.write(`${problem}\n`);
process.stdout.write(`note: ${files.length} templates, ${problems.length} problems\n`);
process.exitCode = problems.length > 0 ? 1 : 0;
