/** A gateway denies what no policy permits: finds the tools that nobody can call. */
import { permittedTools } from '../cedar/permitted-tools';
import { InboundAuthType } from '../identity/inbound-auth';
import { otherStatementsOn } from '../policy/engine-statements';
import type { Tool } from '../tools/tool';
import type { ToolGateway } from './tool-gateway';

/** What to say of the tools that no policy in the app permits; nothing when there is none. */
export function unpermittedToolProblems(gateway: ToolGateway): string[] {
  const cedarGateway = gateway._cedarGateway();
  const permitted = new Set(
    [
      ...gateway._policySequence.policies.flatMap((policy) => policy._permittedTools()),
      ...otherStatementsOn(gateway.policyEngine).flatMap((text) => permittedTools(text, cedarGateway)),
    ].map(({ fullName }) => fullName),
  );
  const denied = cedarGateway.tools.filter(({ fullName }) => !permitted.has(fullName));
  return denied.length === 0 ? [] : [inWords(denied, gateway.inboundAuth.type)];
}

function inWords(tools: readonly Tool[], inboundAuth: InboundAuthType): string {
  const names = tools.map(({ fullName }) => fullName).join(', ');
  const example = `target.tool(${JSON.stringify(tools[0].name)})`;
  const who =
    inboundAuth === InboundAuthType.JWT
      ? "when: [Claim.of('…').equalTo('…')]"
      : 'principals: [Principal.role(…)], when: […]';
  return (
    `No policy permits ${names}, so every call of ${tools.length === 1 ? 'it' : 'them'} is denied. ` +
    `Write gateway.permit('…', { tools: [${example}], ${who} }), ` +
    "or say why nobody may call: unpermittedTools: { reason: '…' }."
  );
}
