// The signature of a stamp: ECDSA P-256 with SHA-256, r ‖ s, low s, written as 155 digits after the
// kid. include/ocop/stamp/FORMAT.md, "The signature".
import { type Bytes, fromBase64url, utf8 } from './bytes.ts';
import { formatSerial } from './serial.ts';

const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
const signing = { name: 'ECDSA', hash: 'SHA-256' };

export type Stamp = { gtin: string; lot: string; serial: number };

export function signedBytes(kid: string, stamp: Stamp): Bytes {
  return utf8(
    `OCOP-STAMP-1\0${kid}\x1d01${stamp.gtin}10${stamp.lot}\x1d21${formatSerial(stamp.serial)}`,
  );
}

function toBytes(number: bigint, length: number): Bytes {
  const out = new Uint8Array(length);
  for (let i = length - 1; i >= 0; i -= 1) {
    out[i] = Number(number & 0xffn);
    number >>= 8n;
  }
  return out;
}

function toNumber(bytes: Uint8Array): bigint {
  let out = 0n;
  for (const byte of bytes) out = (out << 8n) | BigInt(byte);
  return out;
}

// 155 digits to 64 bytes; absent when the number is 2^512 or more.
export function decodeSignature(digits: string): Bytes | undefined {
  if (!/^[0-9]{155}$/.test(digits)) return undefined;
  const number = BigInt(digits);
  return number >> 512n === 0n ? toBytes(number, 64) : undefined;
}

// Absent on what is no point of the curve. `point` is base64url of 04 ‖ x ‖ y.
export async function importKey(point: string): Promise<CryptoKey | undefined> {
  const bytes = fromBase64url(point);
  if (bytes?.length !== 65 || bytes[0] !== 4) return undefined;
  try {
    return await crypto.subtle.importKey('raw', bytes, algorithm, true, ['verify']);
  } catch {
    return undefined;
  }
}

// Only low s is good, so that one signature has one text.
export async function isSignedBy(
  key: CryptoKey,
  message: Bytes,
  signature: Bytes,
): Promise<boolean> {
  if (signature.length !== 64) return false;
  const s = toNumber(signature.subarray(32));
  if (s === 0n || s > order / 2n) return false;
  return crypto.subtle.verify(signing, key, signature, message);
}

// WebCrypto's signature with the lower of s and n − s.
export async function sign(key: CryptoKey, message: Bytes): Promise<Bytes> {
  const out = new Uint8Array(await crypto.subtle.sign(signing, key, message));
  const s = toNumber(out.subarray(32));
  if (s > order / 2n) out.set(toBytes(order - s, 32), 32);
  return out;
}
