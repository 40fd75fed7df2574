import { describe, expect, test } from '@jest/globals';
import { signatureHeaders } from './aws-signature.ts';

describe('a request that is signed for S3', () => {
  // Key, bucket and day are those of the examples in the service's documentation; the signature comes from another implementation.
  const request = {
    method: 'HEAD',
    url: new URL('https://examplebucket.s3.amazonaws.com/'),
    region: 'us-east-1',
    service: 's3',
    accessKey: 'AKIAIOSFODNN7EXAMPLE',
    secretKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    time: new Date('2013-05-24T00:00:00.000Z'),
  } as const;

  test('names the key, the day, the region and the headers that it covers', () => {
    const headers = signatureHeaders(request);
    expect(headers['x-amz-date']).toBe('20130524T000000Z');
    expect(headers['x-amz-content-sha256']).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(headers['authorization']).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE\/20130524\/us-east-1\/s3\/aws4_request, SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=03fdfa77cf301b3a62c237740d7b29e71f91d105e421550f51d24ffef8b93718$/,
    );
    expect(headers).not.toHaveProperty('host');
  });

  test('has another signature for another secret, day, host or path', () => {
    const changed = [
      { secretKey: 'other' },
      { time: new Date('2013-05-25T00:00:00.000Z') },
      { url: new URL('https://other.s3.amazonaws.com/') },
      { url: new URL('https://examplebucket.s3.amazonaws.com/x') },
    ];
    const signatures = [request, ...changed.map((change) => ({ ...request, ...change }))].map((each) => signatureHeaders(each)['authorization']);
    expect(new Set(signatures).size).toBe(5);
  });
});
