/** A rule of a gateway: where matching requests go, and which configuration they get. */
import { aws_bedrockagentcore as agentcore, Aspects, aws_iam as iam, Stack, Validations } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { Problems } from '../core/refusal';
import type { BundleOverride } from './gateway-rule-bundle';
import type { RuleCondition } from './gateway-rule-condition';
import { reportRuleProblems, ruleProblems } from './gateway-rule-problems';
import type { Route } from './gateway-rule-route';
import { KnownGateway, type KnownTarget } from './known-gateway';
import { gatewayGrants, isMadeHere } from './own-grants';
import type { ToolGateway } from './tool-gateway';
import type { IToolGateway } from './tool-gateway-base';

/** Which requests, and what is done with them. */
export interface GatewayRuleOptions {
  /**
   * Which rule comes first: 1 to 1,000,000, the lowest first, each once on a gateway. The first rule that matches and has a
   * route decides the route; the first that matches and has a configuration bundle decides that. Leave gaps.
   */
  readonly priority: number;
  /**
   * What has to be true of a request, all of it: at most 2 conditions, each of another kind.
   * @default - the rule is for all requests
   */
  readonly when?: RuleCondition[];
  /**
   * Where the requests go.
   * @default - where they would go without the rule
   */
  readonly route?: Route;
  /**
   * Which version of a configuration bundle they get. The gateway's role may read the bundles that are named here.
   * @default - the one they would get without the rule
   */
  readonly configurationBundle?: BundleOverride;
  /**
   * What the rule is for: 1 to 256 characters.
   * @default - no description
   */
  readonly description?: string;
}

/** A rule and the gateway that it is for. */
export interface GatewayRuleProps extends GatewayRuleOptions {
  /** The gateway. It may belong to another stack; the rule belongs to the stack of the targets that it names. */
  readonly gateway: IToolGateway;
}

/**
 * A rule of a gateway. `gateway.addRule` is the short form; write `new GatewayRule` in the stack of the targets where that
 * is another one than the gateway's. A rule waits for the targets that it names.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-rules.html
 */
export class GatewayRule extends Construct {
  /** The id that the service gave it. */
  readonly ruleId: string;
  /** Which rule comes first. */
  readonly priority: number;
  /** @internal */
  readonly _props: GatewayRuleProps;

  constructor(scope: Construct, id: string, props: GatewayRuleProps) {
    super(scope, id);
    const { gateway, priority, when = [], route, configurationBundle, description } = props;
    const known = new KnownGateway(gateway);
    new Problems(this).add(...ruleProblems(props, known)).refuse();

    this.priority = priority;
    this._props = props;
    const rule = new agentcore.CfnGatewayRule(this, 'Resource', {
      gatewayIdentifier: known.id,
      priority,
      description,
      conditions: when.length > 0 ? when.map((condition) => condition._render()) : undefined,
      actions: [
        ...(configurationBundle ? [{ configurationBundle: configurationBundle._render() }] : []),
        ...(route ? [{ routeToTarget: route._render() }] : []),
      ],
    });
    this.ruleId = rule.attrRuleId;
    if (this.isForModels) Validations.of(rule).acknowledge(NOT_IN_SCHEMA);
    if (configurationBundle && isMadeHere(gateway)) {
      rule.node.addDependency(this.allowReading(configurationBundle._bundleArns, gateway));
    }
    // Targets may be added after the rule that names them.
    Aspects.of(this).add({ visit: (node) => node === rule && this.waitFor(rule, known) });
    reportRuleProblems(this, rule, known);
  }

  /** @internal The names of the targets that have to be there before the rule. */
  get _targetNames(): string[] {
    const { when = [], route } = this._props;
    return [
      ...new Set([
        ...when.flatMap(({ _targetNames }) => _targetNames),
        ...(route?._destinations ?? []).map(({ target }) => target.targetName),
      ]),
    ];
  }

  /** @internal Those of them that are in a stack for which this one cannot wait: it comes after the gateway's. */
  _outOfReach(target: KnownTarget, known: KnownGateway): boolean {
    const own = Stack.of(this);
    return Stack.of(target.resource) !== own && known.resource !== undefined && Stack.of(known.resource) === own;
  }

  private get isForModels(): boolean {
    const { when = [], route } = this._props;
    return (
      when.some(({ _kind }) => _kind === 'models') || (route?._destinations ?? []).some(({ forModels }) => forModels)
    );
  }

  private waitFor(rule: agentcore.CfnGatewayRule, known: KnownGateway): void {
    known
      .targets()
      .filter((target) => this._targetNames.includes(target.name) && !this._outOfReach(target, known))
      .forEach(({ resource }) => rule.node.addDependency(resource));
  }

  /** Without it, every call for which the rule picks the bundle fails. */
  private allowReading(bundleArns: string[], gateway: ToolGateway): iam.Policy {
    const grants = gatewayGrants(this, gateway);
    const actions = ['bedrock-agentcore:GetConfigurationBundleVersion'];
    grants.addStatements(new iam.PolicyStatement({ actions, resources: bundleArns }));
    return grants;
  }
}

/** The schema of CloudFormation Validate in aws-cdk-lib 2.276 is older than its L1: no model, no condition on models, no fallback. */
const NOT_IN_SCHEMA = {
  id: 'CloudFormation-Validate::F3018',
  reason: 'Models and fallbacks of rules are newer than the schema; GatewayRule checks them.',
};
