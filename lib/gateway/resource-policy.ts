/** Who may call a gateway from outside its account, or from where: its resource policy, made when it is first needed. */
import { Stack, Token, TokenComparison, type aws_iam as iam } from 'aws-cdk-lib';
import { allowedCallerProblems, Caller, contradictions, networkProblems, type CallerProof } from '../core/caller';
import { Problems } from '../core/refusal';
import { ResourcePolicy } from '../core/resource-policy';
import { InboundAuthType } from '../identity/inbound-auth';
import type { ToolGateway } from './tool-gateway';

const INVOKE = 'bedrock-agentcore:InvokeGateway';

/** What nobody proves is decided by where a call comes from, as with a token. */
const PROOF: Readonly<Record<InboundAuthType, CallerProof>> = {
  [InboundAuthType.IAM]: 'credentials',
  [InboundAuthType.AUTHENTICATE_ONLY]: 'signature',
  [InboundAuthType.JWT]: 'token',
  [InboundAuthType.NONE]: 'token',
};

export class GatewayResourcePolicy {
  private made?: ResourcePolicy;
  private readonly allowed: Caller[] = [];
  private readonly networks: Caller[] = [];

  constructor(private readonly gateway: ToolGateway) {}

  allowFrom(callers: readonly Caller[]): void {
    new Problems(this.gateway)
      .add(...allowedCallerProblems(callers, this.proof))
      .add(...contradictions(callers, this.networks))
      .refuse();
    this.allow(callers);
  }

  /** Callers that bring a token have no other permission than that of a statement, so the networks get one. */
  onlyFrom(networks: readonly Caller[]): void {
    new Problems(this.gateway)
      .add(...networkProblems(networks))
      .add(...contradictions(this.allowed, [...this.networks, ...networks]))
      .refuse();
    this.networks.push(...networks);
    if (this.proof === 'token') this.allow(networks);
    this.policy._denyElsewhere(networks, INVOKE);
  }

  private allow(callers: readonly Caller[]): void {
    this.allowed.push(...callers);
    callers.forEach((caller) => this.policy._allow(caller, INVOKE));
  }

  add(statement: iam.PolicyStatement): iam.AddToResourcePolicyResult {
    this.policy.addStatements(statement);
    return { statementAdded: true, policyDependable: this.policy };
  }

  /** What is granted on the caller's side is half of what it takes where that is another account. */
  grantToOtherAccount(grantee: iam.IGrantable, grant: iam.Grant): iam.Grant {
    const { principalAccount } = grantee.grantPrincipal;
    if (principalAccount === undefined) return grant;
    const compared = Token.compareStrings(Stack.of(this.gateway).account, principalAccount);
    const isOther = [TokenComparison.DIFFERENT, TokenComparison.ONE_UNRESOLVED].includes(compared);
    if (isOther) this.policy._allow(Caller.principal(grantee), INVOKE);
    return grant;
  }

  private get policy(): ResourcePolicy {
    return (this.made ??= new ResourcePolicy(this.gateway, 'ResourcePolicy', { resourceArn: this.gateway.gatewayArn }));
  }

  private get proof(): CallerProof {
    return PROOF[this.gateway.inboundAuth.type];
  }
}
