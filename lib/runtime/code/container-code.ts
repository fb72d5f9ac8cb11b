/** An agent's code as a folder with a Dockerfile. */
import { existsSync } from 'node:fs';
import { aws_ecr_assets as ecr_assets } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { isInside } from '../../bundling/fingerprint';
import type { Problem } from '../../core/refusal';
import type { BoundCode, CodeSource } from './code-source';
import { pullStatements } from './image-code';
import { PlainArtifact } from './plain-artifact';

/** How the image is built, always for linux/arm64. */
export interface ContainerCodeOptions {
  /**
   * The Dockerfile, relative to the folder.
   * @default 'Dockerfile'
   */
  readonly file?: string;
  /**
   * Build arguments, by name. They stay readable in the image: no secrets.
   * @default - none
   */
  readonly buildArgs?: { [name: string]: string };
  /**
   * The stage of the Dockerfile to build.
   * @default - the last one
   */
  readonly target?: string;
  /**
   * What is not sent to Docker, besides what `.dockerignore` names.
   * Write `!.env` for a file that is needed although it is left out by default.
   * @default - the folders of CDK and git, and `.env` files, because they hold secrets
   */
  readonly exclude?: string[];
}

const NEVER_IN_AN_IMAGE = ['cdk.out', '.git', '**/.env', '**/.env.*'];

export class ContainerCode implements CodeSource {
  constructor(
    private readonly directory: string,
    private readonly options: ContainerCodeOptions,
  ) {}

  problems(): Problem[] {
    const { file = 'Dockerfile' } = this.options;
    if (!existsSync(this.directory)) {
      return [
        {
          about: 'AgentCode.container',
          value: this.directory,
          allowed: `a folder with a Dockerfile, relative to ${JSON.stringify(process.cwd())}`,
          fix: 'There is no such folder.',
        },
      ];
    }
    if (isInside(this.directory, file)) return [];
    return [
      {
        about: 'AgentCode.container file',
        value: file,
        allowed: `a Dockerfile in ${JSON.stringify(this.directory)}`,
        fix: 'Add it, or name it with file; it has to lie in the folder.',
      },
    ];
  }

  bind(scope: Construct): BoundCode {
    const { file, buildArgs, target, exclude = [] } = this.options;
    const asset = new ecr_assets.DockerImageAsset(scope, 'Image', {
      directory: this.directory,
      file,
      buildArgs,
      target,
      exclude: [...NEVER_IN_AN_IMAGE, ...exclude],
      platform: ecr_assets.Platform.LINUX_ARM64,
    });
    return {
      artifact: new PlainArtifact({ containerUri: asset.imageUri }),
      required: pullStatements(asset.repository),
    };
  }
}
