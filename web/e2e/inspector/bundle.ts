// Makes bundles of what the running service answers about its sample stamps, under keys of the test:
// as the service does, and with a key that signs any stamp a test needs.
import { createHash, generateKeyPairSync, sign as signWith, type KeyObject } from 'node:crypto';
import { filterFile, filterOf } from '../../app/src/bundle/filter_builder.ts';
import { formatSerial, parseSerial } from '../../app/src/stamp/serial.ts';
import { signedBytes } from '../../app/src/stamp/signature.ts';

const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

type Pair = { key: KeyObject; point: string };

function makePair(): Pair {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x, y } = publicKey.export({ format: 'jwk' }) as { x: string; y: string };
  const point = Buffer.concat([
    Buffer.from([4]),
    Buffer.from(x, 'base64url'),
    Buffer.from(y, 'base64url'),
  ]);
  return { key: privateKey, point: point.toString('base64url') };
}

// r ‖ s with the lower s.
function sign(key: KeyObject, message: Uint8Array): Buffer {
  const out = signWith('sha256', message, { key, dsaEncoding: 'ieee-p1363' });
  const s = BigInt(`0x${out.subarray(32).toString('hex')}`);
  if (s > order / 2n) out.write((order - s).toString(16).padStart(64, '0'), 32, 'hex');
  return out;
}

function canonical(value: unknown): string {
  const sorted = (v: unknown): unknown => {
    if (Array.isArray(v)) return v.map(sorted);
    if (typeof v !== 'object' || v === null) return v;
    return Object.fromEntries(
      Object.entries(v)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([k, w]) => [k, sorted(w)]),
    );
  };
  return JSON.stringify(sorted(value));
}

const base64url = (text: string) => Buffer.from(text).toString('base64url');

function jws(payload: unknown, typ: string, kid: string, key: KeyObject, header?: unknown) {
  const head = base64url(canonical({ alg: 'ES256', kid, typ }));
  const body = base64url(canonical(payload));
  const signature = sign(key, Buffer.from(`${head}.${body}`)).toString('base64url');
  return { payload: body, protected: head, signature, ...(header !== undefined && { header }) };
}

const stampKid = '9001';

export type Lot = { gtin: string; lot: string; orders?: unknown[]; [member: string]: unknown };

type Told = {
  stamp?: {
    gtin: string;
    lot: string;
    serial: string;
    kid?: string;
    order?: string;
    entry?: number;
    count?: number;
    stars_printed?: number;
    activated_at?: string;
  };
  product?: { code: string; name: object; gtin: string; trade_item: object; net_content: object };
  producer?: { id: string; name: object };
  certificate?: {
    id: string;
    stars: number;
    decision: string;
    issued_on: string;
    ground?: number;
    withdrawn_on?: string;
    withdrawal_decision?: string;
  };
  lot?: { made_on: string; best_before?: string; quantity: object };
};

const day = (time: string) => new Date(Date.parse(time) + 7 * 3_600_000).toISOString().slice(0, 10);

