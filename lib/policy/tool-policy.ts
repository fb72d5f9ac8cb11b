/** One Cedar policy on the tools of a gateway, checked at synth against these tools. */
import { aws_bedrockagentcore as agentcore, Lazy, Stack } from 'aws-cdk-lib';
import { Construct, type IConstruct } from 'constructs';
import type { CedarGateway } from '../cedar/cedar-gateway';
import { cedarProblemInWords, type CedarProblem } from '../cedar/cedar-problem';
import { isAboutAnyGateway, permittedTools, toolsNamed } from '../cedar/permitted-tools';
import { renderStatement, type RenderedStatement } from '../cedar/render-statement';
import { codeOnly, effectOf } from '../cedar/source-text';
import type { SetStatement } from '../cedar/proof/statement-set';
import { STATEMENT_LENGTH, verifyStatement, type StatementToVerify } from '../cedar/verify-statement';
import { reportFindings, type Finding } from '../core/finding';
import { recordJustification } from '../core/justification';
import { NAME_RULES, physicalName } from '../core/names';
import { Problems, sentence, type Problem } from '../core/refusal';
import { namesakeProblems } from '../core/unique-names';
import type { Tool } from '../tools/tool';
import type { IPolicyGateway } from './policy-gateway';
import { placedProblem, reportPolicyFindings } from './policy-findings';
import { permitForAllGateways, toolsOfLaterStacks } from './policy-reach';
import { laterKnown } from './policy-sequence';
import { gatewaysNamed } from './referred-to';
import { deployedLength } from './statement-length';
import { toolPolicyProblems } from './tool-policy-problems';
import type { ToolPolicyProps } from './tool-policy-props';
import { isDogwood, unverifiedFindings } from './unverified-policy';

/**
 * A policy on the tools of a gateway. It may stand in another stack than the gateway: the one of the role that it is about,
 * so that the two stacks do not need each other.
 *
 * The statement is written when the app is complete, so the order of targets and policies in code does not matter, and
 * verified with Cedar's own engine against the schemas of the gateway's tools. CloudFormation creates a policy after the
 * tools that it names, so tools that targets in several stacks have are named in a policy for each stack.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/policy.html
 */
export class ToolPolicy extends Construct {
  /** The L2 inside. */
  readonly policy: agentcore.Policy;
  /** The name. */
  readonly policyName: string;
  /** @internal */
  readonly _forbids: boolean;

