import type { JsonObject } from '../../common/json.ts';
import { signatureHeaders } from '../aws-signature.ts';
import { answerOf } from '../http-answer.ts';
import { fields, secret, text, textOf, type ResourceTypeDefinition } from '../resource-type.ts';

/** The address of the bucket itself, in the style that the service wants. */
export function bucketUrl(value: JsonObject): URL {
  const endpoint = textOf(value, 'endPoint', `s3.${textOf(value, 'region', 'us-east-1')}.amazonaws.com`)
    .replace(/^https?:\/\//, '')
    .replace(/\/+$/, '');
  const scheme = value['useSSL'] === false ? 'http' : 'https';
  const bucket = encodeURIComponent(textOf(value, 'bucket'));
  return new URL(value['pathStyle'] === false ? `${scheme}://${bucket}.${endpoint}/` : `${scheme}://${endpoint}/${bucket}`);
}

/** A bucket of S3, or of a service that speaks its API. */
export const s3: ResourceTypeDefinition = {
  name: 's3',
  title: 'S3',
  description: 'A bucket of S3, or of a server with the same API such as MinIO, R2 or Garage.',
  schema: fields(
    {
      bucket: text('Bucket'),
      region: text('Region', { default: 'us-east-1' }),
      endPoint: text('Endpoint', { description: 'Host of the server; empty for AWS', 'x-ui': { placeholder: 's3.eu-central-1.amazonaws.com' } }),
      accessKey: text('Access key'),
      secretKey: secret('Secret key'),
      useSSL: { type: 'boolean', title: 'TLS', default: true },
      pathStyle: { type: 'boolean', title: 'Bucket in the path', default: true, description: 'Off: the bucket is part of the host name' },
    },
    ['bucket', 'accessKey', 'secretKey'],
  ),
  async test(value, signal) {
    const url = bucketUrl(value);
    const headers = signatureHeaders({
      method: 'HEAD',
      url,
      region: textOf(value, 'region', 'us-east-1'),
      service: 's3',
      accessKey: textOf(value, 'accessKey'),
      secretKey: textOf(value, 'secretKey'),
      time: new Date(),
    });
    const response = await fetch(url, { method: 'HEAD', headers, redirect: 'manual', signal });
    if (response.status === 404) throw new Error('There is no such bucket.');
    if (response.status === 403) throw new Error('The keys are wrong, or they do not reach this bucket.');
    if (response.status === 301 || response.status === 307)
      throw new Error(`The bucket is in the region ${response.headers.get('x-amz-bucket-region') ?? 'of another endpoint'}.`);
    if (!response.ok) throw new Error(`${answerOf(response)}.`);
    return `The keys reach the bucket ${textOf(value, 'bucket')}.`;
  },
};
