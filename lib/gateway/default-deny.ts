/** A gateway denies what no policy permits: finds the tools that nobody can call. */
import { permittedTools } from '../cedar/permitted-tools';
import { reportFindings } from '../core/finding';
import { InboundAuthType } from '../identity/inbound-auth';
import { isMadeHere } from '../policy/engine-origin';
import { otherStatementsOn } from '../policy/engine-statements';
import { isDogwood } from '../policy/unverified-policy';
import type { Tool } from '../tools/tool';
import type { ToolGateway } from './tool-gateway';

/**
 * Says at synth which tools no policy of the app permits. Another app may hold policies that this one does not see, so it is
 * a finding that can be acknowledged.
 *
 * @param inShadow whether the gateway's policies are only observed, so that it matters not yet
 */
export function reportUnpermittedTools(gateway: ToolGateway, inShadow: boolean): void {
  const id = 'cdk-agentcore:unpermitted-tools';
  reportFindings(gateway, () =>
    deniedAt(gateway, (denied, unverified) => {
      if (isMadeHere(gateway.policyEngine)) {
        const inWords = `${cause(denied, gateway, inShadow)} ${unverified}${fix(denied, gateway)}`;
        return { id, about: 'tools', value: namesOf(denied), allowed: 'tools that a policy permits', fix: '', inWords };
      }
      return {
        id,
        about: 'policyEngine',
        value: `imported, and no policy of this app permits ${namesOf(denied)} on it`,
        allowed: 'a permit for every tool, in this app or in the one that has the engine',
        fix: `${unverified}${fix(denied, gateway)}`,
      };
    }),
  );
}

/** What to say of the tools that are denied, and of statements about them that nobody can verify; nothing where there is none. */
function deniedAt<T>(gateway: ToolGateway, saying: (tools: readonly Tool[], unverified: string) => T): T[] {
  const permits = permitsAt(gateway);
  const permitted = new Set(permits.filter(({ verified }) => verified).flatMap(({ tools }) => tools.map(fullNameOf)));
  const denied = gateway._cedarGateway().tools.filter((tool) => !permitted.has(fullNameOf(tool)));
  if (denied.length === 0) return [];
  const names = denied.map(fullNameOf);
  const unverified = permits
    .filter(({ verified, tools }) => !verified && tools.some((tool) => names.includes(fullNameOf(tool))))
    .map(({ path }) => path);
  return [saying(denied, unverifiedInWords(unverified))];
}

function fullNameOf({ fullName }: Tool): string {
  return fullName;
}

/** A permit of the app, and the tools in its scope. */
interface Permit {
  readonly path: string;
  readonly tools: readonly Tool[];
  /** Whether it is Cedar, so that its scope says which tools some call is permitted of. */
  readonly verified: boolean;
}

/** Those that are enforced. */
function permitsAt(gateway: ToolGateway): Permit[] {
  const cedarGateway = gateway._cedarGateway();
  const own = gateway._engine.sequence.policies.filter(({ _enforced }) => _enforced);
  return [
    ...own.map((policy) => ({ path: policy.node.path, tools: policy._permittedTools(gateway), verified: true })),
    ...own.map((policy) => ({ path: policy.node.path, tools: policy._maybePermittedTools(gateway), verified: false })),
    ...otherStatementsOn(gateway._engine)
      .filter(({ gateways }) => gateways.length === 0 || gateways.includes(gateway.gateway.node.defaultChild!))
      .map(({ text, path }) => ({ path, tools: permittedTools(text, cedarGateway), verified: !isDogwood({ text }) })),
  ];
}

function unverifiedInWords(paths: readonly string[]): string {
  if (paths.length === 0) return '';
  const [does, it] = paths.length === 1 ? ['permits', 'it is'] : ['permit', 'they are'];
  return `Whether ${paths.join(' and ')} ${does} any call is not known, as ${it} in Dogwood, which cannot be read here. `;
}

function cause(denied: readonly Tool[], gateway: ToolGateway, inShadow: boolean): string {
  const calls = `every call of ${denied.length === 1 ? 'it' : 'them'}`;
  const shadows = gateway._engine.sequence.policies
    .filter((policy) => !policy._enforced && policy._permittedTools(gateway).some((tool) => denied.includes(tool)))
    .map(({ node }) => node.path);
  return [
    `No policy permits ${namesOf(denied)}, so ${calls} `,
    inShadow ? 'will be denied when the gateway, whose rollout is in shadow, is enforced.' : 'is denied.',
    shadows.length > 0 ? ` In shadow, ${shadows.join(' and ')} permit${shadows.length === 1 ? 's' : ''} nobody.` : '',
  ].join('');
}

function fix(denied: readonly Tool[], { inboundAuth }: ToolGateway): string {
  const [{ isEvery, name }] = denied;
  const example = isEvery ? 'target.everyTool' : `target.tool(${JSON.stringify(name)})`;
  const who = {
    [InboundAuthType.JWT]: "when: [Claim.of('…').equalTo('…')]",
    [InboundAuthType.IAM]: 'principals: [Principal.role(…)]',
    [InboundAuthType.AUTHENTICATE_ONLY]: 'principals: [Principal.role(…)]',
    [InboundAuthType.NONE]: isEvery ? "ignoreFindings: { reason: '…' }" : "when: [Input.of('…').equalTo('…')]",
  }[inboundAuth.type];
  return (
    `Write gateway.permit('…', { tools: [${example}], ${who} }), ` +
    "or say why nobody may call: unpermittedTools: { reason: '…' }."
  );
}

function namesOf(tools: readonly Tool[]): string {
  return tools
    .map(({ fullName, isEvery, targetName }) => (isEvery ? `any tool of ${targetName}` : fullName))
    .join(', ');
}
