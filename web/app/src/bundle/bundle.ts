// The offline bundle as include/ocop/bundle/FORMAT.md says it: read, verified, looked things up in.
// Pure; storage.ts keeps it.
import { type Bytes, sha256, toHex } from '../stamp/bytes.ts';
import { isInForce, type CertificateTerm } from '../stamp/certificate.ts';
import type { Day } from '../stamp/days.ts';
import { isJwsBy, readJws } from '../stamp/jws.ts';
import { importKey } from '../stamp/signature.ts';
import { readTrustList, trustFaults, type TrustList } from '../stamp/trust.ts';
import type { VoidReason } from '../stamp/verdict.ts';

export type Name = { vi: string; en?: string };
export type Quantity = { unit: 'g' | 'kg' | 'ml' | 'l' | 'piece'; value: number };

export type Producer = { id: string; name: Name; commune?: string };
export type Product = { code: string; name: Name; producer: string; demo?: true };
export type Item = { gtin: string; product: string; name: Name; net_content: Quantity };

export type Certificate = Omit<CertificateTerm, 'withdrawal'> & {
  id: string;
  product: string;
  stars: number;
  decision: string;
  withdrawal?: CertificateTerm['withdrawal'] & { decision?: string };
};

// `all`, `serials`, or a filter of the lot's file, where `except` lists the stamps of the order that
// the filter is wrong about.
export type SerialSet = { count: number; all?: true; serials?: string[]; except?: string[] };
export type Activation = SerialSet & { from: Day; to: Day };
export type Voiding = SerialSet & { reason: VoidReason };
export type Feature = { run: string; first: number; last: number; overt?: string; covert?: string };

export type Order = {
  entry: number;
  id: string;
  kid: string;
  certificate: string;
  stars: number;
  count: number;
  except?: string[]; // stamps of the lot's other orders that this one's filter is wrong about
  pins?: true;
  activated?: Activation[];
  void?: Voiding[];
  features?: Feature[];
};

export type Recall = {
  since: string;
  ordered_by: Name;
  reason: string;
  decision?: string;
  voluntary: boolean;
};

export type Hold = { since: string; ordered_by: Name; until?: string };

export type Lot = {
  gtin: string;
  lot: string;
  made_on: Day;
  best_before?: Day;
  quantity: Quantity;
  place?: Name;
  closed_on?: Day;
  recall?: Recall;
  hold?: Hold;
  held?: string[];
  copied?: string[];
  orders?: Order[];
  filters?: string;
  filters_bytes?: number;
};

export type Body = {
  producers: Producer[];
  products: Product[];
  items: Item[];
  certificates: Certificate[];
  lots: Lot[];
};

export type Head = {
  issued_at: string;
  log_size: number;
  fresh_s: number;
  max_age_s: number;
  body: string;
  body_bytes: number;
};

export const bundleFaults = [
  ...trustFaults,
  'bundle_malformed',
  'bundle_signature_wrong',
  'bundle_body_wrong',
  'bundle_older',
] as const;
export type BundleFault = (typeof bundleFaults)[number];

// What of an earlier bundle a new one is held against.
export type Held = { log_size: number; issued_at: string; trust_version: number };

const headBytesMax = 1024 * 1024;
const bodyBytesMax = 16 * 1024 * 1024;
const freshMax = 86_400;
const ageMax = 259_200;

type Signed = { head: Head; trust: TrustList; listKey: string; body: Bytes };

export class Bundle {
  readonly head: Head;
  readonly trust: TrustList;
  readonly body: Body;
  readonly listKey: string; // that signed the trust list; base64url of the point
  readonly rootChecked: boolean;
  readonly #lots: Map<string, Lot>;

  constructor(signed: Omit<Signed, 'body'>, body: Body, rootChecked: boolean) {
    this.head = signed.head;
    this.trust = signed.trust;
    this.listKey = signed.listKey;
    this.body = body;
    this.rootChecked = rootChecked;
    this.#lots = new Map(body.lots.map((lot) => [`${lot.gtin}:${lot.lot}`, lot]));
  }

