// This device: a P-256 key that cannot leave the browser, and the id under which the service knows it.
import { type Bytes, concat, sha256, toBase64url, utf8 } from '../stamp/bytes.ts';
import { sign } from '../stamp/signature.ts';

export type Device = {
  id: string;
  name: string;
  account: string;
  enrolled_at: string;
  key: CryptoKey; // not extractable
  root_key?: string; // base64url of the root's point: what bundles are checked with
};

export type KeyPair = { key: CryptoKey; publicKey: string };

export async function makeKey(): Promise<KeyPair> {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, [
    'sign',
    'verify',
  ]);
  const point = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  return { key: pair.privateKey, publicKey: toBase64url(point) };
}

// What a device signs of a request: bundle/FORMAT.md, Routes.
export async function deviceBytes(
  device: string,
  idempotencyKey: string,
  body: string,
): Promise<Bytes> {
  const digest = await sha256(utf8(body));
  return concat(utf8(`OCOP-DEVICE-1\0${device}\0${idempotencyKey}\0`), digest);
}

export async function signRequest(
  device: Device,
  idempotencyKey: string,
  body: string,
): Promise<string> {
  return toBase64url(await sign(device.key, await deviceBytes(device.id, idempotencyKey, body)));
}

// Of GET /api/v1/devices.
export type KnownDevice = { id: string; account: string; name: string; revoked?: object };

// Names of devices that the account has by the service's books.
export function lostOf(known: KnownDevice[], account: string | undefined): string[] {
  const own = known.filter((one) => one.account === account && one.revoked === undefined);
  return own.map(({ name }) => name);
}
