/** Who may call a resource of AgentCore from outside its account, or from where. */
import { aws_iam as iam, Lazy, Token } from 'aws-cdk-lib';
import { justificationProblems, type Justification } from './justification';
import type { Problem } from './refusal';

/** What is known of a caller: an AWS identity, the network it calls from, or that it has a token. */
type Known = 'identity' | 'network' | 'token';

/** How the callers of a resource prove who they are: with credentials that need a permission or none, or with a token. */
export type CallerProof = 'credentials' | 'signature' | 'token';

const ENDPOINT = 'aws:SourceVpce';
const VPC = 'aws:SourceVpc';
const NETWORK_KEYS = [ENDPOINT, VPC];

const FORMS = {
  account: { pattern: /^\d{12}$/, allowed: 'the 12 digits of an account' },
  organization: {
    pattern: /^o-[a-z0-9]{10,32}$/,
    allowed: 'the id of an organization: o- and 10 to 32 letters or digits',
  },
  vpcEndpoint: { pattern: /^vpce-[0-9a-f]+$/, allowed: 'the id of an interface endpoint: vpce-…' },
  vpc: { pattern: /^vpc-[0-9a-f]+$/, allowed: 'the id of a VPC: vpc-…' },
};

/**
 * Who may call, or from where. Callers that sign with AWS credentials are known by account, organization or role; callers
 * that bring a token only by the network that they call from.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/resource-based-policies.html
 */
export class Caller {
  /** Roles and users of this account to which their own account gives the permission as well. */
  static account(accountId: string): Caller {
    return new Caller('account', 'identity', accountId);
  }

  /** Roles and users of every account of this organization: `o-…`. */
  static organization(organizationId: string): Caller {
    return new Caller('organization', 'identity', organizationId);
  }

  /** This role or user, of another account best: in its own, `grantInvoke` is enough. */
  static principal(grantee: iam.IGrantable): Caller {
    return new Caller('principal', 'identity', '', grantee.grantPrincipal);
  }

  /** Calls that come through this interface endpoint: `vpce-…`. */
  static vpcEndpoint(vpcEndpointId: string): Caller {
    return new Caller('vpcEndpoint', 'network', vpcEndpointId);
  }

  /** Calls that come from this VPC, through any of its interface endpoints: `vpc-…`. */
  static vpc(vpcId: string): Caller {
    return new Caller('vpc', 'network', vpcId);
  }

  /** Whoever has a token that the resource accepts, wherever the call comes from, as if there were no policy. */
  static anyToken(justification: Justification): Caller {
    return new Caller('anyToken', 'token', '', undefined, justification);
  }

  private constructor(
    /** @internal How it is called: `account`, `vpc`. */
    readonly _called: string,
    /** @internal */
    readonly _known: Known,
    private readonly id: string,
    private readonly grantee?: iam.IPrincipal,
    /** @internal */
    readonly _justification?: Justification,
  ) {}

  /** @internal */
  _problems(): Problem[] {
    if (this._justification) return justificationProblems('Caller.anyToken', this._justification);
    const form = FORMS[this._called as keyof typeof FORMS] as (typeof FORMS)['account'] | undefined;
    if (form === undefined || Token.isUnresolved(this.id) || form.pattern.test(this.id)) return [];
    const about = `Caller.${this._called}`;
    return [{ about, value: this.id, allowed: form.allowed, fix: 'Write the id, not a name or an ARN.' }];
  }

  /** @internal The principal and the conditions of a statement that lets it call. */
  get _principal(): iam.IPrincipal {
    switch (this._called) {
      case 'account':
        return new iam.AccountPrincipal(this.id);
      case 'organization':
        return new iam.OrganizationPrincipal(this.id);
      case 'principal':
        return this.grantee!;
      default:
        // "*" in this form is what the service asks for where callers bring a token.
        return new iam.StarPrincipal();
    }
  }

  /** @internal By the condition key of its network. */
  get _network(): { [key: string]: string } {
    if (this._called === 'vpc') return { [VPC]: this.id };
    return this._called === 'vpcEndpoint' ? { [ENDPOINT]: this.id } : {};
  }
}

