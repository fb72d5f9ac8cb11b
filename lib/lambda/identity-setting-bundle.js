// Made of identity-setting.ts and what it imports: change those, and run
// UPDATE_BUNDLE=1 npx jest test/lambda/identity-setting-bundle
'use strict';
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __export = (target, all) => {
  for (var name in all) __defProp(target, name, { get: all[name], enumerable: true });
};
var __copyProps = (to, from, except, desc) => {
  if ((from && typeof from === 'object') || typeof from === 'function') {
    for (let key of __getOwnPropNames(from))
      if (!__hasOwnProp.call(to, key) && key !== except)
        __defProp(to, key, {
          get: () => from[key],
          enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable,
        });
  }
  return to;
};
var __toCommonJS = (mod) => __copyProps(__defProp({}, '__esModule', { value: true }), mod);

// lib/lambda/identity-setting.ts
var identity_setting_exports = {};
__export(identity_setting_exports, {
  settingHandler: () => settingHandler,
});
module.exports = __toCommonJS(identity_setting_exports);
var import_promises = require('node:timers/promises');

// lib/lambda/signed-request.ts
var import_node_crypto = require('node:crypto');
function signedHeaders(url, body, signer, headers = {}, now = /* @__PURE__ */ new Date()) {
  const time = now.toISOString().replace(/[-:]|\.\d{3}/g, '');
  const sent = {
    ...headers,
    'x-amz-date': time,
    ...(signer.sessionToken !== void 0 && { 'x-amz-security-token': signer.sessionToken }),
  };
  const all = { ...sent, host: url.host };
  const names = Object.keys(all).sort();
  const signed = names.join(';');
  const lines = names
    .map(
      (name) => `${name}:${all[name]}
`,
    )
    .join('');
  const canonical = ['POST', url.pathname, '', lines, signed, hash(body)].join('\n');
  const scope = [time.slice(0, 8), signer.region, signer.service, 'aws4_request'];
  const text = ['AWS4-HMAC-SHA256', time, scope.join('/'), hash(canonical)].join('\n');
  const key = scope.reduce((from, part) => hmac(from, part), `AWS4${signer.secretAccessKey}`);
  const signature = hmac(key, text).toString('hex');
  const credential = `${signer.accessKeyId}/${scope.join('/')}`;
  return {
    ...sent,
    authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${signed}, Signature=${signature}`,
  };
}
function hash(text) {
  return (0, import_node_crypto.createHash)('sha256').update(text).digest('hex');
}
function hmac(key, text) {
  return (0, import_node_crypto.createHmac)('sha256', key).update(text).digest();
}

// lib/lambda/identity-setting.ts
function settingHandler(pause = import_promises.setTimeout) {
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
function nameOf(properties) {
  return properties.Setting;
}
async function apply(properties, pause) {
  const call = (path, input) => callService(path, input, pause);
  if (properties.Setting === 'TokenVaultKey') {
    const kmsConfiguration = { keyType: 'CustomerManagedKey', kmsKeyArn: properties.KmsKeyArn };
    await call('/identities/set-token-vault-cmk', { tokenVaultId: properties.TokenVaultId, kmsConfiguration });
    return;
  }
  const { IdentityName: name, ReturnUrls: wanted } = properties;
  const { allowedResourceOauth2ReturnUrls: allowed = [] } = await call('/identities/GetWorkloadIdentity', {
    name,
  });
  const all = [.../* @__PURE__ */ new Set([...allowed, ...wanted])];
  if (all.length > allowed.length) {
    await call('/identities/UpdateWorkloadIdentity', { name, allowedResourceOauth2ReturnUrls: all });
  }
}
var PASSING = [403, 429, 500, 502, 503, 504];
var PAUSES = [1e3, 2e3, 4e3, 8e3, 16e3];
async function callService(path, input, pause) {
  for (let attempt = 0; ; attempt++) {
    const { status, text } = await post(path, input);
    if (status === 200) return JSON.parse(text);
    if (!PASSING.includes(status) || attempt === PAUSES.length) throw new CallRefusal(path, status, text);
    await pause(PAUSES[attempt]);
  }
}
var CallRefusal = class extends Error {
  constructor(path, status, text) {
    super(`${path.replace('/identities/', '')} was answered with ${status}: ${text.slice(0, 500)}`);
  }
};
async function post(path, input) {
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
async function answer({ ResponseURL, StackId, RequestId, LogicalResourceId }, outcome) {
  const text = JSON.stringify({ ...outcome, StackId, RequestId, LogicalResourceId });
  await fetch(ResponseURL, { method: 'PUT', body: Buffer.from(text) });
}
// Annotate the CommonJS export names for ESM import in node:
0 &&
  (module.exports = {
    settingHandler,
  });
