/** An agent's code as a container image that is already in ECR. */
import { aws_iam as iam, Token, type aws_ecr as ecr } from 'aws-cdk-lib';
import type { Problem } from '../../core/refusal';
import type { BoundCode, CodeSource } from './code-source';
import { PlainArtifact } from './plain-artifact';

/** Which image of the repository; exactly one of the two. */
export interface ImageCodeOptions {
  /**
   * The digest, `sha256:` and 64 hexadecimal digits: always the same image.
   * @default - the image is named by its tag
   */
  readonly digest?: string;
  /**
   * A tag that is never moved to another image: CloudFormation does not notice when it is. Not `latest`.
   * @default - the image is named by its digest
   */
  readonly tag?: string;
}

const DIGEST = /^sha256:[0-9a-f]{64}$/;
const TAG = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;

export class ImageCode implements CodeSource {
  constructor(
    private readonly repository: ecr.IRepository,
    private readonly options: ImageCodeOptions,
  ) {}

  problems(): Problem[] {
    const { digest, tag } = this.options;
    if ((digest === undefined) === (tag === undefined)) {
      return [
        {
          about: 'AgentCode.image',
          value: digest === undefined ? 'neither a digest nor a tag' : 'both a digest and a tag',
          allowed: 'exactly one of them',
          fix: 'Name the image by its digest, or by a tag that is never reused.',
        },
      ];
    }
    if (digest !== undefined && !Token.isUnresolved(digest) && !DIGEST.test(digest)) {
      return [
        {
          about: 'AgentCode.image digest',
          value: digest,
          allowed: 'sha256: and 64 hexadecimal digits',
          fix: 'Take imageDigest from aws ecr describe-images.',
        },
      ];
    }
    if (tag === undefined || Token.isUnresolved(tag)) return [];
    if (tag === 'latest') {
      return [
        {
          about: 'AgentCode.image tag',
          value: tag,
          allowed: 'a tag that always means the same image: CloudFormation does not notice when a tag moves',
          fix: 'Tag each build, with its commit for example, or name the image by its digest.',
        },
      ];
    }
    if (TAG.test(tag)) return [];
    return [
      {
        about: 'AgentCode.image tag',
        value: tag,
        allowed: '1 to 128 letters, digits, ".", "_" and "-", not starting with "." or "-"',
        fix: 'Write the tag without the repository and without a colon.',
      },
    ];
  }

  bind(): BoundCode {
    const { digest, tag } = this.options;
    return {
      artifact: new PlainArtifact({ containerUri: this.repository.repositoryUriForTagOrDigest(digest ?? tag) }),
      required: pullStatements(this.repository),
    };
  }
}

/** Pulling images of one repository, and nothing else. */
export function pullStatements(repository: ecr.IRepository): iam.PolicyStatement[] {
  return [
    new iam.PolicyStatement({
      actions: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
      resources: [repository.repositoryArn],
    }),
    // The token is for the registry, the API has no resource level; what may be pulled with it is the statement above.
    new iam.PolicyStatement({ actions: ['ecr:GetAuthorizationToken'], resources: ['*'] }),
  ];
}
