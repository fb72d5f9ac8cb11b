/** The policies of a gateway, to be tested without deploying them. */
import { App } from 'aws-cdk-lib';
import { policySetOf, type DecidingPolicy, type PolicySet } from '../assembly/policy-set';
import type { AgentSystem, Gateway } from '../assembly/agent-system';
import { readAgentSystem, readTemplates } from '../assembly/read-agent-system';
import { cedarProblemInWords } from '../cedar/cedar-problem';
import { decide } from '../cedar/decision';
import { quoted } from '../cedar/quoting';
import { entitiesIn } from '../cedar/statement-entities';
import { dogwoodAt, namesTool, statementJson } from '../cedar/statement-json';
import { verifyStatement } from '../cedar/verify-statement';
import { suggestion } from '../core/refusal';
import type { IToolGateway } from '../gateway/tool-gateway-base';
import { Tool } from '../tools/tool';
import { TARGET_SEPARATOR } from '../tools/tool-limits';
import { CoverageRecord, type Coverage } from './coverage';
import type { PolicyDecision } from './policy-decision';
import { callerOf, timeOf, unknownFields, type PolicyRequest } from './policy-request';
import { importedGateway } from './imported-gateway';
import { PolicyTestError } from './policy-test-error';
import { alwaysAllowed, neverAllowed, type CallsProperty, type Proof } from './property';

/** Which gateway, and what counts. */
export interface PolicySetOptions {
  /**
   * The gateway: its construct path, or the end of it.
   * @default - the only one
   */
  readonly gateway?: string;
  /**
   * Whether policies in shadow (LOG_ONLY) decide, as they will once they are enforced: single ones, or all of a gateway.
   * @default false
   */
  readonly shadowDecides?: boolean;
}

/**
 * The policies of one gateway. Every decision is made by Cedar's own engine, with the statements as they stand in the template
 * and with the tools' own schemas.
 */
export class GatewayPolicies {
  /**
   * The policies of a gateway of the app, in whichever stacks they are, or those that the app writes for an imported one. The
   * app is synthesized for it, so everything that a synth refuses is refused here too.
   */
  static of(gateway: IToolGateway, options: Pick<PolicySetOptions, 'shadowDecides'> = {}): GatewayPolicies {
    const { root } = gateway.node;
    if (!App.isApp(root)) {
      throw new PolicyTestError(`${gateway.node.path} belongs to no app: make its stack in new App().`);
    }
    const system = readAgentSystem(root.synth().directory);
    const made = system.gateways.find(({ path }) => path.startsWith(`${gateway.node.path}/`));
    if (made) return GatewayPolicies.ofGateway(made, system, options);
    const { own, others } = importedGateway(gateway, system);
    return GatewayPolicies.ofGateway(own, { ...system, gateways: [...system.gateways, own, ...others] }, options);
  }

  /**
   * The policies of a gateway in templates, also of one that was made with other constructs.
   * Policies are called by their paths where the template has them (context `aws:cdk:enable-path-metadata`), else by the names
   * that the service knows.
   * @param templates what `Template.fromStack(stack)` gives, or templates as objects: one, or all that belong together
   */
  static fromTemplate(templates: TemplateLike | TemplateLike[], options: PolicySetOptions = {}): GatewayPolicies {
    const list = (Array.isArray(templates) ? templates : [templates]).map(jsonOf);
    const system = readTemplates(Object.fromEntries(list.map((json, index) => [`Template${index + 1}`, json])));
    const namesOf = list.some(hasPaths) ? shortNames : givenNames;
    return GatewayPolicies.ofGateway(chosen(system, options.gateway), system, options, namesOf);
  }

  /**
   * The policies of a gateway in what `cdk synth` wrote, of any app.
   * @param directory `cdk.out`
   */
  static fromAssembly(directory: string, options: PolicySetOptions = {}): GatewayPolicies {
    const system = readAgentSystem(directory);
    return GatewayPolicies.ofGateway(chosen(system, options.gateway), system, options);
  }

  /** The names of the policies that decide, sorted: the construct id, or more of the path where ids are alike. */
  readonly names: readonly string[];
  /** The full names of the gateway's tools, sorted; `Target___*` for those that are not known of a target. */
  readonly tools: readonly string[];
  /** Why the deployed gateway may decide otherwise, in words: what the templates do not tell. */
  readonly unsure: readonly string[];

