/** Whether a URL is one of a consent portal of the app, whose address is known only when it is deployed. */
import { aws_bedrockagentcore as agentcore, Reference, Tokenization } from 'aws-cdk-lib';

/** What follows the portal's own address in a URL; undefined where it is none of a portal. */
export function pathInPortal(url: string): string | undefined {
  const [token] = Tokenization.reverseString(url).tokens;
  const portal = Reference.isReference(token) ? token.target : undefined;
  if (!agentcore.CfnConsentPortal.isCfnConsentPortal(portal)) return undefined;
  const { attrPortalUrl: portalUrl } = portal;
  return url.startsWith(portalUrl) ? url.slice(portalUrl.length) : undefined;
}
