// The filter file of a lot (include/ocop/bundle/FORMAT.md, "The filter file"): binary fuse filters of
// 16 bits over serials.

export type Place = { places: [number, number, number]; fingerprint: number; hash: bigint };

const filtersMax = 4096;
const segmentMax = 2 ** 18;
const magic = 'OCOPFLT1';

function mix(x: bigint): bigint {
  x ^= x >> 33n;
  x = BigInt.asUintN(64, x * 0xff51afd7ed558ccdn);
  x ^= x >> 33n;
  x = BigInt.asUintN(64, x * 0xc4ceb9fe1a85ec53n);
  return x ^ (x >> 33n);
}

// Where the key's three fingerprints stand.
export function placeOf(key: number, seed: bigint, length: number, segments: number): Place {
  const hash = mix(BigInt.asUintN(64, BigInt(key) + seed));
  const first = Number((hash * BigInt(segments * length)) >> 64n);
  const low = Number(hash & 0x3ffffn); // a segment is at most 2^18 long
  const middle = Number((hash >> 18n) & 0x3ffffn);
  return {
    places: [
      first,
      (first + length) ^ (middle & (length - 1)),
      (first + 2 * length) ^ (low & (length - 1)),
    ],
    fingerprint: Number((hash ^ (hash >> 32n)) & 0xffffn),
    hash,
  };
}

// A set of serials that says yes to each of its own, and to one in 65,536 others.
export class Filter {
  readonly seed: bigint;
  readonly length: number;
  readonly segments: number;
  readonly #view: DataView;

  // `view` holds the fingerprints alone.
  constructor(seed: bigint, length: number, segments: number, view: DataView) {
    this.seed = seed;
    this.length = length;
    this.segments = segments;
    this.#view = view;
  }

  has(serial: number): boolean {
    if (this.segments === 0) return false;
    const { places, fingerprint } = placeOf(serial, this.seed, this.length, this.segments);
    let all = fingerprint;
    for (const place of places) all ^= this.#view.getUint16(2 * place);
    return all === 0;
  }
}

function readOne(
  bytes: Uint8Array<ArrayBuffer>,
  at: number,
): { filter: Filter; end: number } | undefined {
  if (bytes.length - at < 16) return undefined;
  const head = new DataView(bytes.buffer, bytes.byteOffset + at, 16);
  const seed = head.getBigUint64(0);
  const length = head.getUint32(8);
  const segments = head.getUint32(12);
  const isPower = length > 0 && length <= segmentMax && (length & (length - 1)) === 0;
  const size = segments === 0 ? 0 : 2 * (segments + 2) * length;
  if (!isPower || size > bytes.length - at - 16) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset + at + 16, size);
  return { filter: new Filter(seed, length, segments, view), end: at + 16 + size };
}

// All filters of a file; absent when it is not of the format to its last byte.
export function readFilters(bytes: Uint8Array<ArrayBuffer>): Filter[] | undefined {
  if (bytes.length < 12 || String.fromCharCode(...bytes.subarray(0, 8)) !== magic) return undefined;
  const count = new DataView(bytes.buffer, bytes.byteOffset).getUint32(8);
  if (count > filtersMax) return undefined;
  const out: Filter[] = [];
  let at = 12;
  for (let i = 0; i < count; i += 1) {
    const read = readOne(bytes, at);
    if (!read) return undefined;
    out.push(read.filter);
    at = read.end;
  }
  return at === bytes.length ? out : undefined;
}