  private readonly statements: Readonly<Record<string, string>>;
  private readonly coverageRecord: CoverageRecord;
  /** Tools that were asked about, of targets whose tools are not known. */
  private readonly unlisted = new Map<string, Tool>();

  private constructor(
    private readonly set: PolicySet,
    private readonly policies: ReadonlyMap<string, Pick<DecidingPolicy, 'effect' | 'text'>>,
  ) {
    this.statements = Object.fromEntries([...policies].map(([name, { text }]) => [name, text]));
    this.names = [...policies.keys()].sort();
    this.tools = set.gateway.tools.map(({ fullName }) => fullName).sort();
    const unread = Object.keys(this.statements).filter((name) => dogwoodAt(this.statements[name]) !== undefined);
    this.unsure = [
      ...set.unsure,
      ...unread.map((name) => `${name}: what it decides is not known, as it is in Dogwood`),
    ];
    this.coverageRecord = new CoverageRecord(this.statements, set.gateway);
  }

  /**
   * The same with statements that somebody might add: to test that a forbid holds whatever else is permitted. Calls decided
   * by them do not count for the coverage of these policies.
   * @param statements by name; `"${gateway}"` stands for the gateway
   */
  with(statements: Readonly<Record<string, string>>): GatewayPolicies {
    const policies = new Map(this.policies);
    for (const [name, statement] of Object.entries(statements)) {
      const text = statement.replaceAll('"${gateway}"', quoted(this.set.gateway.arn));
      if (policies.has(name)) throw new PolicyTestError(`There is a policy ${name}: give the statement another name.`);
      policies.set(name, { effect: this.checkedEffect(name, text), text });
    }
    return new GatewayPolicies(this.set, policies);
  }

  /** What nobody would deploy is no test; but a permit of everything is what somebody might add. */
  private checkedEffect(name: string, text: string): 'permit' | 'forbid' {
    const problems = verifyStatement(text, this.set.gateway, { ignoreFindings: true });
    const json = statementJson(text);
    if (problems.length === 0 && json) return json.effect;
    throw new PolicyTestError([`${name} is no right statement:`, ...problems.map(cedarProblemInWords)].join('\n  '));
  }

  /**
   * What is decided about a call. Of a target whose tools are not known, any tool may be asked about: its input is not
   * checked, and the policies about the whole target decide. `unsure` names such targets.
   */
  decide(request: PolicyRequest): PolicyDecision {
    const tool = this.tool(request.tool);
    const input = request.input ?? {};
    const [unknown] = unknownFields(input, tool.definition.inputSchema);
    if (unknown) {
      throw new PolicyTestError(
        `${tool.fullName} has no field ${unknown.path}. ${suggestion(unknown.path, unknown.known)}`,
      );
    }
    const caller = callerOf(request, this.roles(), this.set.gateway.principals);
    const now = timeOf(request, this.asksTime(tool));
    const { allowed, reasons, errors } = decide(this.statements, {
      caller,
      tool,
      input,
      gatewayArn: this.set.gateway.arn,
      now,
    });
    // A call that the gateway refuses before any policy sees it has tried nothing.
    if (errors.length === 0) this.coverageRecord.add({ caller, tool, input, now });
    return { allowed, decidedBy: reasons, errors };
  }

  /**
   * That no call with this property is allowed. Every class of calls that the policies tell apart is looked at: where
   * conditions compare single fields and claims with constants, that is a proof.
   * @throws PolicyTestError with a call that is allowed and the policies that allow it, or because it is not proved
   */
  expectNever(property: CallsProperty): Proof {
    return neverAllowed(property, this.context());
  }

  /**
   * That every call with this property is allowed.
   * @throws PolicyTestError with a call that is denied and the policies that deny it, or because it is not proved
   */
  expectAlways(property: CallsProperty): Proof {
    return alwaysAllowed(property, this.context());
  }

  /** Which policies and conditions the calls decided so far have made true, and which false. */
  coverage(): Coverage {
    return this.coverageRecord.coverage();
  }

  private static ofGateway(
    gateway: Gateway,
    system: AgentSystem,
    { shadowDecides = false }: PolicySetOptions,
    namesOf: NamesOf = shortNames,
  ): GatewayPolicies {
    if (gateway.mode === 'NONE') {
      throw new PolicyTestError(
        `${gateway.name} has no policy engine: every call is allowed, and there is nothing to test.`,
      );
    }
    if (gateway.mode === 'LOG_ONLY' && !shadowDecides) {
      throw new PolicyTestError(
        `${gateway.name} has its policies in shadow: every call is allowed. ` +
          'Test what they will decide once they are enforced: shadowDecides: true.',
      );
    }
    const set = policySetOf(gateway, system);
    const deciding = set.policies.filter(({ enforcement }) => shadowDecides || enforcement !== 'LOG_ONLY');
    return new GatewayPolicies(set, new Map(namesOf(deciding, system).map((name, index) => [name, deciding[index]])));
  }

