/** A workload identity: who an agent is when it asks for credentials, where AgentCore does not make one for it. */
import { aws_bedrockagentcore as agentcore, aws_iam as iam, Fn, Token } from 'aws-cdk-lib';
import { Construct, type IConstruct } from 'constructs';
import { agentcoreArn } from '../core/arns';
import { physicalName } from '../core/names';
import { Problems, type Problem } from '../core/refusal';
import { tagProblems } from '../core/tags';
import { requireUniqueName } from '../core/unique-names';
import { identityNameProblems } from './credential-provider-problems';
import { IDENTITY_LIMITS } from './identity-limits';
import { isReturnUrl, LOCAL_HOSTS } from './return-url';

const DIRECTORY = 'workload-identity-directory/default';

/** A workload identity, made here or imported. */
export interface IAgentIdentity extends IConstruct {
  /** The ARN. */
  readonly identityArn: string;
  /** The name by which code asks for its token. */
  readonly identityName: string;
  /** Lets a principal be this workload, for no user. */
  grantToken(grantee: iam.IGrantable): iam.Grant;
  /** Lets a principal be this workload for the user whose JWT it has. */
  grantTokenForJwt(grantee: iam.IGrantable): iam.Grant;
  /** Lets a principal be this workload for any user whom it names, without proof. */
  grantTokenForUserId(grantee: iam.IGrantable): iam.Grant;
}

/** Properties of a workload identity. */
export interface AgentIdentityProps {
  /**
   * Where users may be sent back to when they have given their consent: https, or http on the machine of a developer.
   * @default - nowhere
   */
  readonly returnUrls?: string[];
  /**
   * The name: 3 to 255 letters, digits, dots, `-` and `_`. Another name replaces the identity and what it was consented to.
   * @default - derived from the construct path
   */
  readonly identityName?: string;
  /**
   * Tags of the identity; those of the app, the stage and the stack are added by CDK.
   * @default - none
   */
  readonly tags?: { [key: string]: string };
}

/**
 * Who an agent is when it asks for credentials. Agents and gateways on AgentCore have one that the service made for them,
 * `agent.identity` and `tools.identity`; this is for an agent that runs elsewhere.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/identity-manage-agent-ids.html
 */
export class AgentIdentity extends Construct implements IAgentIdentity {
  /**
   * A workload identity that exists already, like that of an agent or a gateway, whose name is the id of the agent or gateway.
   * @param identityArn `arn:aws:bedrock-agentcore:<region>:<account>:workload-identity-directory/default/workload-identity/<name>`
   */
  static fromIdentityArn(scope: Construct, id: string, identityArn: string): IAgentIdentity {
    return new ImportedIdentity(scope, id, identityArn);
  }

  /** @internal That which the service makes with an agent or a gateway, under the id of it. */
  static _ofService(scope: Construct, id: string, identityName: string): IAgentIdentity {
    return new ImportedIdentity(
      scope,
      id,
      agentcoreArn(scope, `${DIRECTORY}/workload-identity/${identityName}`),
      identityName,
    );
  }

  /** The L2 inside. */
  readonly workloadIdentity: agentcore.WorkloadIdentity;
  /** The ARN. */
  readonly identityArn: string;
  /** The name by which code asks for its token. */
  readonly identityName: string;

  constructor(scope: Construct, id: string, props: AgentIdentityProps = {}) {
    super(scope, id);
    const { identityName, returnUrls, tags } = props;
    new Problems(this)
      .add(
        ...identityNameProblems('identityName', identityName, IDENTITY_LIMITS.identityName),
        ...returnUrlProblems(returnUrls),
        ...tagProblems(tags),
      )
      .refuse();

    const { maxLength } = IDENTITY_LIMITS.identityName;
    this.identityName = identityName ?? physicalName(this, { maxLength, separator: '-' });
    this.workloadIdentity = new agentcore.WorkloadIdentity(this, 'Identity', {
      workloadIdentityName: this.identityName,
      allowedResourceOauth2ReturnUrls: returnUrls,
    });
    const resource = this.workloadIdentity.node.defaultChild as agentcore.CfnWorkloadIdentity;
    this.identityArn = resource.attrWorkloadIdentityArn;
    // The L2 refuses an empty value, which the service accepts.
    resource.tags = tags && Object.entries(tags).map(([key, value]) => ({ key, value }));
    if (identityName !== undefined) requireUniqueName(this, 'identityName', resource, ({ name }) => name);
  }

