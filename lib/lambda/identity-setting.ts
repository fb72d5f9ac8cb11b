/** The code of `IdentitySetting`: sets what CloudFormation cannot say of AgentCore Identity. */
import { setTimeout as sleep } from 'node:timers/promises';
import { signedHeaders } from './signed-request';

/** What is to be so. Numbers and lists come as CloudFormation passes them on. */
export type IdentitySettingProperties =
  | { readonly Setting: 'TokenVaultKey'; readonly TokenVaultId: string; readonly KmsKeyArn: string }
  | { readonly Setting: 'ReturnUrls'; readonly IdentityName: string; readonly ReturnUrls: readonly string[] };

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-requests.html */
export interface CustomResourceEvent {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  readonly ResponseURL: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
  readonly PhysicalResourceId?: string;
  readonly ResourceProperties: IdentitySettingProperties;
}

export type CustomResourceLambda = (event: CustomResourceEvent) => Promise<void>;

/** Waits for so many milliseconds. */
export type Pause = (milliseconds: number) => Promise<unknown>;

/**
 * The handler that is deployed. It tells CloudFormation the outcome, whatever happens: without an answer, a deployment waits
 * for an hour. Nothing is undone on deletion.
 */
export function settingHandler(pause: Pause = sleep): CustomResourceLambda {
  return async (event) => {
    const { RequestType, ResourceProperties: properties, PhysicalResourceId } = event;
    try {
      if (RequestType !== 'Delete') await apply(properties, pause);
      await answer(event, { Status: 'SUCCESS', PhysicalResourceId: PhysicalResourceId ?? nameOf(properties) });
    } catch (error) {
      const Reason = error instanceof Error ? error.message : String(error);
      console.error(Reason);
      await answer(event, { Status: 'FAILED', Reason, PhysicalResourceId: PhysicalResourceId ?? nameOf(properties) });
    }
  };
}

/** It stays the same, so that CloudFormation never takes a change for a replacement. */
function nameOf(properties: IdentitySettingProperties): string {
  return properties.Setting;
}

async function apply(properties: IdentitySettingProperties, pause: Pause) {
  const call = (path: string, input: object) => callService(path, input, pause);
  if (properties.Setting === 'TokenVaultKey') {
    const kmsConfiguration = { keyType: 'CustomerManagedKey', kmsKeyArn: properties.KmsKeyArn };
    await call('/identities/set-token-vault-cmk', { tokenVaultId: properties.TokenVaultId, kmsConfiguration });
    return;
  }
  const { IdentityName: name, ReturnUrls: wanted } = properties;
  const { allowedResourceOauth2ReturnUrls: allowed = [] } = (await call('/identities/GetWorkloadIdentity', {
    name,
  })) as { readonly allowedResourceOauth2ReturnUrls?: readonly string[] };
  const all = [...new Set([...allowed, ...wanted])];
  // An update replaces the list, so what others have added is part of it.
  if (all.length > allowed.length) {
    await call('/identities/UpdateWorkloadIdentity', { name, allowedResourceOauth2ReturnUrls: all });
  }
}

/** A role that was made a moment ago is not known everywhere yet, so a denial may be one of the first seconds. */
const PASSING = [403, 429, 500, 502, 503, 504];
const PAUSES = [1000, 2000, 4000, 8000, 16_000];

async function callService(path: string, input: object, pause: Pause): Promise<unknown> {
  for (let attempt = 0; ; attempt++) {
    const { status, text } = await post(path, input);
    if (status === 200) return JSON.parse(text);
    if (!PASSING.includes(status) || attempt === PAUSES.length) throw new CallRefusal(path, status, text);
    await pause(PAUSES[attempt]);
  }
}

/** What AgentCore said to a call. */
class CallRefusal extends Error {
  constructor(path: string, status: number, text: string) {
    super(`${path.replace('/identities/', '')} was answered with ${status}: ${text.slice(0, 500)}`);
  }
}

/** @see https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_UpdateWorkloadIdentity.html */
async function post(path: string, input: object): Promise<{ readonly status: number; readonly text: string }> {
  const {
    AWS_REGION: region = '',
    AWS_ACCESS_KEY_ID = '',
    AWS_SECRET_ACCESS_KEY = '',
    AWS_SESSION_TOKEN,
  } = process.env;
  const endpoint =
    process.env.AWS_ENDPOINT_URL_BEDROCK_AGENTCORE_CONTROL ??
    `https://bedrock-agentcore-control.${region}.amazonaws.com`;
  const url = new URL(path, endpoint);
  const body = JSON.stringify(input);
  const signer = {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    sessionToken: AWS_SESSION_TOKEN,
    region,
    service: 'bedrock-agentcore',
  };
  const headers = signedHeaders(url, body, signer, { 'content-type': 'application/json' });
  const response = await fetch(url, { method: 'POST', headers, body });
  return { status: response.status, text: await response.text() };
}

async function answer(
  { ResponseURL, StackId, RequestId, LogicalResourceId }: CustomResourceEvent,
  outcome: { readonly Status: 'SUCCESS' | 'FAILED'; readonly PhysicalResourceId: string; readonly Reason?: string },
): Promise<void> {
  const text = JSON.stringify({ ...outcome, StackId, RequestId, LogicalResourceId });
  // As bytes, because a text would be sent with a content type, which the address is not signed for.
  await fetch(ResponseURL, { method: 'PUT', body: Buffer.from(text) });
}
