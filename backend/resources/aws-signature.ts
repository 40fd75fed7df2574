import { createHash, createHmac } from 'node:crypto';

/** A request without a body that is to be signed. */
export type UnsignedRequest = { method: 'GET' | 'HEAD'; url: URL; region: string; service: string; accessKey: string; secretKey: string; time: Date };

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** Headers of Signature Version 4 for a request without a body and without a query. */
export function signatureHeaders({ method, url, region, service, accessKey, secretKey, time }: UnsignedRequest): Record<string, string> {
  const stamp = time.toISOString().replace(/[-:]|\.\d{3}/g, '');
  const day = stamp.slice(0, 8);
  const payload = hash('');
  const headers: Record<string, string> = { host: url.host, 'x-amz-content-sha256': payload, 'x-amz-date': stamp };
  const names = Object.keys(headers).sort();
  const canonical = [method, url.pathname, url.searchParams.toString(), ...names.map((name) => `${name}:${headers[name]}`), '', names.join(';'), payload].join('\n');
  const scope = `${day}/${region}/${service}/aws4_request`;
  const key = hmac(hmac(hmac(hmac(`AWS4${secretKey}`, day), region), service), 'aws4_request');
  const signature = hmac(key, ['AWS4-HMAC-SHA256', stamp, scope, hash(canonical)].join('\n')).toString('hex');
  const { host: _host, ...sent } = headers;
  return { ...sent, authorization: `AWS4-HMAC-SHA256 Credential=${accessKey}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}` };
}