  private readonly gateway: IPolicyGateway;
  private readonly isDogwood: boolean;
  private rendered?: RenderedStatement & { readonly gateway: CedarGateway };

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ToolPolicyProps,
  ) {
    super(scope, id);
    new Problems(this).add(...toolPolicyProblems(props)).refuse();

    this.gateway = props.gateway;
    this._forbids = props.statement ? isForbid(props.statement.text) : props.effect === agentcore.PolicyEffect.FORBID;
    this.isDogwood = isDogwood(props.statement);
    this.policyName = props.policyName ?? physicalName(this, NAME_RULES.policy);
    this.policy = new agentcore.Policy(this, 'Policy', {
      policyEngine: this.gateway._engine.policyEngine,
      policyName: this.policyName,
      description: props.description ?? props.statement?._description,
      statement: agentcore.PolicyStatement.fromCedar(Lazy.string({ produce: () => this.statement().text })),
      validationMode: props.ignoreFindings
        ? agentcore.PolicyValidationMode.IGNORE_ALL_FINDINGS
        : agentcore.PolicyValidationMode.FAIL_ON_ANY_FINDINGS,
    });
    const resource = this.policy.node.defaultChild as agentcore.CfnPolicy;
    // The L2 knows the older of the two forms, which only takes Cedar.
    if (this.isDogwood) resource.definition = { policy: { statement: this.policy.definition } };
    if (props.ignoreFindings) recordJustification(resource, 'ignoreFindings', props.ignoreFindings);
    const shadow = props.rollout?.justification;
    // Written out, because CloudFormation may leave what is not in a template as it was: in shadow.
    resource.enforcementMode = shadow ? 'LOG_ONLY' : 'ACTIVE';
    if (shadow) recordJustification(resource, 'rollout', shadow);

    this.gateway._engine.sequence.add(this);
    this.node.addDependency(laterKnown(() => this.prerequisites()));
    this.node.addValidation({ validate: () => this.validate() });
    reportFindings(this, () => [...this.reachFindings(), ...unverifiedFindings(props.statement)]);
    if (!props.ignoreFindings) reportPolicyFindings(this, this.gateway._engine);
  }

  /** @internal */
  get _enforced(): boolean {
    return (this.policy.node.defaultChild as agentcore.CfnPolicy).enforcementMode !== 'LOG_ONLY';
  }

  /** @internal */
  _permittedTools(gateway: IPolicyGateway): readonly Tool[] {
    if (this._forbids || !this.decidesAt(gateway)) return [];
    const { statement, tools: named } = this.props;
    const { tools } = gateway._cedarGateway();
    if (!statement) return named ? tools.filter((tool) => named.some((one) => one._covers(tool))) : tools;
    const { text } = this.statement();
    if (this.isDogwood) return [];
    const permitted = permittedTools(text, gateway._cedarGateway());
    // A mistake in the scope is said, not which tools nobody may call because of it.
    return permitted.length === 0 && this.verified(text).length > 0 ? tools : permitted;
  }

  /** @internal */
  _maybePermittedTools(gateway: IPolicyGateway): readonly Tool[] {
    if (!this.isDogwood || !this.decidesAt(gateway)) return [];
    return permittedTools(this.statement().text, gateway._cedarGateway());
  }

  /** @internal */
  _sizeOn(gateway: IPolicyGateway): number {
    if (!this.decidesAt(gateway)) return 0;
    return deployedLength(this.statement().text, this.gateway);
  }

  /** @internal */
  _toVerify(gateway: CedarGateway): StatementToVerify[] {
    if (this.heldAgainst() !== gateway) return [];
    const { text, problems } = this.statement();
    return problems.length === 0 ? [{ text, ignoreFindings: this.ignoresFindings }] : [];
  }

  /** @internal What is wrong with it alone is said by itself. */
  _inSet(): SetStatement {
    const { text, problems } = this.statement();
    const readable = problems.length === 0 && this.verified(text).length === 0;
    return { text, readable, enforced: this._enforced, meant: this.ignoresFindings };
  }

  /** @internal Where its statement stands, of a file. */
  get _place(): string | undefined {
    return this.props.statement?._place;
  }

  private placed<T extends Problem>(problem: T): T {
    return placedProblem(problem, this._place);
  }

  /** Rendered again where the gateway has got other tools since. */
  private statement(): RenderedStatement {
    const gateway = this.gateway._cedarGateway();
    if (this.rendered?.gateway !== gateway) this.rendered = { ...this.render(gateway), gateway };
    return this.rendered;
  }

  private render(gateway: CedarGateway): RenderedStatement {
    const { statement, tools, principals, when, unless } = this.props;
    if (statement) {
      const text = statement._deployed(this.gateway.gatewayArn);
      return { text, problems: [], toolsNamed: toolsNamed(text, gateway) };
    }
    return renderStatement({ effect: this._forbids ? 'forbid' : 'permit', tools, principals, when, unless }, gateway);
  }

  private validate(): string[] {
    const { text, problems } = this.statement();
    const given = [
      ...problems,
      ...this.foreignToolProblems(),
      ...[...this.foreignGatewayProblems(), ...this.orderProblems()].map((problem) => this.placed(problem)),
      ...this.nameProblems(),
    ];
    // What is Dogwood is a finding.
    const found = problems.length === 0 ? this.verified(text).filter(({ code }) => code !== 'unverifiable') : [];
    const unknown = problems.length > 0 || found.some(({ code }) => code === 'length');
    const tooLong = unknown ? [] : this.lengthProblems(text);
    return [...[...given, ...tooLong].map(sentence), ...found.map((problem) => this.inWords(problem))];
  }

  private verified(text: string): CedarProblem[] {
    const gateway = this.heldAgainst();
    this.gateway._engine.sequence.verify(gateway);
    return verifyStatement(text, gateway, { ignoreFindings: this.ignoresFindings });
  }

  /** Whether it decides about calls of a gateway: it is about its own, or names none and is about all of the engine. */
  private decidesAt(gateway: IPolicyGateway): boolean {
    return gateway === this.gateway || isAboutAnyGateway(this.statement().text);
  }

  /** What the statement is verified against. */
  private heldAgainst(): CedarGateway {
    const { gateways } = this.gateway._engine;
    const own = this.gateway._cedarGateway();
    return gateways.length > 1 && isAboutAnyGateway(this.statement().text) ? this.gateway._engine.allGateways() : own;
  }

  /** Too long only when the gateway's ARN is in it; what is too long before that, the verification says. */
  private lengthProblems(text: string): Problem[] {
    const length = deployedLength(text, this.gateway);
    if (length <= STATEMENT_LENGTH.max) return [];
    return [
      {
        about: this.props.statement?._called ?? 'the statement',
        value: `about ${length} characters with the ARN of the gateway`,
        allowed: `${STATEMENT_LENGTH.min} to ${STATEMENT_LENGTH.max} characters`,
        fix: 'Make several policies of it.',
      },
    ];
  }

  private inWords(problem: CedarProblem): string {
    const { statement } = this.props;
    return statement ? statement._inWords(problem, this.gateway.gatewayArn) : cedarProblemInWords(problem);
  }

  private get ignoresFindings(): boolean {
    return this.props.ignoreFindings !== undefined;
  }

  /** A tool of another gateway that has the name of one of ours: the statement would be about ours. */
  private foreignToolProblems(): Problem[] {
    const own = this.gateway._cedarGateway().tools;
    return (this.props.tools ?? [])
      .filter((tool) => !own.includes(tool) && own.some(({ fullName }) => fullName === tool.fullName))
      .map((tool) => ({
        about: 'tools',
        value: `${tool.fullName} of another gateway`,
        allowed: `tools of ${this.gateway.node.path}`,
        fix: `Take it from the target of that gateway: target.tool(${JSON.stringify(tool.name)}).`,
      }));
  }

  /** A text about another gateway of the app: their ARNs are tokens, in which Cedar sees no difference. */
  private foreignGatewayProblems(): Problem[] {
    const [own] = gatewaysNamed(this.gateway.gatewayArn);
    return gatewaysNamed(this.props.statement ? this.statement().text : '')
      .filter((gateway) => gateway !== own)
      .map((gateway) => ({
        about: 'statement',
        value: `about ${gateway.node.path}`,
        allowed: `a statement about ${this.gateway.node.path}`,
        fix: 'Write the ARN of this gateway, or the policy on the other one.',
      }));
  }

  /** A permit for other gateways than the one that it is written on is easily not seen. */
  private reachFindings(): Finding[] {
    const others = this.gateway._engine.gateways.filter((gateway) => gateway !== this.gateway);
    if (this._forbids || others.length === 0 || !isAboutAnyGateway(this.statement().text)) return [];
    return [this.placed(permitForAllGateways(this.gateway, others, this._place !== undefined))];
  }

  /** A policy is accepted only when the tools that it names exist, so it cannot be deployed before them. */
  private orderProblems(): Problem[] {
    const { toolsNamed: named } = this.statement();
    if (!this.targetsOf(named).some((target) => this.isDeployedBefore(target))) return [];
    return [toolsOfLaterStacks(Stack.of(this), this.stacksOf(named), this.props)];
  }

  /** The tools by the stack that their target is in. */
  private stacksOf(tools: readonly Tool[]): Map<Stack, Tool[]> {
    const stacks = new Map<Stack, Tool[]>();
    for (const tool of tools) {
      for (const target of this.targetsOf([tool])) {
        stacks.set(Stack.of(target), [...(stacks.get(Stack.of(target)) ?? []), tool]);
      }
    }
    return stacks;
  }

  private nameProblems(): Problem[] {
    if (this.props.policyName === undefined) return [];
    return namesakeProblems('policyName', this.policy.node.defaultChild as agentcore.CfnPolicy, ({ name }) => name);
  }

  /** What must exist before CreatePolicy succeeds. */
  private prerequisites(): IConstruct[] {
    return [
      ...this.targetsBefore(),
      ...(this.gateway._grants ? [this.gateway._grants] : []),
      ...this.gateway._engine.sequence.before(this, this.gateway._engine.policyEngine),
    ];
  }

  /** Those of the tools that it names; where it names none, those of its own stack, as it can do without any. */
  private targetsBefore(): IConstruct[] {
    const { toolsNamed: named } = this.statement();
    if (named.length > 0) return this.targetsOf(named).filter((target) => !this.isDeployedBefore(target));
    return this.gateway._engine.gateways
      .filter((gateway) => this.decidesAt(gateway))
      .flatMap((gateway) => gateway._targetsOf(gateway._cedarGateway().tools.map(({ fullName }) => fullName)))
      .filter((target) => Stack.of(target) === Stack.of(this));
  }

  private targetsOf(tools: readonly Tool[]): IConstruct[] {
    return this.gateway._targetsOf(tools.map(({ fullName }) => fullName));
  }

  /** A target outside the gateway's stack refers to the gateway, so its stack comes after. */
  private isDeployedBefore(target: IConstruct): boolean {
    return Stack.of(this) === Stack.of(this.gateway) && Stack.of(target) !== Stack.of(this.gateway);
  }
}

function isForbid(text: string): boolean {
  return effectOf(codeOnly(text))?.effect === 'forbid';
}
