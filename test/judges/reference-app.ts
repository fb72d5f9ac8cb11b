/** The reference app, synthesized as the CDK command line would, and what its judges say. */
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { geographyOf, modelOf } from '../../bin/customer-support/model-defaults';
import { CustomerSupportStack } from '../../bin/customer-support/stack';
import type { NagException } from './nag-exceptions';

const { context } = JSON.parse(readFileSync(join(__dirname, '../../cdk.json'), 'utf8')) as { context: object };

export interface Statement {
  readonly Action: string | string[];
  readonly Resource?: unknown;
  readonly Condition?: object;
}
export interface Template {
  readonly Resources: Record<string, { readonly Type: string; readonly Properties?: object }>;
}

/** One synthesis, and what is written by it. */
export interface Synthesis {
  readonly template: Template;
  readonly text: string;
  /** What the judges found: `<judge>: <rule> at <construct>`. */
  readonly findings: string[];
  /** The content of each file, by its path in the assembly. */
  readonly files: Map<string, string>;
}

export interface SynthesisOptions {
  /** Left out: whatever account and region the template is deployed to. */
  readonly region?: string;
  /** Asks cdk-nag too. */
  readonly exceptions?: readonly NagException[];
  readonly change?: (stack: CustomerSupportStack) => void;
}

export function synthesize({ region, exceptions, change }: SynthesisOptions): Synthesis {
  const outdir = mkdtempSync(join(tmpdir(), 'reference-app-'));
  const app = new App({ outdir, context: { ...context } });
  const stack = new CustomerSupportStack(app, 'CustomerSupport', {
    env: region ? { account: '111122223333', region } : undefined,
    modelGeography: geographyOf(region),
    model: modelOf(geographyOf(region)),
  });
  change?.(stack);
  if (exceptions) {
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    for (const { path, id, reason } of exceptions) {
      const construct = path.split('/').reduce((scope, child) => scope.findChild(child).node, stack.node);
      Validations.of(construct.scopes.at(-1)!).acknowledge({ id, reason });
    }
  }
  const findings = judge(app, outdir);
  const text = readFileSync(join(outdir, 'CustomerSupport.template.json'), 'utf8');
  return { template: JSON.parse(text) as Template, text, findings, files: filesOf(outdir) };
}

interface Report {
  readonly pluginReports: readonly {
    readonly pluginName: string;
    readonly violations: readonly {
      readonly ruleName: string;
      readonly violatingConstructs: readonly { readonly constructPath?: string }[];
    }[];
  }[];
}

/** CDK prints what it found and throws where something failed; the report has it as data. */
function judge(app: App, outdir: string): string[] {
  const print = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  let failure: Error | undefined;
  try {
    app.synth();
  } catch (error) {
    failure = error as Error;
  } finally {
    print.mockRestore();
  }
  const report = join(outdir, 'validation-report.json');
  if (!existsSync(report)) {
    if (failure) throw failure;
    return [];
  }
  const { pluginReports } = JSON.parse(readFileSync(report, 'utf8')) as Report;
  return pluginReports
    .flatMap(({ pluginName, violations }) =>
      violations.flatMap(({ ruleName, violatingConstructs }) =>
        violatingConstructs.map(({ constructPath = '?' }) => `${pluginName}: ${ruleName} at ${constructPath}`),
      ),
    )
    .sort();
}

function filesOf(folder: string): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files
      .map((file) => join(file.parentPath, file.name))
      .sort()
      .map((path) => [path.slice(folder.length + 1), readFileSync(path, 'latin1')]),
  );
}

/** All statements of all policies in a template, each with the resource that holds it. */
export function statementsOf(template: Template): (Statement & { readonly at: string })[] {
  return Object.entries(template.Resources).flatMap(([at, { Properties }]) =>
    documentsIn(Properties).flatMap((document) => document.Statement.map((statement) => ({ ...statement, at }))),
  );
}

function documentsIn(value: unknown): { Statement: Statement[] }[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('Statement' in value && Array.isArray(value.Statement)) return [value as { Statement: Statement[] }];
  return Object.values(value).flatMap(documentsIn);
}