  private context() {
    const names = (effect: string) =>
      [...this.policies].filter(([, policy]) => policy.effect === effect).map(([name]) => name);
    return {
      statements: this.statements,
      rules: { permits: names('permit'), forbids: names('forbid') },
      gateway: this.set.gateway,
      unsure: this.unsure,
      toolOf: (tool: Tool | string) => this.tool(tool),
    };
  }

  /** The policies about the tool that ask for the time. */
  private asksTime(tool: Tool): string[] {
    return Object.keys(this.statements).filter((name) => {
      const json = statementJson(this.statements[name]);
      return json && namesTool(json, tool) && JSON.stringify(json.conditions).includes('"attr":"now"');
    });
  }

  /** The tool as this gateway has it. */
  private tool(tool: Tool | string): Tool {
    const { tools } = this.set.gateway;
    const name = typeof tool === 'string' ? tool : tool.fullName;
    const found = [...tools, ...this.unlisted.values()].find(({ fullName }) => fullName === name);
    if (found) return found;
    const open = tools.find(
      ({ isEvery, targetName }) => isEvery && name.startsWith(`${targetName}${TARGET_SEPARATOR}`),
    );
    if (open) {
      const unlisted = new Tool(open.targetName, {
        ...open.definition,
        name: name.slice(open.targetName.length + TARGET_SEPARATOR.length),
      });
      this.unlisted.set(name, unlisted);
      return unlisted;
    }
    throw new PolicyTestError(
      `The gateway has no tool ${name}. ${suggestion(
        name,
        tools.map(({ fullName }) => fullName),
      )}`,
    );
  }

  private roles(): string[] {
    const ids = [...this.policies.values()].flatMap(({ text }) => entitiesIn(text, 'AgentCore::IamEntity'));
    return [...new Set(ids)];
  }
}

type NamesOf = (policies: readonly DecidingPolicy[], system: AgentSystem) => string[];

/** `Template` of aws-cdk-lib/assertions, or a template as an object. */
export type TemplateLike = { toJSON(): Record<string, any> } | { readonly Resources?: Record<string, any> };

function jsonOf(template: TemplateLike): Record<string, any> {
  return 'toJSON' in template ? template.toJSON() : template;
}

function chosen({ gateways }: AgentSystem, name: string | undefined): Gateway {
  const fitting = gateways.filter((gateway) => name === undefined || isCalled(gateway, name));
  if (fitting.length === 1) return fitting[0];
  const names = gateways.map((gateway) => gateway.name);
  if (names.length === 0) throw new PolicyTestError('There is no gateway.');
  if (name === undefined)
    throw new PolicyTestError(`There are several gateways: say which, gateway: ${JSON.stringify(names[0])}.`);
  throw new PolicyTestError(
    fitting.length === 0
      ? `There is no gateway ${name}. ${suggestion(name, names)}`
      : `Several gateways are called ${name}: ${fitting.map((gateway) => gateway.name).join(', ')}.`,
  );
}

function isCalled(gateway: Gateway, name: string): boolean {
  return gateway.name === name || gateway.name.endsWith(`/${name}`) || gateway.path.startsWith(`${name}/`);
}

/** The last part of each path, or as much as tells it from the others. */
function shortNames(policies: readonly DecidingPolicy[]): string[] {
  const ends = (name: string) => name.split('/').map((_, index, parts) => parts.slice(-1 - index).join('/'));
  return policies.map(
    ({ name }) =>
      ends(name).find((end) => policies.filter((other) => `/${other.name}`.endsWith(`/${end}`)).length === 1) ?? name,
  );
}

/** The names that policies are given. Of a template without paths, logical ids are the only others, with hashes in them. */
function givenNames(policies: readonly DecidingPolicy[], system: AgentSystem): string[] {
  return policies.map(({ name }) => system.policies.find((policy) => policy.name === name)?.physicalName ?? name);
}

function hasPaths({ Resources = {} }: { readonly Resources?: Record<string, { Metadata?: object }> }): boolean {
  return Object.values(Resources).some(({ Metadata = {} }) => 'aws:cdk:path' in Metadata);
}
