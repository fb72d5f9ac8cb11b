/** One policy engine as far as the app knows it: the gateways that ask it, and the order of the policies on it. */
import { Stack, Stage, Token, type aws_bedrockagentcore as agentcore } from 'aws-cdk-lib';
import { Construct, type IConstruct } from 'constructs';
import { authorizationInWords, inputSchemaOf, principalKinds, type CedarGateway } from '../cedar/cedar-gateway';
import { reportFindings } from '../core/finding';
import { sentence, type Problem } from '../core/refusal';
import type { JsonSchema } from '../tools/json-schema';
import type { Tool } from '../tools/tool';
import { allowEngineToUseKey } from './engine-key';
import { engineFindings } from './engine-limits';
import { isMadeHere } from './engine-origin';
import type { IPolicyGateway } from './policy-gateway';
import { PolicySequence } from './policy-sequence';

const enginesOfApp = new WeakMap<IConstruct, Map<string, SharedEngine>>();

/** An engine, once for every construct that stands for it. */
export class SharedEngine {
  static of(policyEngine: agentcore.IPolicyEngine): SharedEngine {
    const { root } = policyEngine.node;
    const engines = enginesOfApp.get(root) ?? new Map<string, SharedEngine>();
    enginesOfApp.set(root, engines);
    const key = identityOf(policyEngine);
    let engine = engines.get(key);
    if (!engine) engines.set(key, (engine = new SharedEngine(policyEngine)));
    engine.addConstruct(policyEngine);
    return engine;
  }

  /** The order of the policies of all gateways. */
  readonly sequence = new PolicySequence();
  /** The gateways of the app that ask it. */
  readonly gateways: IPolicyGateway[] = [];
  /** What CloudFormation knows the engine by; more than one where it is imported several times by name. */
  readonly ids = new Set<string>();

  private readonly constructs = new Set<agentcore.IPolicyEngine>();
  private union?: { readonly of: readonly CedarGateway[]; readonly gateway: CedarGateway };

  private constructor(readonly policyEngine: agentcore.IPolicyEngine) {}

  add(gateway: IPolicyGateway): void {
    if (this.gateways.length === 0) {
      allowEngineToUseKey(this.policyEngine);
      reportFindings(gateway, () => engineFindings(this));
    }
    this.gateways.push(gateway);
    gateway.node.addValidation({
      validate: () => [...this.callerConflictsOf(gateway), ...this.conflictsOf(gateway)].map(sentence),
    });
  }

  /** What a statement is held against that names no gateway, as it decides at every one: the tools and callers of all. */
  allGateways(): CedarGateway {
    const all = this.gateways.map((gateway) => gateway._cedarGateway());
    if (all.length === 1) return all[0];
    if (!this.union || all.some((gateway, index) => this.union!.of[index] !== gateway)) {
      this.union = { of: all, gateway: unionOf(all) };
    }
    return this.union.gateway;
  }

  private addConstruct(policyEngine: agentcore.IPolicyEngine): void {
    if (this.constructs.has(policyEngine)) return;
    this.constructs.add(policyEngine);
    this.ids.add(policyEngine.policyEngineId);
    // The L2's Policy takes what an engine is made of for granted; of an imported one that is nothing.
    if (policyEngine.node.defaultChild || !Construct.isConstruct(policyEngine)) return;
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- isConstruct has just said so
    new Construct(policyEngine, 'Resource');
  }

  /** One set of statements cannot be read for callers of whom something is known and for those of whom nothing is. */
  private callerConflictsOf(gateway: IPolicyGateway): Problem[] {
    const isOpen = (one: IPolicyGateway) => one._cedarGateway().principals === 'UnauthenticatedUser';
    const others = this.gateways.slice(0, this.gateways.indexOf(gateway));
    const other = others.find((one) => isOpen(one) !== isOpen(gateway));
    if (!other) return [];
    return [
      {
        about: 'policyEngine',
        value: `shared with ${other.node.path}, whose callers ${authorizationInWords(other._cedarGateway())}`,
        allowed: `gateways whose callers ${authorizationInWords(gateway._cedarGateway())}: a policy for callers who are known could let in those who are not`,
        fix: 'Give the gateway with InboundAuth.none(…) an engine of its own.',
      },
    ];
  }

  /** The engine has one schema, so a name in it has one meaning. */
  private conflictsOf(gateway: IPolicyGateway): Problem[] {
    const others = this.gateways.slice(0, this.gateways.indexOf(gateway));
    return gateway._cedarGateway().tools.flatMap((tool) => {
      const other = others.find((one) => one._cedarGateway().tools.some((its) => isOtherwise(its, tool)));
      if (!other) return [];
      return [
        {
          about: 'policyEngine',
          value: `shared with ${other.node.path}, which has another ${tool.fullName}`,
          allowed: 'gateways whose tools of the same name have the same input: an engine has one schema for all',
          fix: `Rename the target ${tool.targetName} of one of them, or give the gateways engines of their own.`,
        },
      ];
    });
  }
}

/** An engine of the app is itself; an imported one is its ARN, in whichever places it is imported. */
function identityOf(policyEngine: agentcore.IPolicyEngine): string {
  const { policyEngineArn } = policyEngine;
  if (isMadeHere(policyEngine)) return policyEngine.node.path;
  if (!Token.isUnresolved(policyEngineArn)) return policyEngineArn;
  const stack = Stack.of(policyEngine);
  return JSON.stringify([Stage.of(policyEngine)?.node.path, stack.environment, stack.resolve(policyEngineArn)]);
}

function unionOf(gateways: readonly CedarGateway[]): CedarGateway {
  const tools = new Map(gateways.flatMap((gateway) => gateway.tools.map((tool) => [tool.fullName, tool])));
  // Two kinds are users and roles: callers without authorization are on an engine by themselves.
  const [kind, ...more] = new Set(gateways.flatMap(principalKinds));
  return { arn: gateways[0].arn, tools: [...tools.values()], principals: more.length > 0 ? 'both' : kind };
}

function isOtherwise(one: Tool, other: Tool): boolean {
  return one.fullName === other.fullName && typeOf(inputSchemaOf(one)) !== typeOf(inputSchemaOf(other));
}

/** What of an input schema becomes a type in Cedar. */
function typeOf({ type, properties, required, items }: JsonSchema): string {
  const needed = Array.isArray(required) ? required.map(String) : [];
  const fields = Object.entries(properties ?? {})
    .map(([name, field]) => JSON.stringify([name, needed.includes(name), typeOf(field)]))
    .sort();
  return JSON.stringify([type, fields, items && typeOf(items)]);
}
