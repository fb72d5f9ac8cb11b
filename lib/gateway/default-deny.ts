/** A gateway denies what no policy permits: finds the tools that nobody can call. */
import { permittedTools } from '../cedar/permitted-tools';
import { reportFindings } from '../core/finding';
import { InboundAuthType } from '../identity/inbound-auth';
import { isMadeHere } from '../policy/engine-origin';
import { otherStatementsOn } from '../policy/engine-statements';
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
    deniedAt(gateway, (denied) => {
      if (isMadeHere(gateway.policyEngine)) {
        const inWords = `${cause(denied, gateway, inShadow)} ${fix(denied, gateway)}`;
        return { id, about: 'tools', value: namesOf(denied), allowed: 'tools that a policy permits', fix: '', inWords };
      }
      return {
        id,
        about: 'policyEngine',
        value: `imported, and no policy of this app permits ${namesOf(denied)} on it`,
        allowed: 'a permit for every tool, in this app or in the one that has the engine',
        fix: fix(denied, gateway),
      };
    }),
  );
}

/** What to say of the tools that are denied; nothing where there is none. */
function deniedAt<T>(gateway: ToolGateway, saying: (tools: readonly Tool[]) => T): T[] {
  const cedarGateway = gateway._cedarGateway();
  const permitted = new Set(
    [
      ...gateway._engine.sequence.policies
        .filter(({ _enforced }) => _enforced)
        .flatMap((policy) => policy._permittedTools(gateway)),
      ...otherStatementsOn(gateway._engine)
        .filter(({ gateways }) => gateways.length === 0 || gateways.includes(gateway.gateway.node.defaultChild!))
        .flatMap(({ text }) => permittedTools(text, cedarGateway)),
    ].map(({ fullName }) => fullName),
  );
  const denied = cedarGateway.tools.filter(({ fullName }) => !permitted.has(fullName));
  return denied.length === 0 ? [] : [saying(denied)];
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
