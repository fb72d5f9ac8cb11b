/** A web ACL for gateways: AWS WAF inspects every request before the gateway does. */
import { Names, Stack, Token, aws_wafv2 as wafv2, type aws_logs as logs } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { Problems, refuse, type Problem } from '../core/refusal';
import { textProblems } from './gateway-problems';
import { visibility, WEB_ACL_LIMITS, webAclRules } from './web-acl-rules';

/** A web ACL of AWS WAF that a gateway can be protected with. */
export interface IGatewayWebAcl {
  /** The ARN. */
  readonly webAclArn: string;
}

/** What is inspected besides. */
export interface GatewayWebAclProps {
  /**
   * How many requests in five minutes one IP address may send: 10 to 2,000,000,000. Agents and users behind one address
   * share it.
   * @default - any number
   */
  readonly requestsPerFiveMinutes?: number;
  /**
   * Rules of the common rule set that count what they match rather than block it, by their names: arguments of tools are
   * text and code, which some rules take for an attack. `SizeRestrictions_BODY`, which would block requests over 8 KB, is
   * always counted.
   * @default - all others block
   * @see https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html
   */
  readonly countedRules?: string[];
  /**
   * Where requests are logged: a log group whose name begins with `aws-waf-logs-`. Tokens and cookies are left out.
   * @default - requests are counted in CloudWatch metrics and sampled, not logged
   */
  readonly logGroup?: logs.ILogGroup;
  /**
   * What the web ACL is for: 1 to 256 characters.
   * @default - no description
   */
  readonly description?: string;
}

/**
 * A regional web ACL that fits a gateway: AWS's lists of bad addresses, its common rule set without the limit on the size
 * of bodies, and known bad input. Everything else is allowed. One may protect several gateways of its region.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-waf.html
 */
export class GatewayWebAcl extends Construct implements IGatewayWebAcl {
  /** A web ACL that exists already, in whatever way it was made: of AWS WAF v2, regional, in the region of the gateway. */
  static fromWebAclArn(scope: Construct, id: string, webAclArn: string): IGatewayWebAcl {
    return new ImportedWebAcl(scope, id, webAclArn);
  }

  /** The ARN. */
  readonly webAclArn: string;

  constructor(scope: Construct, id: string, props: GatewayWebAclProps = {}) {
    super(scope, id);
    const { countedRules = [], description, logGroup, requestsPerFiveMinutes } = props;
    new Problems(this)
      .add(...rateProblems(requestsPerFiveMinutes), ...logGroupProblems(logGroup))
      .add(...textProblems('description', description, WEB_ACL_LIMITS.description))
      .refuse();
    const metric = Names.uniqueResourceName(this, { maxLength: 80, separator: '-' });
    const webAcl = new wafv2.CfnWebACL(this, 'Resource', {
      scope: 'REGIONAL',
      description,
      defaultAction: { allow: {} },
      visibilityConfig: visibility(metric),
      rules: webAclRules(metric, countedRules, requestsPerFiveMinutes),
      // Whoever reads logs or samples shall not be able to call as somebody else.
      dataProtectionConfig: {
        dataProtections: [
          { action: 'SUBSTITUTION', field: { fieldType: 'SINGLE_HEADER', fieldKeys: ['authorization', 'cookie'] } },
        ],
      },
    });
    this.webAclArn = webAcl.attrArn;
    if (logGroup) {
      new wafv2.CfnLoggingConfiguration(this, 'Logging', {
        resourceArn: this.webAclArn,
        logDestinationConfigs: [logGroup.logGroupArn],
      });
    }
  }
}

class ImportedWebAcl extends Construct implements IGatewayWebAcl {
  constructor(
    scope: Construct,
    id: string,
    readonly webAclArn: string,
  ) {
    super(scope, id);
    if (Token.isUnresolved(webAclArn) || REGIONAL_ARN.test(webAclArn)) return;
    refuse(this, {
      about: 'webAclArn',
      value: webAclArn,
      allowed: 'arn:<partition>:wafv2:<region>:<account>:regional/webacl/<name>/<id>',
      fix: webAclArn.includes(':global/')
        ? 'A web ACL for CloudFront protects no gateway: make a regional one.'
        : 'Write the ARN of a regional web ACL of AWS WAF v2.',
    });
  }
}

const REGIONAL_ARN = /^arn:[^:]+:wafv2:[^:]+:\d{12}:regional\/webacl\/[^/]+\/[^/]+$/;

function rateProblems(requests: number | undefined): Problem[] {
  const { min, max } = WEB_ACL_LIMITS.requests;
  if (requests === undefined || Token.isUnresolved(requests)) return [];
  if (Number.isInteger(requests) && requests >= min && requests <= max) return [];
  const allowed = `a whole number from ${min} to ${max}`;
  return [{ about: 'requestsPerFiveMinutes', value: requests, allowed, fix: 'Leave it out for any number.' }];
}

function logGroupProblems(logGroup: logs.ILogGroup | undefined): Problem[] {
  const { logGroup: prefix } = WEB_ACL_LIMITS;
  const given = logGroup && nameOf(logGroup);
  if (given === undefined || Token.isUnresolved(given) || given.startsWith(prefix)) return [];
  const allowed = `a log group whose name begins with ${prefix}`;
  return [{ about: 'logGroup', value: given, allowed, fix: `Write logGroupName: "${prefix}…".` }];
}

/** The construct knows its name by reference only, its resource what was given: nothing where CloudFormation makes the name. */
function nameOf(logGroup: logs.ILogGroup): string {
  const resource = logGroup.node.defaultChild as logs.CfnLogGroup | undefined;
  if (!resource) return logGroup.logGroupName;
  const given = Stack.of(resource).resolve(resource.logGroupName) as unknown;
  return given === undefined ? '' : Token.asString(given);
}
