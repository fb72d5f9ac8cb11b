/** What is wrong with the names and texts of a gateway or of a target, before the service says so. */
import { Token } from 'aws-cdk-lib';
import { justificationProblems } from '../core/justification';
import type { Problem } from '../core/refusal';
import { GATEWAY_LIMITS, type GatewayNameLimit } from './gateway-limits';
import type { ToolGatewayProps } from './tool-gateway-props';

export function gatewayProblems(props: ToolGatewayProps): Problem[] {
  const { detailedErrors, gatewayName, inboundAuth, protocolVersions, unpermittedTools } = props;
  return [
    ...(inboundAuth?._problems() ?? []),
    ...(gatewayName === undefined ? [] : nameProblems('gatewayName', gatewayName, GATEWAY_LIMITS.gatewayName)),
    ...textProblems('description', props.description, GATEWAY_LIMITS.description),
    ...textProblems('instructions', props.instructions, GATEWAY_LIMITS.instructions),
    ...(detailedErrors ? justificationProblems('detailedErrors', detailedErrors) : []),
    ...(unpermittedTools ? justificationProblems('unpermittedTools', unpermittedTools) : []),
    ...(protocolVersions?.length === 0 ? [noVersion] : []),
  ];
}

const noVersion: Problem = {
  about: 'protocolVersions',
  value: [],
  allowed: 'at least one version of MCP',
  fix: 'Leave it out for every version that the gateway speaks.',
};

/** A name is part of an IAM statement or of a Cedar action, so it must be known at synth. */
export function nameProblems(about: string, name: string, limit: GatewayNameLimit): Problem[] {
  const { maxLength, pattern, characters } = limit;
  const allowed = `1 to ${maxLength} ${characters}`;
  if (Token.isUnresolved(name)) {
    return [{ about, value: name, allowed: `${allowed}, known at synth`, fix: 'Write the name out.' }];
  }
  if (pattern.test(name) && name.length <= maxLength) return [];
  const near = name
    .replace(/[^0-9a-zA-Z]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, maxLength);
  return [{ about, value: name, allowed, fix: near === '' ? 'Choose such a name.' : `Write ${JSON.stringify(near)}.` }];
}

export function textProblems(about: string, text: string | undefined, maxLength: number): Problem[] {
  if (text === undefined || Token.isUnresolved(text) || (text.length >= 1 && text.length <= maxLength)) return [];
  return [
    {
      about,
      value: text,
      allowed: `1 to ${maxLength} characters, and it has ${text.length}`,
      fix: text === '' ? 'Leave it out.' : 'Shorten it.',
    },
  ];
}
