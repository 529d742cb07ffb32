// Inspections that this device made, in the order of their sequence numbers: written and signed when
// made, sent when there is a network, each recorded by the service exactly once (the same body under
// the same Idempotency-Key and sequence, as often as it takes).
import type { Table } from '../storage/table.ts';
import { type Device, signRequest } from './device.ts';
import type { Draft, Sent } from './inspection.ts';

// What the service recorded, as far as the app shows it.
export type Recorded = {
  id: string;
  done: boolean;
  problem?: string;
  late?: boolean;
  gap?: boolean;
};

export type Entry = {
  device: string;
  account: string; // whose device it is: nobody else can send it
  sequence: number;
  at: string; // by the device's clock
  idempotency_key: string;
  body: string; // sent byte for byte as signed
  signature: string;
  photos: string[]; // SHA-256 of photos that must be there first
  draft?: string; // id of what it was written as: that is recorded once
  // "renumbered", "renewed": the same inspection stands under another number, or another device.
  state: 'waiting' | 'sent' | 'refused' | 'renumbered' | 'renewed';
  problem?: string; // why it was refused: the slug
  detail?: string;
  recorded?: Recorded;
  sent_at?: string;
};

// One act at a time, also of several tabs.
export type Lock = <T>(act: () => Promise<T>) => Promise<T>;

export function memoryLock(): Lock {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(act: () => Promise<T>): Promise<T> => {
    const next = last.then(act, act);
    last = next.catch(() => undefined);
    return next;
  };
}

function rowOf(entry: Entry): [string, Entry] {
  return [`${entry.device}/${String(entry.sequence).padStart(9, '0')}`, entry];
}

export class Queue {
  readonly #table: Table<string, Entry>;
  readonly #lock: Lock;

  constructor(table: Table<string, Entry>, lock: Lock) {
    this.#table = table;
    this.#lock = lock;
  }

  async entries(): Promise<Entry[]> {
    return (await this.#table.all()).map(([, entry]) => entry);
  }

  // All, or those that this account can send.
  async waiting(account?: string): Promise<Entry[]> {
    const all = (await this.entries()).filter((entry) => entry.state === 'waiting');
    return account === undefined ? all : all.filter((entry) => entry.account === account);
  }

  // Photos that the service may still be sent.
  async photos(): Promise<Set<string>> {
    const all = await this.entries();
    const left = all.filter(({ state }) => state === 'waiting' || state === 'refused');
    return new Set(left.flatMap(({ photos }) => photos));
  }

  // On disk when it returns. A crash before leaves nothing, and no gap in the numbers. What was written
  // as one draft is recorded once, however often it is signed: the entry that is there.
  record(device: Device, draft: Draft, now: number, id?: string): Promise<Entry> {
    return this.#lock(async () => {
      const before = id !== undefined && (await this.entries()).find((entry) => entry.draft === id);
      if (before) return before;
      const made = await this.#make(device, draft, new Date(now).toISOString());
      const entry: Entry = { ...made, ...(id !== undefined && { draft: id }) };
      await this.#put(entry);
      return entry;
    });
  }

  // The service knows another entry of this device under the number: the same inspection under the
  // next one. What was sent stays, for who asks.
  renumber(device: Device, entry: Entry): Promise<Entry> {
    return this.#replace(device, { ...entry, state: 'renumbered', problem: 'sequence_taken' });
  }

  // What came from a device that the service no longer takes: signed by this one, with its time.
  renew(device: Device, entry: Entry): Promise<Entry> {
    return this.#replace(device, { ...entry, state: 'renewed' });
  }

  settle(entry: Entry, outcome: Partial<Entry>): Promise<void> {
    return this.#lock(() => this.#put({ ...entry, ...outcome }));
  }

  // A refused entry once more: after the cause was mended.
  retry(entry: Entry): Promise<void> {
    const { problem: _problem, detail: _detail, ...rest } = entry;
    return this.#lock(() => this.#put({ ...rest, state: 'waiting' }));
  }

  // Both at once: a crash leaves one of them.
  #replace(device: Device, old: Entry): Promise<Entry> {
    return this.#lock(async () => {
      const sent = JSON.parse(old.body) as Sent;
      const { device: _device, sequence: _sequence, at, ...draft } = sent;
      const again = await this.#make(device, draft, at);
      await this.#table.putAll([rowOf(again), rowOf(old)]);
      return again;
    });
  }

  async #make(device: Device, draft: Draft, at: string): Promise<Entry> {
    const own = (await this.entries()).filter((entry) => entry.device === device.id);
    const sequence = Math.max(0, ...own.map((entry) => entry.sequence)) + 1;
    const sent: Sent = { device: device.id, sequence, at, ...draft };
    const body = JSON.stringify(sent);
    const idempotencyKey = `inspection-${crypto.randomUUID()}`;
    return {
      device: device.id,
      account: device.account,
      sequence,
      at,
      idempotency_key: idempotencyKey,
      body,
      signature: await signRequest(device, idempotencyKey, body),
      photos: draft.photos,
      state: 'waiting',
    };
  }

  #put(entry: Entry): Promise<void> {
    return this.#table.put(...rowOf(entry));
  }
}
