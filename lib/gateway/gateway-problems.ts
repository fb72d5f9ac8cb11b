/** What is wrong with the names and texts of a gateway or of a target, before the service says so. */
import { Token, type aws_bedrockagentcore as agentcore } from 'aws-cdk-lib';
import { encryptionKeyProblems } from '../core/encryption-key';
import { justificationProblems } from '../core/justification';
import type { Problem } from '../core/refusal';
import { GATEWAY_LIMITS, type GatewayNameLimit } from './gateway-limits';
import { protocolProblems } from './gateway-protocol';
import { interceptorProblems } from './interceptor';
import type { ToolGatewayProps } from './tool-gateway-props';

export function gatewayProblems(props: ToolGatewayProps, region: string): Problem[] {
  const { detailedErrors, gatewayName, inboundAuth, protocolVersions, unpermittedTools } = props;
  return [
    ...(inboundAuth?._problems() ?? []),
    ...(gatewayName === undefined ? [] : nameProblems('gatewayName', gatewayName, GATEWAY_LIMITS.gatewayName)),
    ...textProblems('description', props.description, GATEWAY_LIMITS.description),
    ...textProblems('instructions', props.instructions, GATEWAY_LIMITS.instructions),
    ...(detailedErrors ? justificationProblems('detailedErrors', detailedErrors) : []),
    ...(unpermittedTools ? justificationProblems('unpermittedTools', unpermittedTools) : []),
    ...(protocolVersions?.length === 0 ? [noVersion] : []),
    ...protocolProblems(props),
    ...interceptorProblems(props, region),
    ...(props.rollout?._problems() ?? []),
    ...engineProblems(props, region),
  ];
}

function engineProblems(
  { encryptionKey, policyEngine, policyEncryptionKey }: ToolGatewayProps,
  region: string,
): Problem[] {
  const problems: Problem[] = [];
  if (policyEngine && policyEncryptionKey) {
    problems.push({
      about: 'policyEncryptionKey',
      value: 'given beside policyEngine',
      allowed: 'one of the two: an engine has the key that it was created with',
      fix: 'Give the key to the engine, or leave policyEngine out.',
    });
  }
  const engineRegion = policyEngine && regionOf(policyEngine);
  if (engineRegion && ![engineRegion, region].some((name) => Token.isUnresolved(name)) && engineRegion !== region) {
    problems.push({
      about: 'policyEngine',
      value: `an engine in ${engineRegion}`,
      allowed: `an engine in ${region}, the region of the gateway`,
      fix: 'Give the gateway an engine of its own region, or leave policyEngine out.',
    });
  }
  return [
    ...problems,
    ...encryptionKeyProblems('policyEncryptionKey', policyEncryptionKey, region, 'the gateway'),
    ...encryptionKeyProblems('encryptionKey', encryptionKey, region, 'the gateway'),
  ];
}

/** An imported engine is where its ARN says, not where it is imported. */
function regionOf({ policyEngineArn, env }: agentcore.IPolicyEngine): string {
  return Token.isUnresolved(policyEngineArn) ? env.region : policyEngineArn.split(':')[3];
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
