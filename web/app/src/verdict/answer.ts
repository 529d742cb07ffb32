// What the app knows of a scan, from the service or from the bundle: one form for the screens.
import type {
  Certificate,
  Feature,
  Hold,
  Item,
  Lot,
  Order,
  Producer,
  Product,
  Recall,
} from '../bundle/bundle.ts';
import type { Colour, Verdict } from '../stamp/verdict.ts';

export type Question = { uri: string } | { typed: string; gtin: string; lot: string };

export type AgeState = 'fresh' | 'aging' | 'old' | 'clock_wrong';
export type Age = { state: AgeState; ms: number };

// What an answer lacks: an order may have been issued since; the data are too old for a green; the
// lot or its filter is not here; there is no bundle at all.
export type Note = 'issued_since' | 'old' | 'not_in_bundle' | 'no_bundle';

export type Answer = {
  source: 'service' | 'bundle';
  verdict: Verdict;
  colour: Colour;
  also: Verdict[];
  reason: string;
  note?: Note;
  at: string; // when it was given, by the device's clock
  data_at?: string; // of the bundle
  age?: Age; // of the bundle
  keys_old?: boolean; // the trust list is past its age
  asked_lot?: string; // that the person named, where the number is of another
  uri?: string;
  host?: string; // as the link has it
  stamp?: { gtin: string; lot: string; serial: string; typed: string; kid?: string };
  demo?: boolean;
  product?: Product;
  producer?: Producer;
  item?: Item;
  certificate?: Certificate & { last_day: string; state: string };
  lot?: Pick<Lot, 'made_on' | 'best_before' | 'quantity' | 'place' | 'closed_on'>;
  order?: Pick<Order, 'id' | 'entry' | 'stars' | 'count'> & { position?: number };
  activated?: string; // legal day
  features?: Feature[];
  recall?: Recall;
  hold?: Hold;
};
