/** A consent portal: where users sign in and allow agents behind a gateway to act for them elsewhere. */
import { aws_bedrockagentcore as agentcore, Stack, type aws_iam as iam } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { recordJustification, type Justification } from '../core/justification';
import { physicalName } from '../core/names';
import { Problems } from '../core/refusal';
import type { ServiceRole } from '../core/service-role';
import { requireUniqueName } from '../core/unique-names';
import type { IOAuthProvider } from '../identity/oauth-provider-base';
import { CONSENT_PORTAL_LIMITS, CONSENT_PORTAL_PATHS } from './consent-portal-limits';
import { consentPortalProblems, reportPortalFindings } from './consent-portal-problems';
import { consentPortalRole, portalStatements } from './consent-portal-role';
import { KnownGateway } from './known-gateway';
import { isMadeHere, ownGrants } from './own-grants';
import type { ToolTarget } from './targets/tool-target';
import type { ToolGateway } from './tool-gateway';
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
   * The providers of the gateway's targets that users give consent to. The portal's role may use these, read their secrets,
   * and use no other.
   * @default - those of the gateway's targets with `Outbound.userOAuth`, also of targets that it gets later; they have to be
   * named for a gateway that another app makes
   */
  readonly outboundProviders?: IOAuthProvider[];
  /**
   * Why the portal's role may use every OAuth provider of the account and region, also those of other gateways and agents.
   * Of secrets, it may then read all that AgentCore keeps for providers; secrets of your own only of `signInProvider`.
   * @default - it may not
   */
  readonly everyProvider?: Justification;
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
    const { gateway, signInProvider, outboundProviders = [], everyProvider, audience, description } = props;
    const { scopes = ['openid'] } = props;
    const known = new KnownGateway(gateway);
    new Problems(this).add(...consentPortalProblems(props, known)).refuse();

    this.portalName =
      props.portalName ?? physicalName(this, { maxLength: CONSENT_PORTAL_LIMITS.name.maxLength, separator: '-' });
    const providers = [...new Set([signInProvider, ...outboundProviders])];
    const role = consentPortalRole(this, this.portalName, gateway.gatewayArn, providers, everyProvider !== undefined);
    this.role = role;
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
    if (everyProvider) recordJustification(portal, 'everyProvider', everyProvider);
    else if (!props.outboundProviders && isMadeHere(gateway)) this.useProvidersOf(gateway, role, signInProvider);
    reportPortalFindings(this, signInProvider, known);
  }

  /** Beside the role; for targets of a stack that comes after this one, there. */
  private useProvidersOf(gateway: ToolGateway, role: ServiceRole, signInProvider: IOAuthProvider): void {
    const elsewhere = new Map<Stack, iam.Policy>();
    const grantsFor = (target: ToolTarget) => {
      const stack = Stack.of(target);
      if ([this, gateway].some((construct) => Stack.of(construct) === stack)) return role.granted;
      const grants = elsewhere.get(stack) ?? ownGrants(target, this.portalName, role);
      elsewhere.set(stack, grants);
      return grants;
    };
    gateway._eachTarget((target) => {
      const provider = target._userProvider;
      if (provider && provider !== signInProvider) grantsFor(target).addStatements(...portalStatements(this, provider));
    });
  }
}
