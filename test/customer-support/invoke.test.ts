/** The command as a person runs it, against Cognito and an agent on this machine. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OUTPUTS_FILE, stackOutputs } from '../../bin/customer-support/outputs';

interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Record<string, unknown>;
}

let server: Server;
let folder: string;
let received: Received[] = [];
const runs: Run[] = [];
/** What Cognito answers; a list is answered in turn. */
let cognito: { status: number; body: object } | { status: number; body: object }[];
let agent: { status: number; body: string };

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const path = request.url ?? '';
      const body = JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>;
      received.push({ path, headers: request.headers, body });
      if (path === '/') {
        const answer = Array.isArray(cognito) ? cognito.shift()! : cognito;
        return response.writeHead(answer.status).end(JSON.stringify(answer.body));
      }
      response.writeHead(agent.status, { 'content-type': 'text/event-stream' });
      // In pieces that end in the middle of an event and of a character.
      const bytes = Buffer.from(agent.body);
      for (let at = 0; at < bytes.length; at += 7) response.write(bytes.subarray(at, at + 7));
      return response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  folder = mkdtempSync(join(tmpdir(), 'ask-'));
  writeFileSync(
    join(folder, OUTPUTS_FILE),
    JSON.stringify({
      Other: { AgentUrl: 'http://elsewhere' },
      CustomerSupport: {
        AgentUrl: `${url()}/runtimes/arn%3Aaws/invocations?qualifier=DEFAULT`,
        StaffPoolId: 'eu-central-1_AbCdEf',
        StaffClientId: 'client-1',
        TableName: 'orders',
      },
    }),
  );
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await new Promise((resolve) => server.close(resolve));
});
beforeEach(() => {
  received = [];
  cognito = { status: 200, body: { AuthenticationResult: { AccessToken: 'head.secret.tail' } } };
  agent = {
    status: 200,
    body: 'data: {"tool":"Orders___order_lookup"}\n\ndata: {"text":"It is "}\n\ndata: {"text":"unterwegs – heute."}\n\n',
  };
});

const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(args: string[], environment: Record<string, string> = {}): Promise<Run> {
  const command = [
    '--import',
    require.resolve('tsx'),
    join(__dirname, '../../bin/customer-support/invoke.ts'),
    ...args,
  ];
  const child = spawn(process.execPath, command, {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: url(),
      STAFF_USERNAME: 'ana',
      STAFF_PASSWORD: 'pass-word-1',
      ...environment,
    },
  });
  const written = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => (written.stdout += String(chunk)));
  child.stderr.on('data', (chunk) => (written.stderr += String(chunk)));
  return new Promise((resolve) => {
    child.on('close', (code) => {
      runs.push({ code, ...written });
      resolve({ code, ...written });
    });
  });
}

