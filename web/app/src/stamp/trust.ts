// The trust list, as include/ocop/stamp/trust.hpp: which keys may sign stamps, on which hosts. A JWS
// by the list key, whose certificate by the root is in its header.
import { isJwsBy, readJws, type Jws } from './jws.ts';
import { importKey } from './signature.ts';

export type TrustKey = {
  kid: string;
  authority: string;
  public_key: string;
  logged_from: string;
  logged_until: string;
  demo: boolean;
  revoked_at_size?: number;
};

export type TrustList = {
  v: 1;
  version: number;
  issued_at: string;
  max_age_s: number;
  authorities: { id: string; name: string; successor?: string }[];
  hosts: string[];
  keys: TrustKey[];
  log?: { vkey: string };
  answer_key?: string;
};

export const trustFaults = [
  'jws_malformed',
  'trust_malformed',
  'trust_signature_wrong',
  'trust_root_mismatch',
  'trust_key_window',
] as const;
export type TrustFault = (typeof trustFaults)[number];

export type TrustRead = { list: TrustList; listKey: string } | { fault: TrustFault };

type ListKey = {
  v: number;
  use: string;
  kid: string;
  public_key: string;
  not_before: string;
  not_after: string;
};

function isList(value: unknown): value is TrustList {
  const list = value as TrustList;
  const texts = (of: unknown): of is string[] =>
    Array.isArray(of) && of.every((item) => typeof item === 'string');
  return (
    list.v === 1 &&
    Number.isSafeInteger(list.version) &&
    list.version >= 1 &&
    Number.isSafeInteger(list.max_age_s) &&
    !Number.isNaN(Date.parse(list.issued_at)) &&
    Array.isArray(list.authorities) &&
    texts(list.hosts) &&
    list.hosts.length > 0 &&
    Array.isArray(list.keys) &&
    list.keys.every((key) => /^[0-9]{4}$/.test(key.kid) && typeof key.public_key === 'string') &&
    new Set(list.keys.map((key) => key.kid)).size === list.keys.length
  );
}

function readCertificate(jws: Jws): { certificate: Jws; key: ListKey } | undefined {
  const certificate = readJws(jws.header['certificate']);
  if (certificate?.type !== 'ocop-list-key+jws') return undefined;
  const key = certificate.payload as ListKey;
  return key.v === 1 && key.use === 'list' && typeof key.public_key === 'string'
    ? { certificate, key }
    : undefined;
}

// `rootKey` is base64url of the root's point; without it the certificate's own signature is not
// judged. `listKey` in the answer is the key that signed.
export async function readTrustList(envelope: unknown, rootKey?: string): Promise<TrustRead> {
  const jws = readJws(envelope);
  if (!jws) return { fault: 'jws_malformed' };
  const held = jws.type === 'ocop-trust+jws' ? readCertificate(jws) : undefined;
  if (!held) return { fault: 'trust_malformed' };
  const { certificate, key } = held;
  if (rootKey !== undefined) {
    const root = await importKey(rootKey);
    if (!root || !(await isJwsBy(certificate, root))) return { fault: 'trust_root_mismatch' };
  }
  const verifier = await importKey(key.public_key);
  if (!verifier) return { fault: 'trust_malformed' };
  if (jws.kid !== key.kid || !(await isJwsBy(jws, verifier))) {
    return { fault: 'trust_signature_wrong' };
  }
  const list: unknown = jws.payload;
  if (!isList(list)) return { fault: 'trust_malformed' };
  const issued = Date.parse(list.issued_at);
  // Written so that a date that is none refuses.
  const inWindow = Date.parse(key.not_before) <= issued && issued <= Date.parse(key.not_after);
  return inWindow ? { list, listKey: key.public_key } : { fault: 'trust_key_window' };
}

// Past its age: to be said, and to go on.
export function isStale(list: TrustList, now: number): boolean {
  return now > Date.parse(list.issued_at) + list.max_age_s * 1000;
}

export function findKey(list: TrustList, kid: string): TrustKey | undefined {
  return list.keys.find((key) => key.kid === kid);
}
