import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  settingHandler,
  type CustomResourceEvent,
  type IdentitySettingProperties,
} from '../../lib/lambda/identity-setting';

/** What AgentCore and CloudFormation were asked. */
interface Asked {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: any;
}

const asked: Asked[] = [];
const pauses: number[] = [];
/** What AgentCore answers, one after the other; then it answers as it should. */
let answers: [status: number, body: object][] = [];
let allowed: string[] | undefined;
let server: Server;
let address: string;
const environment = { ...process.env };

beforeAll(async () => {
  server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(parts).toString());
      asked.push({ path: request.url!, headers: request.headers, body });
      const isService = request.method === 'POST';
      const [status, answer] = (isService ? answers.shift() : undefined) ?? [200, serve(request.url!, body)];
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_BEDROCK_AGENTCORE_CONTROL: address,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_SESSION_TOKEN: 'session',
  });
});

afterAll(async () => {
  process.env = environment;
  await new Promise((resolve) => server.close(resolve));
});

beforeEach(() => {
  asked.length = 0;
  pauses.length = 0;
  answers = [];
  allowed = undefined;
  jest.spyOn(console, 'error').mockImplementation(() => undefined);
});

/** AgentCore, as far as it is asked here. */
function serve(path: string, body: any): object {
  if (path === '/identities/UpdateWorkloadIdentity') allowed = body.allowedResourceOauth2ReturnUrls;
  return { name: body.name, ...(allowed && { allowedResourceOauth2ReturnUrls: allowed }) };
}

const RETURN_URLS: IdentitySettingProperties = {
  Setting: 'ReturnUrls',
  IdentityName: 'shop-tools-a1b2c3d4e5',
  ReturnUrls: ['https://shop.example.com/consent', 'https://shop.example.com/admin'],
};
const KEY = 'arn:aws:kms:eu-central-1:111122223333:key/11111111-2222-3333-4444-555555555555';

/** Runs the function for an event, and says what CloudFormation is told. */
async function run(ResourceProperties: IdentitySettingProperties, event: Partial<CustomResourceEvent> = {}) {
  const pause = (milliseconds: number) => Promise.resolve(pauses.push(milliseconds));
  await settingHandler(pause)({
    RequestType: 'Create',
    ResponseURL: `${address}/response?signature=abc`,
    StackId: 'stack',
    RequestId: 'request',
    LogicalResourceId: 'Setting',
    ResourceProperties,
    ...event,
  });
  const outcomes = asked.filter(({ path }) => path.startsWith('/response'));
  expect(outcomes).toHaveLength(1);
  return outcomes[0];
}

const calls = () => asked.filter(({ path }) => path.startsWith('/identities')).map(({ path, body }) => [path, body]);
const SUCCESS = { Status: 'SUCCESS', StackId: 'stack', RequestId: 'request', LogicalResourceId: 'Setting' };

describe('The setting of return URLs', () => {
  const name = 'shop-tools-a1b2c3d4e5';

  it('adds them to those that are allowed already', async () => {
    allowed = ['https://other.example.com/done', 'https://shop.example.com/admin'];
    const { body } = await run(RETURN_URLS);
    expect(calls()).toEqual([
      ['/identities/GetWorkloadIdentity', { name }],
      [
        '/identities/UpdateWorkloadIdentity',
        {
          name,
          allowedResourceOauth2ReturnUrls: [
            'https://other.example.com/done',
            'https://shop.example.com/admin',
            'https://shop.example.com/consent',
          ],
        },
      ],
    ]);
    expect(body).toEqual({ ...SUCCESS, PhysicalResourceId: 'ReturnUrls' });
  });

  it('adds them where there are none, and changes nothing the next time', async () => {
    await run(RETURN_URLS);
    expect(allowed).toEqual(['https://shop.example.com/consent', 'https://shop.example.com/admin']);
    asked.length = 0;
    await run(RETURN_URLS, { RequestType: 'Update', PhysicalResourceId: 'ReturnUrls' });
    expect(calls()).toEqual([['/identities/GetWorkloadIdentity', { name }]]);
  });

  it('leaves them when the setting is removed', async () => {
    const { body } = await run(RETURN_URLS, { RequestType: 'Delete', PhysicalResourceId: 'ReturnUrls' });
    expect(calls()).toEqual([]);
    expect(body).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'ReturnUrls' });
  });

  it('signs what it asks as the function, in its region', async () => {
    await run(RETURN_URLS);
    const [{ headers }] = asked;
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'x-amz-security-token': 'session' });
    expect(headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-central-1\/bedrock-agentcore\/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-security-token, Signature=[0-9a-f]{64}$/,
    );
  });
});

describe('The setting of the key of the token vault', () => {
  const setting = { Setting: 'TokenVaultKey', TokenVaultId: 'default', KmsKeyArn: KEY } as const;

  it.each(['Create', 'Update'] as const)('tells AgentCore the key at %s', async (RequestType) => {
    const { body } = await run(setting, { RequestType });
    expect(calls()).toEqual([
      [
        '/identities/set-token-vault-cmk',
        { tokenVaultId: 'default', kmsConfiguration: { keyType: 'CustomerManagedKey', kmsKeyArn: KEY } },
      ],
    ]);
    expect(body).toEqual({ ...SUCCESS, PhysicalResourceId: 'TokenVaultKey' });
  });

  it('leaves the key when the setting is removed', async () => {
    await run(setting, { RequestType: 'Delete', PhysicalResourceId: 'TokenVaultKey' });
    expect(calls()).toEqual([]);
  });
});

describe('A setting', () => {
  it('waits for permissions that were given a moment ago, and while AgentCore is busy', async () => {
    answers = [
      [403, { message: 'not authorized' }],
      [429, { message: 'slow down' }],
    ];
    const { body } = await run(RETURN_URLS);
    expect(pauses).toEqual([1000, 2000]);
    expect(body.Status).toBe('SUCCESS');
  });

  it('fails with what AgentCore says, at once where waiting does not help', async () => {
    answers = [[400, { message: 'no such identity' }]];
    const { body } = await run(RETURN_URLS);
    expect(pauses).toEqual([]);
    expect(body).toEqual({
      ...SUCCESS,
      Status: 'FAILED',
      Reason: 'GetWorkloadIdentity was answered with 400: {"message":"no such identity"}',
      PhysicalResourceId: 'ReturnUrls',
    });
  });

  it('fails after half a minute of denials', async () => {
    answers = Array.from({ length: 6 }, () => [403, { message: 'not authorized' }]);
    const { body } = await run(RETURN_URLS);
    expect(pauses).toEqual([1000, 2000, 4000, 8000, 16_000]);
    expect(body.Reason).toBe('GetWorkloadIdentity was answered with 403: {"message":"not authorized"}');
  });

  it('tells CloudFormation the outcome without a content type, for which its address is not signed', async () => {
    const { path, headers } = await run(RETURN_URLS);
    expect(path).toBe('/response?signature=abc');
    expect(headers['content-type']).toBeUndefined();
    expect(headers['content-length']).toBeDefined();
  });
});
