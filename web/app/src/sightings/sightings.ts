// What this device scanned: shown offline, since a number met twice in two places says more than any
// verdict. Kept 90 days, at most 20,000.
import type { Answer } from '../verdict/answer.ts';
import type { Table } from '../storage/table.ts';

export type Sighting = {
  at: string;
  verdict: string;
  colour: string;
  note?: string;
  source: 'service' | 'bundle';
  gtin?: string;
  lot?: string;
  serial?: string; // ten characters; absent of what could not be read as one
  // Of which order it is, where the signature is good: such a stamp was issued.
  order?: string;
  uri?: string;
  name?: string; // of the product, for people
  place?: string; // as the inspector named it
  sweep?: string; // id
};

const keptMs = 90 * 86_400_000;
const keptMax = 20_000;

// The order of a stamp that was issued: its signature is good, and the order has its serial. A typed
// number has no signature.
export function orderOf({ uri, order, verdict, also }: Answer): string | undefined {
  const isSigned = uri !== undefined && ![verdict, ...also].includes('signature_invalid');
  return isSigned ? order?.id : undefined;
}

export function sightingOf(answer: Answer, place?: string): Sighting {
  const { at, verdict, colour, note, source, uri, stamp, product } = answer;
  const order = orderOf(answer);
  return {
    at,
    verdict,
    colour,
    source,
    ...(note && { note }),
    ...(uri !== undefined && { uri }),
    ...(stamp && { gtin: stamp.gtin, lot: stamp.lot, serial: stamp.serial }),
    ...(order !== undefined && { order }),
    ...(product && { name: product.name.vi }),
    ...(place && { place }),
  };
}

export class Sightings {
  readonly #table: Table<string, Sighting>;
  #count = 0;
  #oldestFirst: Sighting[] | undefined; // as the table, once it was read

  constructor(table: Table<string, Sighting>) {
    this.#table = table;
  }

  async add(sighting: Sighting): Promise<void> {
    this.#count += 1;
    await this.#table.put(`${sighting.at}/${String(this.#count).padStart(6, '0')}`, sighting);
    this.#oldestFirst?.push(sighting);
  }

  // The newest first.
  async all(): Promise<Sighting[]> {
    this.#oldestFirst ??= (await this.#table.all()).map(([, sighting]) => sighting);
    return this.#oldestFirst.toReversed();
  }

  async of(gtin: string, serial: string): Promise<Sighting[]> {
    return (await this.all()).filter((s) => s.gtin === gtin && s.serial === serial);
  }

  // How many different stamps of these orders of a lot this device met.
  async countOfLot(gtin: string, lot: string, orders: string[]): Promise<number> {
    const met = (await this.all()).filter(
      (s) => s.gtin === gtin && s.lot === lot && s.serial && orders.includes(s.order ?? ''),
    );
    return new Set(met.map((s) => s.serial)).size;
  }

  async prune(now: number): Promise<void> {
    const rows = await this.#table.all();
    this.#oldestFirst = undefined;
    const limit = new Date(now - keptMs).toISOString();
    const tooMany = rows.length - keptMax;
    for (const [index, [key, sighting]] of rows.entries()) {
      if (sighting.at < limit || index < tooMany) await this.#table.delete(key);
    }
  }
}
