/** Where an agent's code comes from. */
import type { aws_ecr as ecr, aws_s3 as s3 } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Problems, type Problem } from '../../core/refusal';
import type { BoundCode, CodeSource } from './code-source';
import { ContainerCode, type ContainerCodeOptions } from './container-code';
import { ImageCode, type ImageCodeOptions } from './image-code';
import { PythonCode, type PythonCodeOptions } from './python-code';
import { TypeScriptCode, type TypeScriptCodeOptions } from './typescript-code';
import { ZipCode, type ZipCodeOptions } from './zip-code';

/**
 * The code of an agent; one may serve several agents.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/agents-tools-runtime.html
 */
export class AgentCode {
  /**
   * TypeScript or JavaScript, bundled by esbuild to a zip of at most 250 MB. Needs neither Docker nor AWS.
   * @param entry the file that starts the agent's server, relative to the working directory
   */
  static typescript(entry: string, options: TypeScriptCodeOptions = {}): AgentCode {
    return new AgentCode(new TypeScriptCode(entry, options));
  }

  /**
   * A folder of Python with `uv.lock`, `requirements.txt` or `pyproject.toml`, packaged for linux/arm64 to a zip of at
   * most 250 MB. Needs `uv`, or `python3` with pip, but neither Docker nor AWS.
   * @param directory the folder, relative to the working directory
   */
  static python(directory: string, options: PythonCodeOptions = {}): AgentCode {
    return new AgentCode(new PythonCode(directory, options));
  }

  /**
   * A folder with a Dockerfile, built for linux/arm64 when it is deployed. The image may have at most 2 GB.
   * @param directory the folder, relative to the working directory
   */
  static container(directory: string, options: ContainerCodeOptions = {}): AgentCode {
    return new AgentCode(new ContainerCode(directory, options));
  }

  /**
   * An image for linux/arm64 that is already in ECR. In another account's repository its policy must allow the pull.
   * @param repository the repository
   * @param options which image: exactly one of digest and tag
   */
  static image(repository: ecr.IRepository, options: ImageCodeOptions): AgentCode {
    return new AgentCode(new ImageCode(repository, options));
  }

  /**
   * A zip for linux/arm64 that is already in a bucket of the agent's region.
   * @param bucket the bucket
   * @param key the key of the zip
   */
  static zip(bucket: s3.IBucket, key: string, options: ZipCodeOptions): AgentCode {
    return new AgentCode(new ZipCode(bucket, key, options));
  }

  private constructor(private readonly source: CodeSource) {}

  /** @internal What is wrong with it, as far as that shows without building it. */
  _problems(): Problem[] {
    return this.source.problems();
  }

  /** @internal Builds and stages it below one agent, at once, so that aspects see it; refuses in the agent's name. */
  _bind(scope: Construct): BoundCode {
    new Problems(scope).add(...this._problems()).refuse();
    return this.source.bind(scope);
  }
}
