// A shelf sweep: pack after pack before the camera, counted by lot. A serial on two packs proves a
// copy: seen twice in one picture, or again after it was out of the pictures. Pure; frames are kept by
// the caller under the ids that it gives.
import type { Item, Lot } from '../bundle/bundle.ts';
import { orderOf } from '../sightings/sightings.ts';
import type { Answer } from '../verdict/answer.ts';

// What one decoded code said. The key tells one stamp from another.
export type Reading = { answer: Answer; key: string; frame: string; at: number };

export type Pack = {
  key: string;
  gtin?: string;
  lot?: string;
  serial?: string;
  name?: string;
  order?: string; // as of a sighting
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
  data_at?: string; // of the oldest bundle that judged one of them
  minutes?: Record<string, string>; // lot, as "gtin:lot" → id of the draft made of it
  packs: Pack[]; // in the order of first sights
  duplicates: Duplicate[];
};

export type Heard =
  | { kind: 'new'; pack: Pack }
  | { kind: 'same' } // still the pack that was just there, or one that the person knows of
  | { kind: 'again'; suspicion: Suspicion } // it was out of the pictures: ask
  | { kind: 'duplicate'; duplicate: Duplicate };

// A code that was out of the pictures for longer than this was taken away. A code that blurs, or that a
// hand covers, is back before; nobody puts a pack away and holds up the next in less.
const awayMs = 1_000;
// Between two pictures not more time goes by than this: while the app asks the service, shows a dialog
// or sleeps it sees nothing, and what it does not see is not away. It takes two pictures without a code,
// at least, to call it away: slow phones make few.
const pictureMsMax = 450;

export function keyOf(answer: Answer): string {
  const { stamp, uri } = answer;
  return stamp ? `${stamp.gtin}/${stamp.serial}` : (uri ?? '');
}

export class Sweep {
  readonly state: SweepState;
  readonly #packs: Map<string, Pack>;
  // By key, on the clock of the pictures. Of an earlier run nothing is in sight.
  #seen = new Map<string, number>();
  #clock = 0; // time in which pictures came
  #picture = -Infinity; // when the last one came
  readonly #proven = new Set<string>(); // keys that are on two packs
  readonly #same = new Set<string>(); // keys that the person called the same pack: not asked again

  constructor(state: SweepState) {
    this.state = state;
    this.#packs = new Map(state.packs.map((pack) => [pack.key, pack]));
    for (const { key } of state.duplicates) this.#proven.add(key);
  }

  // A picture came, with codes or without: before what was read in it is heard.
  look(at: number) {
    this.#clock += Math.min(Math.max(at - this.#picture, 0), pictureMsMax);
    this.#picture = at;
  }

  // The camera was put down: what comes next was taken up anew.
  leave() {
    this.#seen = new Map();
  }

  // Of the picture that was last looked at.
  hear({ answer, key, frame, at }: Reading): Heard {
    if (this.#packs.has(key)) return this.hearAgain(key, frame, at);
    const pack = packOf(answer, key, frame, at);
    this.#packs.set(key, pack);
    this.#seen.set(key, this.#clock);
    this.state.packs.push(pack);
    const { data_at } = answer;
    const oldest = this.state.data_at;
    if (data_at !== undefined && (oldest === undefined || data_at < oldest)) {
      this.state.data_at = data_at;
    }
    return { kind: 'new', pack };
  }

  // A key that was heard before.
  hearAgain(key: string, frame: string, at: number): Heard {
    const known = this.#packs.get(key);
    if (!known) return { kind: 'same' };
    const isStill = this.#clock - (this.#seen.get(key) ?? -Infinity) <= awayMs;
    known.last_at = at;
    this.#seen.set(key, this.#clock);
    const isKnown = this.#proven.has(key) || this.#same.has(key);
    if (isStill || known.serial === undefined || isKnown) return { kind: 'same' };
    return { kind: 'again', suspicion: { pack: known, frame, at } };
  }

  // The same key at two places of one picture: proof, whatever the person said of it before.
  hearTwice(key: string, frame: string, at: number): Heard {
    const pack = this.#packs.get(key);
    if (pack?.serial === undefined || this.#proven.has(key)) return { kind: 'same' };
    const { serial } = pack;
    return this.#prove({ key, serial, frames: [pack.frame, frame], at, proof: 'frame' });
  }

  // What the person said of a suspicion.
  settle({ pack, frame, at }: Suspicion, isOther: boolean): Heard {
    const { key, serial = '' } = pack;
    if (!isOther) this.#same.add(key);
    if (!isOther || this.#proven.has(key)) return { kind: 'same' };
    return this.#prove({ key, serial, frames: [pack.frame, frame], at, proof: 'person' });
  }

  #prove(duplicate: Duplicate): Heard {
    this.#proven.add(duplicate.key);
    this.state.duplicates.push(duplicate);
    return { kind: 'duplicate', duplicate };
  }
}

function packOf(answer: Answer, key: string, frame: string, at: number): Pack {
  const { stamp, product, uri, verdict, colour, note } = answer;
  const order = orderOf(answer);
  return {
    key,
    verdict,
    colour,
    ...(note && { note }),
    ...(stamp && { gtin: stamp.gtin, lot: stamp.lot, serial: stamp.serial }),
    ...(order !== undefined && { order }),
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

// What a bundle says of a lot, against the packs of it that this device met: those whose stamps an
// order of the bundle has, and the second ones of two.
export type Books = {
  met: number;
  issued: number;
  made: number | undefined; // packs that the declared quantity gives, where the units say
  isOpen: boolean; // stamps may have been issued for it since
  data_at: string;
};

const grams = { g: 1, kg: 1000, ml: 1, l: 1000, piece: 1 };
const kinds = { g: 'mass', kg: 'mass', ml: 'volume', l: 'volume', piece: 'piece' };

// How many packs a lot's quantity gives: pieces as they are, else by the content of a pack.
export function packsOf(lot: Pick<Lot, 'quantity'>, item?: Pick<Item, 'net_content'>) {
  const { quantity } = lot;
  if (quantity.unit === 'piece') return quantity.value;
  const content = item?.net_content;
  if (!content || kinds[content.unit] !== kinds[quantity.unit] || content.value <= 0)
    return undefined;
  const each = content.value * grams[content.unit];
  // Thousandths of a pack are the computer's.
  return Math.floor((quantity.value * grams[quantity.unit]) / each + 0.001);
}

// More packs than stamps: some are not of the lot, or carry copies.
export function isOverIssued({ met, issued }: Pick<Books, 'met' | 'issued'>): boolean {
  return issued > 0 && met > issued;
}

// More packs than the lot has content for.
export function isOverMade({ met, made }: Pick<Books, 'met' | 'made'>): boolean {
  return made !== undefined && met > made;
}