  /** Lets a principal be this workload, for no user: for credentials that belong to the agent itself. */
  grantToken(grantee: iam.IGrantable): iam.Grant {
    return grantToken(this, grantee, '');
  }

  /** Lets a principal be this workload for the user whose JWT it has. AgentCore takes the user from the token. */
  grantTokenForJwt(grantee: iam.IGrantable): iam.Grant {
    return grantToken(this, grantee, 'ForJWT');
  }

  /**
   * Lets a principal be this workload for any user whom it names, without proof: for a backend that has authenticated its
   * users itself. Where users bring a JWT, take `grantTokenForJwt`.
   */
  grantTokenForUserId(grantee: iam.IGrantable): iam.Grant {
    return grantToken(this, grantee, 'ForUserId');
  }
}

class ImportedIdentity extends Construct implements IAgentIdentity {
  readonly identityName: string;

  constructor(
    scope: Construct,
    id: string,
    readonly identityArn: string,
    identityName?: string,
  ) {
    super(scope, id);
    new Problems(this).add(...identityArnProblems(identityArn)).refuse();
    this.identityName = identityName ?? nameIn(identityArn);
  }

  grantToken(grantee: iam.IGrantable): iam.Grant {
    return grantToken(this, grantee, '');
  }

  grantTokenForJwt(grantee: iam.IGrantable): iam.Grant {
    return grantToken(this, grantee, 'ForJWT');
  }

  grantTokenForUserId(grantee: iam.IGrantable): iam.Grant {
    return grantToken(this, grantee, 'ForUserId');
  }
}

function nameIn(identityArn: string): string {
  return Token.isUnresolved(identityArn)
    ? Fn.select(3, Fn.split('/', identityArn))
    : (identityArn.split('/').pop() as string);
}

/** AgentCore asks IAM about the directory as well as about the identity. */
function grantToken(identity: IAgentIdentity, grantee: iam.IGrantable, forWhom: string): iam.Grant {
  const { identityArn } = identity;
  const directory = Token.isUnresolved(identityArn)
    ? agentcoreArn(identity, DIRECTORY)
    : identityArn.replace(/\/workload-identity\/.*$/, '');
  return iam.Grant.addToPrincipal({
    grantee,
    actions: [`bedrock-agentcore:GetWorkloadAccessToken${forWhom}`],
    resourceArns: [directory, identityArn],
  });
}

function identityArnProblems(identityArn: string): Problem[] {
  const pattern =
    /^arn:[^:]+:bedrock-agentcore:[^:]+:[^:]+:workload-identity-directory\/[^/]+\/workload-identity\/[^/]+$/;
  if (Token.isUnresolved(identityArn) || pattern.test(identityArn)) return [];
  return [
    {
      about: 'identityArn',
      value: identityArn,
      allowed:
        'arn:<partition>:bedrock-agentcore:<region>:<account>:workload-identity-directory/default/workload-identity/<name>',
      fix: 'Write the ARN of the workload identity, not that of the agent or gateway.',
    },
  ];
}

/** The browser brings what proves the consent: it must go to your application only, and nobody may read it on the way. */
function returnUrlProblems(returnUrls: readonly string[] = []): Problem[] {
  return returnUrls.flatMap((url, index) => {
    if (Token.isUnresolved(url) || isReturnUrl(url)) return [];
    return [
      {
        about: `returnUrls[${index}]`,
        value: url,
        allowed: `an https URL of at most ${IDENTITY_LIMITS.returnUrl} characters, without a fragment; http only for ${LOCAL_HOSTS.join(', ')}`,
        fix: 'Write the URL of your application that completes the authorization.',
      },
    ];
  });
}
