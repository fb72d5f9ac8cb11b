import { signedHeaders } from '../../lib/lambda/signed-request';

/** Those of AWS's own examples for Signature Version 4. */
const EXAMPLE = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  region: 'us-east-1',
  service: 'service',
};
const NOON = new Date('2015-08-30T12:36:00Z');
const CREDENTIAL = 'Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request';

describe('A signed request', () => {
  it('is signed as the example of AWS named post-vanilla', () => {
    expect(signedHeaders(new URL('https://example.amazonaws.com/'), '', EXAMPLE, {}, NOON)).toEqual({
      'x-amz-date': '20150830T123600Z',
      authorization:
        `AWS4-HMAC-SHA256 ${CREDENTIAL}, SignedHeaders=host;x-amz-date, ` +
        'Signature=5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b',
    });
  });

  it('is signed with its headers, its body and the token of the session', () => {
    const url = new URL('https://example.amazonaws.com/things');
    const of = (body: string, sessionToken?: string) =>
      signedHeaders(url, body, { ...EXAMPLE, sessionToken }, { 'content-type': 'application/json' }, NOON);
    const { authorization, ...headers } = of('{}', 'session');
    expect(headers).toEqual({
      'content-type': 'application/json',
      'x-amz-date': '20150830T123600Z',
      'x-amz-security-token': 'session',
    });
    expect(authorization).toContain('SignedHeaders=content-type;host;x-amz-date;x-amz-security-token, ');
    expect(
      new Set([of('{}', 'session'), of('{"a":1}', 'session'), of('{}')].map((one) => one.authorization)).size,
    ).toBe(3);
  });
});
