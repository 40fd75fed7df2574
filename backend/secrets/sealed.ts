import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const algorithm = 'aes-256-gcm';
const version = 1;
const nonceLength = 12;
const tagLength = 16;

/**
 * AES-256-GCM: version byte, random nonce, cipher text, tag. `purpose` is authenticated but not stored: the bytes open only
 * where they were sealed for, so that nobody can carry one object's secret to another.
 */
export function seal(key: Buffer, plain: Buffer, purpose: string): Buffer {
  const nonce = randomBytes(nonceLength);
  const cipher = createCipheriv(algorithm, key, nonce, { authTagLength: tagLength });
  cipher.setAAD(Buffer.from(purpose, 'utf8'));
  return Buffer.concat([Buffer.of(version), nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** Opens what {@link seal} made; throws when the key, the purpose or a single bit differs. */
export function unseal(key: Buffer, sealed: Buffer, purpose: string): Buffer {
  if (sealed.length < 1 + nonceLength + tagLength || sealed[0] !== version) throw new Error('Not a sealed value');
  const decipher = createDecipheriv(algorithm, key, sealed.subarray(1, 1 + nonceLength), { authTagLength: tagLength });
  decipher.setAAD(Buffer.from(purpose, 'utf8'));
  decipher.setAuthTag(sealed.subarray(sealed.length - tagLength));
  return Buffer.concat([decipher.update(sealed.subarray(1 + nonceLength, sealed.length - tagLength)), decipher.final()]);
}
