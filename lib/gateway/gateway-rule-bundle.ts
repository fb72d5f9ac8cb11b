/** Which version of a configuration bundle the requests of a rule get. */
import { Token, type aws_bedrockagentcore as agentcore } from 'aws-cdk-lib';
import type { Problem } from '../core/refusal';
import { RULE_LIMITS } from './gateway-rule-limits';
import { renderedShare, shareProblems, type TrafficShare } from './gateway-rule-share';

/** One version of a configuration bundle, of the account of the gateway. */
export interface BundleReference {
  /** The ARN of the bundle. */
  readonly bundleArn: string;
  /** The id of the version: a UUID. */
  readonly bundleVersion: string;
}

/** A version of a bundle and its part of the traffic. */
export interface BundleShare extends TrafficShare {
  /** The version. */
  readonly bundle: BundleReference;
}

/**
 * Which version of a configuration bundle requests get. Agents behind the gateway are told it in the OpenTelemetry baggage
 * of the request, and descriptions of tools that it overrides are seen by `tools/list`.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/configuration-bundles.html
 */
export class BundleOverride {
  /** This version, for all of them. */
  static pinned(bundle: BundleReference): BundleOverride {
    return new BundleOverride({ bundle, weight: 100 });
  }

  /** The one version for some and the other for the others. The weights sum to 100. */
  static weighted(first: BundleShare, second: BundleShare): BundleOverride {
    return new BundleOverride(first, second);
  }

  private constructor(
    private readonly first: BundleShare,
    private readonly second?: BundleShare,
  ) {}

  /** @internal */
  get _bundleArns(): string[] {
    return [...new Set(this.shares.map(({ bundle }) => bundle.bundleArn))];
  }

  /** @internal */
  _problems(about: string, gatewayAccount: string): Problem[] {
    return [
      ...(this.second ? shareProblems(about, this.shares, this.names) : []),
      ...this.shares.flatMap(({ bundle }) => bundleProblems(about, bundle, gatewayAccount)),
    ];
  }

  /** @internal */
  _render(): agentcore.CfnGatewayRule.ConfigurationBundleActionProperty {
    if (!this.second) return { staticOverride: versionOf(this.first) };
    const trafficSplit = this.shares.map((share, index) => ({
      ...renderedShare(share, this.names[index]),
      configurationBundle: versionOf(share),
    }));
    return { weightedOverride: { trafficSplit } };
  }

  private get shares(): BundleShare[] {
    return [this.first, ...(this.second ? [this.second] : [])];
  }

  private get names(): string[] {
    return this.shares.map(({ shareName }, index) => shareName ?? ['control', 'treatment'][index]);
  }
}

/** The struct may be something that has more than these. */
function versionOf({ bundle: { bundleArn, bundleVersion } }: BundleShare): BundleReference {
  return { bundleArn, bundleVersion };
}

function bundleProblems(
  about: string,
  { bundleArn, bundleVersion }: BundleReference,
  gatewayAccount: string,
): Problem[] {
  const problems: Problem[] = [];
  if (!Token.isUnresolved(bundleVersion) && !RULE_LIMITS.bundleVersion.test(bundleVersion)) {
    problems.push({
      about: `${about} bundleVersion`,
      value: bundleVersion,
      allowed: 'the id of a version: a UUID in lower case',
      fix: 'Copy the version id of the bundle, not its name, its branch or a number.',
    });
  }
  if (Token.isUnresolved(bundleArn)) return problems;
  if (!RULE_LIMITS.bundleArn.test(bundleArn)) {
    problems.push({
      about: `${about} bundleArn`,
      value: bundleArn,
      allowed: 'arn:<partition>:bedrock-agentcore:<region>:<account>:configuration-bundle/<id>',
      fix: 'Write the ARN of the bundle, without its version.',
    });
  } else if (!Token.isUnresolved(gatewayAccount) && bundleArn.split(':')[4] !== gatewayAccount) {
    problems.push({
      about: `${about} bundleArn`,
      value: `a bundle of account ${bundleArn.split(':')[4]}`,
      allowed: `a bundle of ${gatewayAccount}, the account of the gateway`,
      fix: 'Create the bundle there.',
    });
  }
  return problems;
}
