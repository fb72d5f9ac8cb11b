import { App, aws_logs as logs, Stack, Validations } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { GatewayWebAcl, type GatewayWebAclProps, type ToolGatewayProps } from '../../lib/gateway';
import { ENV, shop } from './shop';

const ACL_ARN = 'arn:aws:wafv2:eu-central-1:123456789012:regional/webacl/shop/11111111-1111-1111-1111-111111111111';

function webAcl(props?: GatewayWebAclProps) {
  const stack = new Stack(new App(), 'Shop', { env: ENV });
  new GatewayWebAcl(stack, 'Acl', props);
  return stack;
}

function aclIn(stack: Stack) {
  return Object.values(Template.fromStack(stack).findResources('AWS::WAFv2::WebACL'))[0].Properties;
}

function gatewayIn(stack: Stack) {
  return Object.values(Template.fromStack(stack).findResources('AWS::BedrockAgentCore::Gateway'))[0];
}

const group = (Name: string) => Match.objectLike({ ManagedRuleGroupStatement: { VendorName: 'AWS', Name } });

describe('GatewayWebAcl', () => {
  it('blocks bad addresses, common attacks and known bad input, and lets large bodies through', () => {
    Template.fromStack(webAcl()).hasResourceProperties('AWS::WAFv2::WebACL', {
      Scope: 'REGIONAL',
      DefaultAction: { Allow: {} },
      Rules: [
        { Priority: 0, OverrideAction: { None: {} }, Statement: group('AWSManagedRulesAmazonIpReputationList') },
        {
          Priority: 1,
          OverrideAction: { None: {} },
          Statement: {
            ManagedRuleGroupStatement: {
              VendorName: 'AWS',
              Name: 'AWSManagedRulesCommonRuleSet',
              RuleActionOverrides: [{ Name: 'SizeRestrictions_BODY', ActionToUse: { Count: {} } }],
            },
          },
        },
        { Priority: 2, OverrideAction: { None: {} }, Statement: group('AWSManagedRulesKnownBadInputsRuleSet') },
      ],
    });
  });

  it('counts every rule in a metric of its own, and hides tokens in samples and logs', () => {
    const { Rules, VisibilityConfig, DataProtectionConfig } = aclIn(webAcl());
    const metrics = [VisibilityConfig, ...Rules.map((rule: any) => rule.VisibilityConfig)];
    expect(metrics.every((metric) => metric.CloudWatchMetricsEnabled === true)).toBe(true);
    expect(new Set(metrics.map(({ MetricName }) => MetricName as string)).size).toBe(4);
    expect(DataProtectionConfig.DataProtections).toEqual([
      { Action: 'SUBSTITUTION', Field: { FieldType: 'SINGLE_HEADER', FieldKeys: ['authorization', 'cookie'] } },
    ]);
  });

  it('limits the requests of one address, counts more rules, and logs', () => {
    const stack = new Stack(new App(), 'Shop', { env: ENV });
    const logGroup = new logs.LogGroup(stack, 'Logs', { logGroupName: 'aws-waf-logs-shop' });
    const countedRules = ['CrossSiteScripting_BODY', 'SizeRestrictions_BODY'];
    new GatewayWebAcl(stack, 'Acl', { requestsPerFiveMinutes: 2000, countedRules, logGroup, description: 'Shop' });
    const { Rules, Description } = aclIn(stack);
    expect(Description).toBe('Shop');
    expect(Rules[0]).toMatchObject({
      Priority: 0,
      Action: { Block: {} },
      Statement: { RateBasedStatement: { AggregateKeyType: 'IP', EvaluationWindowSec: 300, Limit: 2000 } },
    });
    expect(Rules[2].Statement.ManagedRuleGroupStatement.RuleActionOverrides).toEqual([
      { Name: 'SizeRestrictions_BODY', ActionToUse: { Count: {} } },
      { Name: 'CrossSiteScripting_BODY', ActionToUse: { Count: {} } },
    ]);
    Template.fromStack(stack).hasResourceProperties('AWS::WAFv2::LoggingConfiguration', {
      ResourceArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Acl'), 'Arn'] },
      LogDestinationConfigs: [{ 'Fn::GetAtt': [Match.stringLikeRegexp('^Logs'), 'Arn'] }],
    });
  });

  it('is right by the rules of cdk-nag', () => {
    const app = new App();
    const stack = new Stack(app, 'Shop', { env: ENV });
    new GatewayWebAcl(stack, 'Acl', { requestsPerFiveMinutes: 2000 });
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    expect(() => app.synth()).not.toThrow();
  });

  it.each<[string, (stack: Stack) => unknown, string]>([
    [
      'with a limit that AWS WAF cannot count',
      (stack) => new GatewayWebAcl(stack, 'Acl', { requestsPerFiveMinutes: 5 }),
      'requestsPerFiveMinutes is 5. Allowed: a whole number from 10 to 2000000000. Leave it out for any number.',
    ],
    [
      'with a log group that AWS WAF does not write to',
      (stack) =>
        new GatewayWebAcl(stack, 'Acl', { logGroup: new logs.LogGroup(stack, 'Logs', { logGroupName: 'waf' }) }),
      'logGroup is "waf". Allowed: a log group whose name begins with aws-waf-logs-. Write logGroupName: "aws-waf-logs-…".',
    ],
    [
      'with a log group that CloudFormation names',
      (stack) => new GatewayWebAcl(stack, 'Acl', { logGroup: new logs.LogGroup(stack, 'Logs') }),
      'logGroup is "". Allowed: a log group whose name begins with aws-waf-logs-. Write logGroupName: "aws-waf-logs-…".',
    ],
    [
      'with an imported log group of another name',
      (stack) => new GatewayWebAcl(stack, 'Acl', { logGroup: logs.LogGroup.fromLogGroupName(stack, 'Logs', 'waf') }),
      'logGroup is "waf". Allowed: a log group whose name begins with aws-waf-logs-. Write logGroupName: "aws-waf-logs-…".',
    ],
    [
      'with an empty description',
      (stack) => new GatewayWebAcl(stack, 'Acl', { description: '' }),
      'description is "". Allowed: 1 to 256 characters, and it has 0. Leave it out.',
    ],
    [
      'that is for CloudFront',
      (stack) => GatewayWebAcl.fromWebAclArn(stack, 'Acl', ACL_ARN.replace(':regional/', ':global/')),
      'webAclArn is "arn:aws:wafv2:eu-central-1:123456789012:global/webacl/shop/11111111-1111-1111-1111-111111111111". Allowed: ' +
        'arn:<partition>:wafv2:<region>:<account>:regional/webacl/<name>/<id>. ' +
        'A web ACL for CloudFront protects no gateway: make a regional one.',
    ],
    [
      'that is named',
      (stack) => GatewayWebAcl.fromWebAclArn(stack, 'Acl', 'shop'),
      'webAclArn is "shop". Allowed: arn:<partition>:wafv2:<region>:<account>:regional/webacl/<name>/<id>. ' +
        'Write the ARN of a regional web ACL of AWS WAF v2.',
    ],
  ])('is refused %s', (_, make, problem) => {
    const stack = new Stack(new App(), 'Shop', { env: ENV });
    expect(() => make(stack)).toThrow(`Shop/Acl cannot be built:\n  - ${problem}`);
  });
});

