/** What the service accepts of a consent portal: dated data, so that a change of the service is a change of one row. */

/**
 * As of 2026-11-21.
 * @see https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_CreateConsentPortal.html
 */
export const CONSENT_PORTAL_LIMITS = {
  name: { maxLength: 50, pattern: /^[a-zA-Z0-9_-]{1,50}$/ },
  description: 512,
  scope: { maxLength: 255, pattern: /^[\x21\x23-\x5B\x5D-\x7E]{1,255}$/ },
} as const;

/**
 * What follows the URL of a portal. As of 2026-09-26.
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/identity-configure-consent-portal-target.html
 */
export const CONSENT_PORTAL_PATHS = { returnUrl: '/connect/callback', signInCallback: '/callback' } as const;

/**
 * Vendors whose providers nobody can sign in with: they issue no ID token and publish no discovery document.
 * As of 2026-11-21.
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/identity-consent-portal-prerequisites.html
 */
export const VENDORS_WITHOUT_SIGN_IN: readonly string[] = [
  'GithubOauth2',
  'SlackOauth2',
  'SalesforceOauth2',
  'AtlassianOauth2',
  'LinkedinOauth2',
];