describe('npm run ask', () => {
  it('signs in, asks with the access token, and prints the answer', async () => {
    const { code, stdout, stderr } = await run(['Where is', 'order 1001?']);
    expect(stderr).toMatch(/^\[Orders___order_lookup\]\n\nTo go on: --session [0-9a-f-]{36}\n$/);
    expect(stdout).toBe('It is unterwegs – heute.\n');
    expect(code).toBe(0);
    const [signIn, question] = received;
    expect(signIn.headers).toMatchObject({
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth',
    });
    expect(signIn.body).toEqual({
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: 'client-1',
      AuthParameters: { USERNAME: 'ana', PASSWORD: 'pass-word-1' },
    });
    expect(question.path).toBe('/runtimes/arn%3Aaws/invocations?qualifier=DEFAULT');
    expect(question.headers).toMatchObject({
      authorization: 'Bearer head.secret.tail',
      accept: 'text/event-stream',
      'content-type': 'application/json',
    });
    expect(String(question.headers['x-amzn-bedrock-agentcore-runtime-session-id']).length).toBeGreaterThanOrEqual(33);
    expect(question.body).toEqual({ prompt: 'Where is order 1001?' });
  });

  it('says what Cognito said about a wrong password', async () => {
    cognito = { status: 400, body: { __type: 'NotAuthorizedException', message: 'Incorrect username or password.' } };
    expect(await run(['Hello'])).toEqual({
      code: 1,
      stdout: '',
      stderr: 'Sign-in of ana failed: Incorrect username or password.\n',
    });
    expect(received).toHaveLength(1);
  });

  it('signs in with the code of the authenticator app', async () => {
    cognito = [
      { status: 200, body: { ChallengeName: 'SOFTWARE_TOKEN_MFA', Session: 'session-1' } },
      { status: 200, body: { AuthenticationResult: { AccessToken: 'head.secret.tail' } } },
    ];
    expect(await run(['Hello'], { STAFF_CODE: '123456' })).toMatchObject({ code: 0 });
    expect(received[1].headers['x-amz-target']).toBe('AWSCognitoIdentityProviderService.RespondToAuthChallenge');
    expect(received[1].body).toEqual({
      ChallengeName: 'SOFTWARE_TOKEN_MFA',
      ClientId: 'client-1',
      Session: 'session-1',
      ChallengeResponses: { USERNAME: 'ana', SOFTWARE_TOKEN_MFA_CODE: '123456' },
    });
    expect(received[2].headers.authorization).toBe('Bearer head.secret.tail');
  });

  it('sets the authenticator app up at the first sign-in', async () => {
    cognito = [
      { status: 200, body: { ChallengeName: 'MFA_SETUP', Session: 'session-1' } },
      { status: 200, body: { SecretCode: 'KEY', Session: 'session-2' } },
      { status: 200, body: { Status: 'SUCCESS', Session: 'session-3' } },
      { status: 200, body: { AuthenticationResult: { AccessToken: 'head.secret.tail' } } },
    ];
    expect(await run(['Hello'], { STAFF_CODE: '654321' })).toMatchObject({ code: 0 });
    expect(received.slice(1, 4).map(({ body }) => body)).toEqual([
      { Session: 'session-1' },
      { Session: 'session-2', UserCode: '654321' },
      {
        ChallengeName: 'MFA_SETUP',
        ClientId: 'client-1',
        Session: 'session-3',
        ChallengeResponses: { USERNAME: 'ana' },
      },
    ]);
  });

  it('says which challenge it cannot answer', async () => {
    cognito = { status: 200, body: { ChallengeName: 'SMS_MFA', Session: 's' } };
    expect((await run(['Hello'])).stderr).toBe('Cognito wants SMS_MFA, which this command cannot do.\n');
  });

  it('says how a new user gets a password', async () => {
    cognito = { status: 200, body: { ChallengeName: 'NEW_PASSWORD_REQUIRED', Session: 's' } };
    expect((await run(['Hello'])).stderr).toBe(
      'ana has to choose a password first: aws cognito-idp admin-set-user-password --permanent ' +
        '--region eu-central-1 --user-pool-id eu-central-1_AbCdEf --username ana --password <password>\n',
    );
  });

  it('goes on with an earlier conversation, and shows what the agent said when it could not answer', async () => {
    agent = { status: 200, body: 'data: {"text":"Wait"}\n\nevent: error\ndata: {"error":"It broke."}\n\n' };
    expect(await run(['Hello'])).toEqual({ code: 1, stdout: 'Wait', stderr: 'It broke.\n' });
    agent = { status: 403, body: '{"message":"Claim value mismatch"}' };
    const session = '0'.repeat(40);
    expect(await run(['Hello', '--session', session])).toMatchObject({
      code: 1,
      stderr: 'The agent answered 403: {"message":"Claim value mismatch"}\n',
    });
    expect(received.at(-1)?.headers['x-amzn-bedrock-agentcore-runtime-session-id']).toBe(session);
  });

  it('explains itself when something is missing', async () => {
    const [question, session, outputs, password] = await Promise.all([
      run([]),
      run(['Hello', '--session', 'short']),
      run(['Hello', '--outputs', 'nowhere.json']),
      run(['Hello'], { STAFF_PASSWORD: undefined as never }),
    ]);
    expect(question.stderr).toMatch(/^npm run ask -- "Where is order 1001\?"/);
    expect(session.stderr).toBe('A session id has at least 33 characters.\n');
    expect(outputs.stderr).toBe(
      'nowhere.json is not there. Deploy with: npx cdk deploy --outputs-file cdk-outputs.json\n',
    );
    expect(password.stderr).toMatch(/^Set STAFF_USERNAME, STAFF_PASSWORD and STAFF_CODE\.\n/);
    expect([question, session, outputs, password].map(({ code }) => code)).toEqual([1, 1, 1, 1]);
    expect(received).toEqual([]);
  });
});

describe('the password and the token', () => {
  it('were printed by none of these', () => {
    expect(runs.length).toBeGreaterThan(5);
    expect(JSON.stringify(runs)).not.toMatch(/pass-word-1|secret/);
  });
});

describe('the outputs of the stack', () => {
  const file = (name: string, content: string) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };

  it('come from the one stack that has them', () => {
    expect(stackOutputs(['TableName'], join(folder, OUTPUTS_FILE)).TableName).toBe('orders');
  });

  it('are refused when no stack, or more than one, has them', () => {
    const path = file('several.json', '{"A":{"TableName":"a"},"B":{"TableName":"b"}}');
    expect(() => stackOutputs(['TableName'], path)).toThrow(`${path} has several stacks with the outputs TableName.`);
    expect(() => stackOutputs(['AgentUrl', 'TableName'], path)).toThrow(
      `${path} has no stack with the outputs AgentUrl, TableName.`,
    );
    const broken = file('broken.json', '{');
    expect(() => stackOutputs(['TableName'], broken)).toThrow(`${broken} cannot be read.`);
  });
});
