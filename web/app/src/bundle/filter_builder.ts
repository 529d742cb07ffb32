// Makes filter files, for tests: the construction that the service has in C++.
import { placeOf } from './filter.ts';

type Made = { seed: bigint; length: number; segments: number; prints: Uint16Array };

export function shapeOf(count: number): { length: number; segments: number } {
  const c = count < 2 ? 0 : Math.max(1.125, 0.875 + (0.25 * Math.log(1e6)) / Math.log(count));
  const length = Math.min(2 ** Math.floor(Math.log(count) / Math.log(3.33) + 2.25), 2 ** 18);
  return { length, segments: Math.max(1, Math.ceil((c * count) / length) - 2) };
}

// Peels the graph whose edges are keys and whose nodes are cells; each cell keeps how many edges it
// has and their numbers in one xor.
function build(keys: number[], seed: bigint): Made | undefined {
  const { length, segments } = shapeOf(keys.length);
  const cells = (segments + 2) * length;
  const spots = keys.map((key) => placeOf(key, seed, length, segments));
  const counts = new Uint32Array(cells);
  const edges = new Uint32Array(cells);
  const toggle = (edge: number, by: number) => {
    for (const place of spots[edge]!.places) {
      counts[place]! += by;
      edges[place]! ^= edge;
    }
  };
  spots.forEach((_, edge) => toggle(edge, 1));
  const ready: number[] = [];
  counts.forEach((count, cell) => {
    if (count === 1) ready.push(cell);
  });
  const order: { edge: number; cell: number }[] = [];
  for (let cell = ready.pop(); cell !== undefined; cell = ready.pop()) {
    if (counts[cell] !== 1) continue;
    const edge = edges[cell]!;
    order.push({ edge, cell });
    toggle(edge, -1);
    ready.push(...spots[edge]!.places.filter((place) => counts[place] === 1));
  }
  if (order.length !== keys.length) return undefined;
  const prints = new Uint16Array(cells);
  for (const { edge, cell } of order.reverse()) {
    const { places, fingerprint } = spots[edge]!;
    prints[cell] = places.reduce(
      (all, place) => all ^ (place === cell ? 0 : prints[place]!),
      fingerprint,
    );
  }
  return { seed, length, segments, prints };
}

export function filterOf(keys: number[], seed = 1n): Made {
  if (keys.length === 0) return { seed, length: 1, segments: 0, prints: new Uint16Array() };
  for (; ; seed += 1n) {
    const made = build(keys, seed);
    if (made) return made;
  }
}

export function filterFile(filters: Made[]): Uint8Array<ArrayBuffer> {
  const size = filters.reduce((sum, filter) => sum + 16 + 2 * filter.prints.length, 12);
  const out = new Uint8Array(size);
  const view = new DataView(out.buffer);
  out.set(new TextEncoder().encode('OCOPFLT1'));
  view.setUint32(8, filters.length);
  let at = 12;
  for (const { seed, length, segments, prints } of filters) {
    view.setBigUint64(at, seed);
    view.setUint32(at + 8, length);
    view.setUint32(at + 12, segments);
    prints.forEach((print, i) => view.setUint16(at + 16 + 2 * i, print));
    at += 16 + 2 * prints.length;
  }
  return out;
}
