/** What an agent uses: asked what it needs, checked against what others need, and given it. */
import type { aws_bedrockagentcore as agentcore } from 'aws-cdk-lib';
import type { Construct, IDependable } from 'constructs';
import type { CallerToken, CapabilityBinding, ICapability } from '../core/capability';
import { Refusal, type Problem } from '../core/refusal';
import type { AgentEnvironment } from './agent-environment';
import type { AgentHeaders } from './agent-headers';
import type { AgentRole } from './agent-role';
import { callerTokenProblems } from './caller-token';

export interface Use {
  readonly binding: CapabilityBinding;
  readonly problems: readonly Problem[];
}

export class AgentUses {
  private readonly used = new Set<ICapability>();

  constructor(
    private readonly agent: Construct,
    private readonly role: AgentRole,
    private readonly callerToken: CallerToken | undefined,
    private readonly environment: AgentEnvironment,
    private readonly headers: AgentHeaders,
  ) {}

  /** Binds a capability; naming one twice is using it once. */
  add(capability: ICapability): Use {
    if (this.used.has(capability)) return { binding: {}, problems: [] };
    const name = capability.capabilityName;
    let binding: CapabilityBinding;
    try {
      binding = capability.bind(this.agent, {
        role: this.role,
        callerToken: this.callerToken,
        workloadIdentityArns: this.role.workloadIdentityArns,
      });
    } catch (error) {
      if (!(error instanceof Refusal) || error.constructPath !== this.agent.node.path) throw error;
      return { binding: {}, problems: error.problems };
    }
    const { environment = {}, requestHeaders = [], requiredCallerToken } = binding;
    const tokenProblems = requiredCallerToken ? callerTokenProblems(name, requiredCallerToken, this.callerToken) : [];
    const problems = [
      ...tokenProblems,
      ...this.environment.claim(name, environment),
      // Without the token its header is wrong too; once is enough.
      ...(tokenProblems.length > 0 ? [] : this.headers.add(name, requestHeaders)),
    ];
    if (problems.length === 0) this.used.add(capability);
    return { binding, problems };
  }

  /** What shows only when all are bound. */
  problems(): Problem[] {
    return [...this.environment.problems(), ...this.headers.problems()];
  }

  /** Gives the runtime what a use needs, now that it exists. */
  attach(runtime: agentcore.CfnRuntime, { statements = [], dependencies = [] }: CapabilityBinding): void {
    this.role.granted.addStatements(...statements);
    waitFor(runtime, dependencies);
  }
}

export function waitFor(runtime: agentcore.CfnRuntime, dependencies: readonly IDependable[] = []): void {
  if (dependencies.length > 0) runtime.node.addDependency(...dependencies);
}