/** What is wrong with letting them call a resource whose callers prove so who they are. */
export function allowedCallerProblems(callers: readonly Caller[], proof: CallerProof): Problem[] {
  return callers.flatMap((caller) => [...caller._problems(), ...proofProblems(caller, proof)]);
}

function proofProblems({ _called, _known }: Caller, proof: CallerProof): Problem[] {
  const about = 'allowFrom';
  const value = `Caller.${_called}`;
  if (proof === 'token') {
    if (_known !== 'identity') return [];
    const allowed = 'vpcEndpoint, vpc or anyToken: whoever brings a token has no AWS identity';
    return [{ about, value, allowed, fix: 'Leave it out: the token says who may call.' }];
  }
  if (proof === 'signature') {
    const allowed = 'nobody: whoever signs may call already, without a permission, so it would keep nobody out';
    const fix = _known === 'network' ? onlyFrom(value) : 'Write InboundAuth.iam(), or say who may call in a policy.';
    return [{ about, value, allowed, fix }];
  }
  if (_known === 'identity') return [];
  const allowed =
    'account, organization or principal, as callers sign with AWS credentials: it would let in everybody behind it';
  const fix = _known === 'network' ? onlyFrom(value) : 'Name the accounts or organizations.';
  return [{ about, value, allowed, fix }];
}

function onlyFrom(value: string): string {
  return `Write onlyFrom(${value}(…)), which denies calls from elsewhere.`;
}

/** What is wrong with denying all calls but theirs. */
export function networkProblems(callers: readonly Caller[]): Problem[] {
  if (callers.length === 0) {
    return [{ about: 'onlyFrom', value: [], allowed: 'at least one network', fix: 'Name one, or leave it out.' }];
  }
  return callers.flatMap((caller) => {
    if (caller._known === 'network') return caller._problems();
    const allowed = 'vpcEndpoint or vpc: networks that calls come from';
    return [
      { about: 'onlyFrom', value: `Caller.${caller._called}`, allowed, fix: 'Write allowFrom for who may call.' },
    ];
  });
}

/** What is wrong with letting in by token these, where calls from elsewhere than those are denied. */
export function contradictions(allowed: readonly Caller[], only: readonly Caller[]): Problem[] {
  if (only.length === 0) return [];
  const named = only.map(({ _network }) => JSON.stringify(_network));
  return allowed
    .filter(({ _known, _network }) => _known !== 'identity' && !named.includes(JSON.stringify(_network)))
    .map(({ _called, _justification }) => ({
      about: 'allowFrom',
      value: `Caller.${_called}`,
      allowed: 'nobody else beside onlyFrom, which lets in the networks that it names, and denies all others',
      fix: _justification
        ? 'Leave one of them out.'
        : 'Write onlyFrom for this network too; allowed only, it would still be denied.',
    }));
}

export function allowStatement(caller: Caller, action: string): iam.PolicyStatement {
  const conditions = Object.keys(caller._network).length > 0 ? { StringEquals: caller._network } : undefined;
  return new iam.PolicyStatement({ actions: [action], principals: [caller._principal], conditions });
}

/**
 * Denies what comes from none of these networks. One statement names all, those that are added later too: each of two would
 * deny what the other lets through. Calls that a service makes for somebody come from no VPC.
 */
export function denyElsewhereStatement(networks: readonly Caller[], action: string): iam.PolicyStatement {
  const ids = (key: string) => networks.flatMap(({ _network }) => _network[key] ?? []);
  const notEquals = Lazy.any({
    produce: () => Object.fromEntries(NETWORK_KEYS.filter((key) => ids(key).length > 0).map((key) => [key, ids(key)])),
  });
  return new iam.PolicyStatement({
    effect: iam.Effect.DENY,
    actions: [action],
    principals: [new iam.StarPrincipal()],
    // Denied, too, where nothing is said of a service.
    conditions: { StringNotEquals: notEquals, BoolIfExists: { 'aws:ViaAWSService': 'false' } },
  });
}
