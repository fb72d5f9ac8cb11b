/** An agent's code as a TypeScript entry, bundled to a zip. */
import { dirname, resolve } from 'node:path';
import { aws_bedrockagentcore as agentcore, aws_s3_assets as s3_assets } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { bundle, entryProblems, type BundleRequest } from '../../bundling/bundle';
import type { BundleOptions } from '../../bundling/bundle-options';
import { PACKAGE_LIMITS } from '../../bundling/package-size';
import { assetOf } from '../../bundling/staged-package';
import type { Problem } from '../../core/refusal';
import type { BoundCode, CodeSource } from './code-source';
import { ZipCode } from './zip-code';

/** How the code is bundled, and what it runs on. */
export interface TypeScriptCodeOptions extends BundleOptions {
  /**
   * The Node.js version that the agent runs on.
   * @default agentcore.AgentCoreRuntime.NODE_22
   */
  readonly runtime?: agentcore.AgentCoreRuntime;
}

const ABOUT = 'AgentCode.typescript';

export class TypeScriptCode implements CodeSource {
  private readonly runtime: agentcore.AgentCoreRuntime;

  constructor(
    private readonly entry: string,
    private readonly options: TypeScriptCodeOptions,
  ) {
    this.runtime = options.runtime ?? agentcore.AgentCoreRuntime.NODE_22;
  }

  problems(): Problem[] {
    const problems = entryProblems(ABOUT, this.entry);
    if (!this.nodeVersion) {
      problems.push({
        about: `${ABOUT} runtime`,
        value: this.runtime.value,
        allowed: 'a Node.js runtime',
        fix: 'Write agentcore.AgentCoreRuntime.NODE_22, or use AgentCode.python.',
      });
    }
    return problems;
  }

  bind(scope: Construct): BoundCode {
    const { runtime, ...options } = this.options;
    const asset = new s3_assets.Asset(
      scope,
      'Code',
      assetOf(scope, {
        source: dirname(resolve(this.entry)),
        constructPath: scope.node.path,
        build: (installed) => bundle(this.request(options), installed),
      }),
    );
    const zip = new ZipCode(asset.bucket, asset.s3ObjectKey, { runtime: this.runtime, entryPoint: ['index.js'] });
    return {
      ...zip.bind(scope),
      ...(options.sourceMap !== false && { environment: { NODE_OPTIONS: '--enable-source-maps' } }),
    };
  }

  private request(options: BundleOptions): BundleRequest {
    const target = `node${this.nodeVersion}`;
    return { about: ABOUT, entry: this.entry, target, limits: PACKAGE_LIMITS.agentRuntime, agent: true, options };
  }

  private get nodeVersion(): string | undefined {
    return /^NODE_(\d+)$/.exec(this.runtime.value)?.[1];
  }
}
