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
  state: 'waiting' | 'sent' | 'refused' | 'renumbered';
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

function keyOf(device: string, sequence: number): string {
  return `${device}/${String(sequence).padStart(9, '0')}`;
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

  // On disk when it returns. A crash before leaves nothing, and no gap in the numbers.
  record(device: Device, draft: Draft, now: number): Promise<Entry> {
    return this.#lock(() => this.#write(device, draft, new Date(now).toISOString()));
  }

  // The service knows another entry of this device under the number: the same inspection under the
  // next one. What was sent stays, for who asks.
  renumber(device: Device, entry: Entry): Promise<Entry> {
    return this.#lock(async () => {
      const sent = JSON.parse(entry.body) as Sent;
      const { device: _device, sequence: _sequence, at, ...draft } = sent;
      const again = await this.#write(device, draft, at);
      await this.#put({ ...entry, state: 'renumbered', problem: 'sequence_taken' });
      return again;
    });
  }

  settle(entry: Entry, outcome: Partial<Entry>): Promise<void> {
    return this.#lock(() => this.#put({ ...entry, ...outcome }));
  }

  // A refused entry once more: after the cause was mended.
  retry(entry: Entry): Promise<void> {
    const { problem: _problem, detail: _detail, ...rest } = entry;
    return this.#lock(() => this.#put({ ...rest, state: 'waiting' }));
  }

  async #write(device: Device, draft: Draft, at: string): Promise<Entry> {
    const own = (await this.entries()).filter((entry) => entry.device === device.id);
    const sequence = Math.max(0, ...own.map((entry) => entry.sequence)) + 1;
    const sent: Sent = { device: device.id, sequence, at, ...draft };
    const body = JSON.stringify(sent);
    const idempotencyKey = `inspection-${crypto.randomUUID()}`;
    const entry: Entry = {
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
    await this.#put(entry);
    return entry;
  }

  #put(entry: Entry): Promise<void> {
    return this.#table.put(keyOf(entry.device, entry.sequence), entry);
  }
}
