/** A consent portal: where users sign in and allow agents behind a gateway to act for them elsewhere. */
import { aws_bedrockagentcore as agentcore, type aws_iam as iam } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { physicalName } from '../core/names';
import { Problems } from '../core/refusal';
import { requireUniqueName } from '../core/unique-names';
import type { IOAuthProvider } from '../identity/oauth-provider-base';
import { CONSENT_PORTAL_LIMITS, CONSENT_PORTAL_PATHS } from './consent-portal-limits';
import { consentPortalProblems, reportPortalFindings } from './consent-portal-problems';
import { consentPortalRole } from './consent-portal-role';
import { KnownGateway } from './known-gateway';
import type { IToolGateway } from './tool-gateway-base';

/** A gateway, and how its users sign in. */
export interface ConsentPortalProps {
  /** The gateway whose targets need the consent of users. Its callers bring a JSON Web Token. */
  readonly gateway: IToolGateway;
  /**
   * The provider that users sign in with: an OpenID Connect client with a secret and the authorization code grant, of the
   * issuer whose tokens the gateway accepts. Register the portal's `signInCallbackUrl` with the issuer after the deployment.
   */
  readonly signInProvider: IOAuthProvider;
  /**
   * The scopes that are asked for when users sign in: at least one.
   * @default ['openid']
   */
  readonly scopes?: string[];
  /**
   * The audience that is asked for when users sign in, where the issuer wants one.
   * @default - none
   */
  readonly audience?: string;
  /**
   * The providers of the gateway's targets that users give consent to. The portal's role may use these and no other.
   * @default - every OAuth provider of the account and region, as the documentation has it
   */
  readonly outboundProviders?: IOAuthProvider[];
  /**
   * The name: 1 to 50 letters, digits, `-` and `_`, each once in an account.
   * @default - made from the construct path
   */
  readonly portalName?: string;
  /**
   * What the portal is for: 1 to 512 characters.
   * @default - no description
   */
  readonly description?: string;
  /**
   * Tags of the portal.
   * @default - none
   */
  readonly tags?: { [key: string]: string };
}

/**
 * A portal, run by AWS, in which users sign in and give their consent before agents behind a gateway act for them
 * elsewhere. Give its `returnUrl` to the targets that ask users for consent: `Outbound.userOAuth(provider, { returnUrl })`.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/identity-consent-portal.html
 */
export class ConsentPortal extends Construct {
  /** The name. */
  readonly portalName: string;
  /** The ARN. */
  readonly portalArn: string;
  /** The id. */
  readonly portalId: string;
  /** Where users go to give their consent beforehand, or to take it back. */
  readonly portalUrl: string;
  /**
   * What targets whose users agree in the portal name as their return URL.
   * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/identity-configure-consent-portal-target.html
   */
  readonly returnUrl: string;
  /**
   * What is registered with the issuer of the sign-in as the redirect URI, exactly so, after the deployment.
   * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/identity-create-consent-portal.html
   */
  readonly signInCallbackUrl: string;
  /** The role that the portal works with; only this portal can assume it. */
  readonly role: iam.Role;

  constructor(scope: Construct, id: string, props: ConsentPortalProps) {
    super(scope, id);
    const { gateway, signInProvider, outboundProviders, scopes = ['openid'], audience, description } = props;
    const known = new KnownGateway(gateway);
    new Problems(this).add(...consentPortalProblems(props, known)).refuse();

    this.portalName =
      props.portalName ?? physicalName(this, { maxLength: CONSENT_PORTAL_LIMITS.name.maxLength, separator: '-' });
    this.role = consentPortalRole(this, this.portalName, gateway.gatewayArn, signInProvider, outboundProviders);
    const portal = new agentcore.CfnConsentPortal(this, 'Resource', {
      name: this.portalName,
      description,
      executionRoleArn: this.role.roleArn,
      idpConfig: { credentialProviderArn: signInProvider.providerArn, scopes, audience },
      sources: [{ type: 'agentcore-gateway', identifier: known.id }],
      tags: props.tags && Object.entries(props.tags).map(([key, value]) => ({ key, value })),
    });
    this.portalArn = portal.attrConsentPortalArn;
    this.portalId = portal.attrConsentPortalId;
    this.portalUrl = portal.attrPortalUrl;
    this.returnUrl = `${this.portalUrl}${CONSENT_PORTAL_PATHS.returnUrl}`;
    this.signInCallbackUrl = `${this.portalUrl}${CONSENT_PORTAL_PATHS.signInCallback}`;
    if (props.portalName !== undefined) requireUniqueName(this, 'portalName', portal, ({ name }) => name);
    reportPortalFindings(this, signInProvider, known);
  }
}
