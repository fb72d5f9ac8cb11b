/** An agent's code as a zip that is already in a bucket. */
import { aws_iam as iam, Stack, Token, type aws_bedrockagentcore as agentcore, type aws_s3 as s3 } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Problem } from '../../core/refusal';
import type { BoundCode, CodeSource } from './code-source';
import { PlainArtifact } from './plain-artifact';

/** How the zip is run. */
export interface ZipCodeOptions {
  /** The language version that it was built for. */
  readonly runtime: agentcore.AgentCoreRuntime;
  /** The file to run, with what starts it before it, if anything: `['opentelemetry-instrument', 'main.py']`. */
  readonly entryPoint: string[];
  /**
   * The version of the object. Without one, a zip uploaded under the same key is not deployed.
   * @default - the newest at the time of the deployment
   */
  readonly objectVersion?: string;
}

export class ZipCode implements CodeSource {
  constructor(
    private readonly bucket: s3.IBucket,
    private readonly key: string,
    private readonly options: ZipCodeOptions,
  ) {}

  problems(): Problem[] {
    const { runtime, entryPoint } = this.options;
    const problems: Problem[] = [];
    if (!Token.isUnresolved(this.key) && !this.key.endsWith('.zip')) {
      problems.push({
        about: 'AgentCode.zip key',
        value: this.key,
        allowed: 'the key of a .zip file',
        fix: 'Name the object, not its folder.',
      });
    }
    const file = entryPoint[entryPoint.length - 1];
    const ending = runtime.value.startsWith('NODE') ? '.js' : '.py';
    if (entryPoint.length < 1 || entryPoint.length > 2 || (!Token.isUnresolved(file) && !file.endsWith(ending))) {
      problems.push({
        about: 'AgentCode.zip entryPoint',
        value: entryPoint,
        allowed: `one ${ending} file for ${runtime.value}, or opentelemetry-instrument and the file`,
        fix: `Write entryPoint: ['${ending === '.js' ? 'index.js' : 'main.py'}'].`,
      });
    }
    return problems;
  }

  bind(scope: Construct): BoundCode {
    const { bucket, key } = this;
    const { runtime, entryPoint, objectVersion } = this.options;
    return {
      artifact: new PlainArtifact({
        code: { s3: { bucket: bucket.bucketName, prefix: key, ...(objectVersion && { versionId: objectVersion }) } },
        runtime: runtime.value,
        entryPoint,
      }),
      required: [
        new iam.PolicyStatement({
          actions: ['s3:GetObject', ...(objectVersion ? ['s3:GetObjectVersion'] : [])],
          resources: [bucket.arnForObjects(key)],
        }),
        ...(bucket.encryptionKey
          ? [
              new iam.PolicyStatement({
                actions: ['kms:Decrypt'],
                resources: [bucket.encryptionKey.keyArn],
                conditions: { StringEquals: { 'kms:ViaService': `s3.${Stack.of(scope).region}.amazonaws.com` } },
              }),
            ]
          : []),
      ],
    };
  }
}
