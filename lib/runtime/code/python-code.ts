/** An agent's code as a folder of Python, packaged to a zip. */
import { realpathSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { aws_bedrockagentcore as agentcore, aws_s3_assets as s3_assets } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { isInside, namesIn } from '../../bundling/fingerprint';
import { assetOf } from '../../bundling/staged-package';
import type { Problem } from '../../core/refusal';
import type { BoundCode, CodeSource } from './code-source';
import { declarationProblems } from './python-installer';
import { packagePython } from './python-package';
import { ZipCode } from './zip-code';

/** What of the folder is run, and on what. */
export interface PythonCodeOptions {
  /**
   * The file to run, relative to the folder.
   * @default 'main.py'
   */
  readonly entry?: string;
  /**
   * The Python version that the agent runs on.
   * @default agentcore.AgentCoreRuntime.PYTHON_3_13
   */
  readonly runtime?: agentcore.AgentCoreRuntime;
  /**
   * Whether the file is started through `opentelemetry-instrument`, which the requirements must bring
   * (`aws-opentelemetry-distro`).
   * @default false
   */
  readonly instrumented?: boolean;
  /**
   * Files of the folder that stay out of the package, as in a `.gitignore`.
   * @default - only caches, virtual environments, `.env` files and the folders of git, npm and CDK
   */
  readonly exclude?: string[];
}

const ABOUT = 'AgentCode.python';

export class PythonCode implements CodeSource {
  private readonly entry: string;
  private readonly runtime: agentcore.AgentCoreRuntime;

  constructor(
    private readonly directory: string,
    private readonly options: PythonCodeOptions,
  ) {
    this.entry = options.entry ?? 'main.py';
    this.runtime = options.runtime ?? agentcore.AgentCoreRuntime.PYTHON_3_13;
  }

  problems(): Problem[] {
    const problems: Problem[] = [];
    if (!this.pythonVersion) {
      problems.push({
        about: `${ABOUT} runtime`,
        value: this.runtime.value,
        allowed: 'a Python runtime',
        fix: 'Write agentcore.AgentCoreRuntime.PYTHON_3_13, or use AgentCode.typescript.',
      });
    }
    if (!statSync(this.directory, { throwIfNoEntry: false })?.isDirectory()) {
      problems.push({
        about: ABOUT,
        value: this.directory,
        allowed: `a folder, relative to ${JSON.stringify(process.cwd())}`,
        fix: 'There is no such folder.',
      });
      return problems;
    }
    if (!this.entry.endsWith('.py') || !isInside(this.directory, this.entry)) {
      const candidates = namesIn(this.directory).filter((name) => name.endsWith('.py'));
      problems.push({
        about: `${ABOUT} entry`,
        value: this.entry,
        allowed: `a .py file in ${JSON.stringify(this.directory)}`,
        fix: `In it there is ${candidates.length > 0 ? candidates.join(', ') : 'no such file'}.`,
      });
    }
    return [...problems, ...declarationProblems(ABOUT, this.directory)];
  }

  bind(scope: Construct): BoundCode {
    const { instrumented = false, exclude = [] } = this.options;
    const source = resolve(this.directory);
    const asset = new s3_assets.Asset(
      scope,
      'Code',
      assetOf(scope, {
        source,
        constructPath: scope.node.path,
        build: () =>
          packagePython({
            about: ABOUT,
            directory: realpathSync(source),
            pythonVersion: this.pythonVersion!,
            instrumented,
            exclude,
          }),
      }),
    );
    return new ZipCode(asset.bucket, asset.s3ObjectKey, {
      runtime: this.runtime,
      entryPoint: instrumented ? ['opentelemetry-instrument', this.entry] : [this.entry],
    }).bind(scope);
  }

  private get pythonVersion(): string | undefined {
    return /^PYTHON_(\d+_\d+)$/.exec(this.runtime.value)?.[1].replace('_', '.');
  }
}
