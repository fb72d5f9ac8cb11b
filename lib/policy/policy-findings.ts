/** What the policies of an engine come to together, said at synth of the policy, or the gateway, that is to be changed. */
import { Annotations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { CedarGateway } from '../cedar/cedar-gateway';
import { analysisOf, type ForbiddenTool, type SetAnalysis, type SetFinding } from '../cedar/proof/analysis';
import { reportFindings, type Finding } from '../core/finding';
import type { Problem } from '../core/refusal';
import { isMadeHere } from './engine-origin';
import { writtenOtherwise } from './engine-statements';
import type { IPolicyGateway } from './policy-gateway';
import type { SequencedPolicy } from './policy-sequence';
import type { SharedEngine } from './shared-engine';

/**
 * Says what is proved of a policy beside the others of its engine, in the words of the service's own analysis.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/policy-validation-overview.html
 */
export function reportPolicyFindings(policy: SequencedPolicy, engine: SharedEngine): void {
  reportFindings(policy, () => {
    const { analysis, writers } = EngineAnalysis.of(engine).for(policy);
    const own = analysis.findings.filter(({ statement }) => writers[statement] === policy);
    if (own.some(({ kind }) => kind === 'unreached')) adviseOn(policy);
    return own
      .flatMap((finding) => inWords(finding, policy._forbids, namesOf(finding.others, writers)))
      .map((finding) => placedProblem(finding, policy._place));
  });
}

/** Says which tools of a gateway nobody may call although permits name them. */
export function reportForbiddenTools(gateway: IPolicyGateway): void {
  reportFindings(gateway, () => {
    const { analysis, writers } = EngineAnalysis.of(gateway._engine).for(gateway);
    const place = gateway._engine.gateways.indexOf(gateway);
    const own = analysis.forbiddenTools.filter((tool) => tool.gateway === place);
    return groupsOf(own).map((tools) => forbiddenInWords(tools, writers));
  });
}

interface Known {
  readonly analysis: SetAnalysis;
  /** Who wrote each of the statements. */
  readonly writers: readonly IConstruct[];
}

/** The analysis of all policies of one engine, once for all that ask in one synth. */
class EngineAnalysis {
  private static readonly ofEngine = new WeakMap<SharedEngine, EngineAnalysis>();

  static of(engine: SharedEngine): EngineAnalysis {
    let analysis = EngineAnalysis.ofEngine.get(engine);
    if (!analysis) EngineAnalysis.ofEngine.set(engine, (analysis = new EngineAnalysis(engine)));
    return analysis;
  }

  private known?: Known & { readonly gateways: readonly CedarGateway[]; readonly policies: number };
  private readonly asked = new Set<IConstruct>();

  private constructor(private readonly engine: SharedEngine) {}

  /** Who asks a second time does so in another synth, before which anything may have been changed. */
  for(asking: IConstruct): Known {
    const gateways = this.engine.gateways.map((gateway) => gateway._cedarGateway());
    const policies = this.engine.sequence.policies.length;
    const changed = this.known?.policies !== policies || gateways.some((one, at) => one !== this.known?.gateways[at]);
    if (!this.known || changed || this.asked.has(asking)) {
      this.asked.clear();
      this.known = { ...this.analysed(gateways), gateways, policies };
    }
    this.asked.add(asking);
    return this.known;
  }

  private analysed(gateways: readonly CedarGateway[]): Known {
    const { policies } = this.engine.sequence;
    const others = writtenOtherwise(this.engine);
    const statements = [
      ...others.map(({ text }) => ({ text, readable: true, enforced: true, meant: false })),
      ...policies.map((policy) => policy._inSet()),
    ];
    const partial = !isMadeHere(this.engine.policyEngine);
    return {
      analysis: analysisOf({ statements, gateways, partial }),
      writers: [...others.map(({ writer }) => writer), ...policies],
    };
  }
}

/** No finding: a forbid may be there for what is permitted one day. Who wants to hear no more of it acknowledges it. */
function adviseOn(policy: SequencedPolicy): void {
  Annotations.of(policy).addInfoV2(
    'cdk-agentcore:forbid-without-permit',
    'No permit permits what this policy forbids, so it changes nothing today. That is right for a safety net.',
  );
}

function inWords({ kind, others }: SetFinding, forbids: boolean, names: string): Finding[] {
  const { permit, does, done, doing } = forbids ? FORBID : PERMIT;
  const about = `the ${permit}`;
  const leaveOut = 'Leave it out, or change its conditions.';
  switch (kind) {
    case 'never applies':
      return finding('policy-never-applies', {
        about,
        value: `ineffective: no call fulfils its conditions`,
        allowed: 'conditions that some call of its tools fulfils',
        fix: 'Change those that exclude each other, or leave the policy out.',
      });
    case 'applies always':
      return finding(forbids ? 'overly-restrictive-policy' : 'overly-permissive-policy', alwaysInWords(forbids, names));
    case 'duplicate':
      return finding('duplicate-policy', {
        about,
        value: `a duplicate: it applies to the same calls as another`,
        allowed: `one ${permit} for these calls, and ${names} is one`,
        fix: 'Leave one of the two out.',
      });
    case 'covered':
      return finding('policy-without-effect', {
        about,
        value: `ineffective: all that it ${does} is ${done} without it`,
        allowed: `a ${permit} of calls that nothing else ${does}; ${names} already ${others.length > 1 ? doing : does} these`,
        fix: leaveOut,
      });
    case 'forbidden':
      return finding('policy-without-effect', {
        about,
        value: 'ineffective: all that it permits is forbidden',
        allowed: `a permit of calls that are not forbidden; ${names} ${others.length > 1 ? 'forbid' : 'forbids'} these`,
        fix: `${leaveOut.slice(0, -1)} or those of the forbid.`,
      });
    case 'unreached':
      return [];
  }
}

const PERMIT = { permit: 'permit', does: 'permits', done: 'permitted', doing: 'permit' };
const FORBID = { permit: 'forbid', does: 'forbids', done: 'forbidden', doing: 'forbid' };

function alwaysInWords(forbids: boolean, names: string): Problem {
  if (names !== '') {
    return {
      about: 'the permit',
      value: 'overly permissive: with others it permits every call in its scope',
      allowed: `permits that leave some calls denied; the others are ${names}`,
      fix: 'Change the conditions, or say in ignoreFindings why everyone in its scope may do it with any input.',
    };
  }
  const [permit, permissive, everyone, may] = forbids
    ? ['forbid', 'restrictive', 'nobody', 'may do it']
    : ['permit', 'permissive', 'everyone', 'may do it with any input'];
  return {
    about: `the ${permit}`,
    value: `overly ${permissive}: every call in its scope fulfils its conditions`,
    allowed: 'conditions that some call of its tools does not fulfil',
    fix: `Change the conditions, or say in ignoreFindings why ${everyone} in its scope ${may}.`,
  };
}

function forbiddenInWords(tools: readonly ForbiddenTool[], writers: readonly IConstruct[]): Finding {
  const [{ permits, forbids }] = tools;
  return {
    id: 'cdk-agentcore:tool-always-forbidden',
    about: tools.map(({ fullName }) => fullName).join(', '),
    value: 'callable by nobody: all that is permitted is forbidden',
    allowed: `a call that is permitted and not forbidden; ${namesOf(permits, writers)} ${permits.length > 1 ? 'permit' : 'permits'}, ${namesOf(forbids, writers)} ${forbids.length > 1 ? 'forbid' : 'forbids'}`,
    fix: 'Change the forbid, or take the tool out of the permits.',
  };
}

/** Tools of which the same is to be said. */
function groupsOf(tools: readonly ForbiddenTool[]): ForbiddenTool[][] {
  const groups = new Map<string, ForbiddenTool[]>();
  for (const tool of tools) {
    const key = JSON.stringify([tool.permits, tool.forbids]);
    groups.set(key, [...(groups.get(key) ?? []), tool]);
  }
  return [...groups.values()];
}

/** Of a statement from a file, the place in it comes first. */
export function placedProblem<T extends Problem>(problem: T, place: string | undefined): T {
  return place === undefined ? problem : { ...problem, about: `${place}: ${problem.about}` };
}

function finding(id: string, problem: Problem): Finding[] {
  return [{ id: `cdk-agentcore:${id}`, ...problem }];
}

function namesOf(statements: readonly number[], writers: readonly IConstruct[]): string {
  const names = statements.map((statement) => writers[statement].node.path);
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`;
}
