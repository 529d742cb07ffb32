// Flattened JWS (RFC 7515 §7.2.2), ES256 only, as include/ocop/crypto/jws.hpp.
import { type Bytes, fromBase64url, utf8 } from './bytes.ts';
import { isSignedBy } from './signature.ts';

export type Envelope = {
  payload: string;
  protected: string;
  signature: string;
  header?: Record<string, unknown>;
};

export type Jws = {
  kid: string;
  type: string;
  payload: Record<string, unknown>;
  header: Record<string, unknown>; // unprotected; says nothing by itself
  signed: Bytes;
  signature: Bytes;
};

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function decode(text: unknown): Record<string, unknown> | undefined {
  const bytes = typeof text === 'string' ? fromBase64url(text) : undefined;
  if (!bytes) return undefined;
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

// Reads without judging; absent when it is not that form.
export function readJws(envelope: unknown): Jws | undefined {
  if (!isObject(envelope)) return undefined;
  const head = decode(envelope['protected']);
  const payload = decode(envelope['payload']);
  const signature =
    typeof envelope['signature'] === 'string' ? fromBase64url(envelope['signature']) : undefined;
  if (!head || !payload || signature?.length !== 64) return undefined;
  if (head['alg'] !== 'ES256' || 'crit' in head) return undefined;
  return {
    kid: String(head['kid'] ?? ''),
    type: String(head['typ'] ?? ''),
    payload,
    header: isObject(envelope['header']) ? envelope['header'] : {},
    signed: utf8(`${String(envelope['protected'])}.${String(envelope['payload'])}`),
    signature,
  };
}

export async function isJwsBy(jws: Jws, key: CryptoKey): Promise<boolean> {
  return isSignedBy(key, jws.signed, jws.signature);
}
