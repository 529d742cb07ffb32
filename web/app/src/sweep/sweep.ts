// A shelf sweep: pack after pack before the camera, counted by lot. A serial on two packs proves a
// copy: seen twice in one picture, or again after other packs. Pure; frames are kept by the caller
// under the ids that it gives.
import type { Answer } from '../verdict/answer.ts';

// What one decoded code said. The key tells one stamp from another.
export type Reading = { answer: Answer; key: string; frame: string; at: number };

export type Pack = {
  key: string;
  gtin?: string;
  lot?: string;
  serial?: string;
  name?: string;
  uri?: string;
  verdict: string;
  colour: string;
  note?: string;
  first_at: number;
  last_at: number;
  frame: string; // of the first sight
};

export type Duplicate = {
  key: string;
  serial: string;
  frames: [string, string];
  at: number;
  // "frame": both in one picture. "person": seen again, and the inspector said that it is another pack.
  proof: 'frame' | 'person';
};

export type Suspicion = { pack: Pack; frame: string; at: number };

export type SweepState = {
  id: string;
  begun_at: number;
  ended_at?: number;
  place: string;
  packs: Pack[]; // in the order of first sights
  duplicates: Duplicate[];
};

export type Heard =
  | { kind: 'new'; pack: Pack }
  | { kind: 'same' } // still, or once more, the pack that was just there
  | { kind: 'again'; suspicion: Suspicion } // other packs were between: ask
  | { kind: 'duplicate'; duplicate: Duplicate };

// A pack that stays before the camera, or comes back after less than this, is the same one.
const sameMsMax = 2_500;

export function keyOf(answer: Answer): string {
  const { stamp, uri } = answer;
  return stamp ? `${stamp.gtin}/${stamp.serial}` : (uri ?? '');
}

export class Sweep {
  readonly state: SweepState;
  readonly #packs: Map<string, Pack>;
  #lastKey = '';
  readonly #settled = new Set<string>(); // keys that the person called the same pack, or that are proven

  constructor(state: SweepState) {
    this.state = state;
    this.#packs = new Map(state.packs.map((pack) => [pack.key, pack]));
    for (const { key } of state.duplicates) this.#settled.add(key);
  }

  hear({ answer, key, frame, at }: Reading): Heard {
    if (this.#packs.has(key)) return this.hearAgain(key, frame, at);
    const pack = packOf(answer, key, frame, at);
    this.#packs.set(key, pack);
    this.state.packs.push(pack);
    this.#lastKey = key;
    return { kind: 'new', pack };
  }

  // A key that was heard before.
  hearAgain(key: string, frame: string, at: number): Heard {
    const known = this.#packs.get(key);
    if (!known) return { kind: 'same' };
    const isNext = this.#lastKey === key || at - known.last_at < sameMsMax;
    known.last_at = at;
    this.#lastKey = key;
    if (isNext || known.serial === undefined || this.#settled.has(key)) return { kind: 'same' };
    return { kind: 'again', suspicion: { pack: known, frame, at } };
  }

  // The same key at two places of one picture.
  hearTwice(key: string, frame: string, at: number): Heard {
    const pack = this.#packs.get(key);
    if (pack?.serial === undefined || this.#settled.has(key)) return { kind: 'same' };
    return this.#prove({
      key,
      serial: pack.serial,
      frames: [pack.frame, frame],
      at,
      proof: 'frame',
    });
  }

  // What the person said of a suspicion.
  settle({ pack, frame, at }: Suspicion, isOther: boolean): Heard {
    if (!isOther) {
      this.#settled.add(pack.key);
      return { kind: 'same' };
    }
    const { key, serial = '' } = pack;
    return this.#prove({ key, serial, frames: [pack.frame, frame], at, proof: 'person' });
  }

  #prove(duplicate: Duplicate): Heard {
    this.#settled.add(duplicate.key);
    this.state.duplicates.push(duplicate);
    return { kind: 'duplicate', duplicate };
  }
}

function packOf(answer: Answer, key: string, frame: string, at: number): Pack {
  const { stamp, product, uri, verdict, colour, note } = answer;
  return {
    key,
    verdict,
    colour,
    ...(note && { note }),
    ...(stamp && { gtin: stamp.gtin, lot: stamp.lot, serial: stamp.serial }),
    ...(product && { name: product.name.vi }),
    ...(uri !== undefined && { uri }),
    first_at: at,
    last_at: at,
    frame,
  };
}

export type LotTally = {
  gtin: string;
  lot: string;
  name?: string;
  packs: number;
  good: number; // green, indigo and blue
  bad: number; // red
  doubtful: number; // amber and grey
  duplicates: number;
};

// By lot, the one with most packs first; what has no lot comes last, under empty names.
export function tallyOf(state: SweepState): LotTally[] {
  const lots = new Map<string, LotTally>();
  for (const pack of state.packs) {
    const key = `${pack.gtin ?? ''}:${pack.lot ?? ''}`;
    const row = lots.get(key) ?? {
      gtin: pack.gtin ?? '',
      lot: pack.lot ?? '',
      packs: 0,
      good: 0,
      bad: 0,
      doubtful: 0,
      duplicates: 0,
    };
    if (row.name === undefined && pack.name !== undefined) row.name = pack.name;
    row.packs += 1;
    if (pack.colour === 'red') row.bad += 1;
    else if (['green', 'green_outline', 'indigo', 'blue'].includes(pack.colour)) row.good += 1;
    else row.doubtful += 1;
    const twins = state.duplicates.filter((d) => d.key === pack.key).length;
    row.duplicates += twins;
    row.packs += twins;
    row.bad += twins;
    lots.set(key, row);
  }
  return [...lots.values()].sort((a, b) =>
    a.lot === '' ? 1 : b.lot === '' ? -1 : b.packs - a.packs,
  );
}

// What the lot may have at most, by the books: stamps issued for it. More packs than that met by this
// device prove that some are not of it.
export function isOverIssued(met: number, issued: number): boolean {
  return issued > 0 && met > issued;
}