describe('A gateway with a web ACL', () => {
  function shopBehind(arn = ACL_ARN, props: ToolGatewayProps = {}) {
    const app = new App();
    const imported = new Stack(app, 'Acls', { env: ENV });
    return shop({ webAcl: GatewayWebAcl.fromWebAclArn(imported, 'Acl', arn), ...props }, app);
  }

  it('is inspected, and turns requests away while AWS WAF cannot be reached', () => {
    const { stack } = shopBehind();
    expect(gatewayIn(stack).Properties.WafConfiguration).toEqual({ FailureMode: 'FAIL_CLOSE' });
    Template.fromStack(stack).hasResourceProperties('AWS::WAFv2::WebACLAssociation', {
      WebACLArn: ACL_ARN,
      ResourceArn: { 'Fn::GetAtt': ['ToolsGateway33D7DE2F', 'GatewayArn'] },
    });
  });

  it('lets requests through then only with a reason, which stands in the template', () => {
    const { stack } = shopBehind(ACL_ARN, { uninspectedRequests: { reason: 'an outage costs more' } });
    expect(gatewayIn(stack)).toMatchObject({
      Properties: { WafConfiguration: { FailureMode: 'FAIL_OPEN' } },
      Metadata: { 'cdk-agentcore:justifications': { uninspectedRequests: 'an outage costs more' } },
    });
  });

  it('can have one of the same app', () => {
    const app = new App();
    const acls = new Stack(app, 'Acls', { env: ENV });
    const { stack } = shop({ webAcl: new GatewayWebAcl(acls, 'Acl') }, app);
    Template.fromStack(stack).hasResourceProperties('AWS::WAFv2::WebACLAssociation', {
      WebACLArn: { 'Fn::ImportValue': Match.stringLikeRegexp('^Acls:ExportsOutputFnGetAttAcl') },
    });
  });

  it('is refused with one of another region', () => {
    expect(() => shopBehind(ACL_ARN.replace('eu-central-1', 'us-east-1'))).toThrow(
      'Shop/Tools cannot be built:\n  - webAcl is "a web ACL in us-east-1". ' +
        'Allowed: a web ACL in eu-central-1, the region of the gateway. Make one there.',
    );
  });

  it('is refused without one where requests may pass uninspected, and without a reason for that', () => {
    expect(() => shop({ uninspectedRequests: { reason: 'why not' } })).toThrow(
      'Shop/Tools cannot be built:\n  - uninspectedRequests is {"reason":"why not"}. Allowed: beside a webAcl: without one no ' +
        'request is inspected. Leave it out, or write webAcl: new GatewayWebAcl(…).',
    );
    expect(() => shopBehind(ACL_ARN, { uninspectedRequests: { reason: ' ' } })).toThrow(
      'Shop/Tools cannot be built:\n  - uninspectedRequests.reason is " ". Allowed: a sentence that a reviewer can judge. ' +
        'Say why the default does not fit here.',
    );
  });
});