  get held(): Held {
    const { log_size, issued_at } = this.head;
    return { log_size, issued_at, trust_version: this.trust.version };
  }

  lot(gtin: string, lot: string): Lot | undefined {
    return this.#lots.get(`${gtin}:${lot}`);
  }

  item(gtin: string): Item | undefined {
    return this.body.items.find((item) => item.gtin === gtin);
  }

  product(code: string): Product | undefined {
    return this.body.products.find((product) => product.code === code);
  }

  producer(id: string): Producer | undefined {
    return this.body.producers.find((producer) => producer.id === id);
  }

  certificate(id: string): Certificate | undefined {
    return this.body.certificates.find((certificate) => certificate.id === id);
  }

  // The last one in force on that day, else the last.
  certificateOn(product: string, day: Day): Certificate | undefined {
    const all = this.body.certificates.filter((certificate) => certificate.product === product);
    return all.findLast((certificate) => isInForce(certificate, day)) ?? all.at(-1);
  }
}

function readHead(payload: Record<string, unknown>): Head | undefined {
  const head = payload as Head & { v: number };
  const whole = [head.log_size, head.fresh_s, head.max_age_s, head.body_bytes];
  if (head.v !== 1 || !whole.every((n) => Number.isSafeInteger(n) && n >= 0)) return undefined;
  if (Number.isNaN(Date.parse(head.issued_at)) || !/^[0-9a-f]{64}$/.test(head.body))
    return undefined;
  const { issued_at, log_size, body, body_bytes } = head;
  const fresh_s = Math.min(head.fresh_s, freshMax);
  return {
    issued_at,
    log_size,
    body,
    body_bytes,
    fresh_s,
    max_age_s: Math.min(head.max_age_s, ageMax),
  };
}

function parse(bytes: Bytes): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

function isBody(value: unknown): value is Body {
  const body = value as Body | undefined;
  return [body?.producers, body?.products, body?.items, body?.certificates, body?.lots].every(
    Array.isArray,
  );
}

function isOlder(head: Head, trust: TrustList, held: Held): boolean {
  const back = head.log_size - held.log_size;
  const earlier = Date.parse(head.issued_at) < Date.parse(held.issued_at);
  return back < 0 || (back === 0 && earlier) || trust.version < held.trust_version;
}

async function readSigned(file: Bytes, rootKey?: string): Promise<Signed | { fault: BundleFault }> {
  const feed = file.subarray(0, headBytesMax).indexOf(10);
  const jws = feed < 0 ? undefined : readJws(parse(file.slice(0, feed)));
  if (jws?.type !== 'ocop-bundle+jws' || jws.kid !== 'answer-1')
    return { fault: 'bundle_malformed' };
  const trust = await readTrustList(jws.header['trust'], rootKey);
  if ('fault' in trust) return trust;
  const key = await importKey(trust.list.answer_key ?? '');
  if (!key || !(await isJwsBy(jws, key))) return { fault: 'bundle_signature_wrong' };
  const head = readHead(jws.payload);
  if (!head) return { fault: 'bundle_malformed' };
  return { head, trust: trust.list, listKey: trust.listKey, body: file.slice(feed + 1) };
}

// `rootKey` is base64url of the root's point; without it nobody outside vouches for the trust list.
export async function readBundle(
  file: Bytes,
  rootKey?: string,
  held?: Held,
): Promise<{ bundle: Bundle } | { fault: BundleFault }> {
  const read = await readSigned(file, rootKey);
  if ('fault' in read) return read;
  const { head, trust, body: bytes } = read;
  const whole = bytes.length === head.body_bytes && bytes.length <= bodyBytesMax;
  if (!whole || toHex(await sha256(bytes)) !== head.body) return { fault: 'bundle_body_wrong' };
  if (held && isOlder(head, trust, held)) return { fault: 'bundle_older' };
  const body = parse(bytes);
  if (!isBody(body)) return { fault: 'bundle_malformed' };
  return { bundle: new Bundle(read, body, rootKey !== undefined) };
}