export class Maker {
  readonly #root = makePair();
  readonly #list = makePair();
  readonly #answer = makePair();
  readonly #stamp = makePair();
  readonly filters = new Map<string, Uint8Array>();
  #trust: Record<string, unknown> = {};
  #size = 1000;
  readonly #body = {
    producers: new Map<string, object>(),
    products: new Map<string, object>(),
    items: new Map<string, object>(),
    certificates: new Map<string, object>(),
    lots: new Map<string, Lot>(),
  };

  get rootKey(): string {
    return this.#root.point;
  }

  // `stamps` are links of issued stamps.
  static async of(url: string, stamps: string[]): Promise<Maker> {
    const maker = new Maker();
    const list = (await (await fetch(`${url}/.well-known/ocop-trust.json`)).json()) as {
      payload: string;
    };
    maker.#trust = JSON.parse(Buffer.from(list.payload, 'base64url').toString()) as Record<
      string,
      unknown
    >;
    for (const uri of stamps) {
      const body = JSON.stringify({ uri });
      const headers = { 'Content-Type': 'application/json' };
      const told = await fetch(`${url}/api/v1/verify`, { method: 'POST', headers, body });
      maker.#add((await told.json()) as Told);
    }
    return maker;
  }

  #add({ stamp, product, producer, certificate, lot }: Told) {
    if (!stamp?.order || !product || !producer || !certificate || !lot) return;
    this.#body.producers.set(producer.id, { id: producer.id, name: producer.name });
    this.#body.products.set(product.code, {
      code: product.code,
      name: product.name,
      producer: producer.id,
      demo: true,
    });
    this.#body.items.set(product.gtin, {
      gtin: product.gtin,
      product: product.code,
      name: product.trade_item,
      net_content: product.net_content,
    });
    const { id, stars, decision, issued_on, ground, withdrawn_on, withdrawal_decision } =
      certificate;
    this.#body.certificates.set(id, {
      id,
      product: product.code,
      stars,
      decision,
      issued: issued_on,
      ...(ground !== undefined && {
        withdrawal: { ground, effective: withdrawn_on, decision: withdrawal_decision },
      }),
    });
    const active = stamp.activated_at && day(stamp.activated_at);
    const serials = [parseSerial(stamp.serial)!];
    this.#put({ ...lot, gtin: stamp.gtin, lot: stamp.lot }, serials, {
      id: stamp.order,
      entry: stamp.entry,
      kid: stamp.kid,
      certificate: id,
      stars: stamp.stars_printed,
      count: stamp.count,
      features: [
        {
          run: 'A1',
          first: 1,
          last: stamp.count,
          overt: 'Vạch nhũ đồng',
          covert: 'Chấm UV dưới số lô',
        },
      ],
      ...(active && { activated: [{ from: active, to: active, count: stamp.count, all: true }] }),
    });
  }

  #put(lot: Lot, serials: number[], made: object) {
    const file = filterFile([filterOf(serials)]);
    const filters = createHash('sha256').update(file).digest('hex');
    this.filters.set(filters, file);
    this.#body.lots.set(`${lot.gtin}:${lot.lot}`, {
      ...lot,
      orders: [made],
      filters,
      filters_bytes: file.length,
    });
  }

  // A lot of the first stamp's product, with `count` active stamps of ours, and their links.
  addLot(lot: string, count: number): string[] {
    const [item] = this.#body.items.values() as Iterable<{ gtin: string; product: string }>;
    const [certificate] = [...this.#body.certificates.values()].filter(
      (c) => (c as { product: string }).product === item!.product,
    ) as { id: string }[];
    const { gtin } = item!;
    const seed = BigInt(`0x${createHash('sha256').update(lot).digest('hex').slice(0, 10)}`);
    const serials = Array.from({ length: count }, (_, i) =>
      Number((seed * 1_000_003n + BigInt(i) * 982_451_653n) % (1n << 50n)),
    );
    this.#put(
      { gtin, lot, made_on: '2026-10-01', quantity: { unit: 'piece', value: count } },
      serials,
      {
        id: `test${lot}`,
        entry: 500,
        kid: stampKid,
        certificate: certificate!.id,
        stars: 4,
        count,
        activated: [{ from: '2026-10-02', to: '2026-10-02', count, all: true }],
      },
    );
    return serials.map((serial) => {
      const signature = sign(this.#stamp.key, signedBytes(stampKid, { gtin, lot, serial }));
      const digits = BigInt(`0x${signature.toString('hex')}`)
        .toString()
        .padStart(155, '0');
      const [host] = this.#trust['hosts'] as string[];
      return `https://${host}/01/${gtin}/10/${lot}/21/${formatSerial(serial)}?s=${stampKid}${digits}`;
    });
  }

  // The lot of that number under recall.
  recall(lot: string) {
    const found = [...this.#body.lots.values()].find((one) => one.lot === lot)!;
    found['recall'] = {
      since: '2026-11-20T00:00:00Z',
      ordered_by: { vi: 'Chi cục Chất lượng' },
      reason: 'Vượt mức vi sinh',
      voluntary: false,
    };
  }

  file(issuedAt = Date.now()): Buffer {
    this.#size += 1;
    const rows = (map: Map<string, object>) =>
      [...map].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
    const { producers, products, items, certificates, lots } = this.#body;
    const body = Buffer.from(
      canonical({
        producers: rows(producers),
        products: rows(products),
        items: rows(items),
        certificates: rows(certificates),
        lots: rows(lots),
      }),
    );
    const head = jws(
      {
        v: 1,
        issued_at: new Date(issuedAt).toISOString(),
        log_size: this.#size,
        fresh_s: 86_400,
        max_age_s: 259_200,
        body: createHash('sha256').update(body).digest('hex'),
        body_bytes: body.length,
      },
      'ocop-bundle+jws',
      'answer-1',
      this.#answer.key,
      { trust: this.#trustList() },
    );
    return Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), body]);
  }

  #trustList() {
    const certificate = jws(
      {
        v: 1,
        use: 'list',
        kid: 'list-1',
        public_key: this.#list.point,
        not_before: '2020-01-01T00:00:00Z',
        not_after: '2040-01-01T00:00:00Z',
      },
      'ocop-list-key+jws',
      'root-1',
      this.#root.key,
    );
    const keys = this.#trust['keys'] as { authority: string }[];
    const own = {
      kid: stampKid,
      authority: keys[0]!.authority,
      public_key: this.#stamp.point,
      demo: true,
      logged_from: '2026-01-01T00:00:00Z',
      logged_until: '2030-01-01T00:00:00Z',
    };
    const list = { ...this.#trust, keys: [...keys, own], answer_key: this.#answer.point };
    return jws(list, 'ocop-trust+jws', 'list-1', this.#list.key, { certificate });
  }
}
