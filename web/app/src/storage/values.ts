// What the app keeps one of each of.
import type { Device, KeyPair } from '../queue/device.ts';
import type { Table } from './table.ts';

export type StoredBundle = { file: ArrayBuffer; etag: string; fetched_at: string };

export type Values = {
  canary: string; // when this storage was begun
  latest: number; // the latest time that this device saw, in ms
  device: Device;
  offered_key: KeyPair; // for enrolment, until the service answered
  bundle: StoredBundle;
  list_key: string; // of the first bundle, where no root's key is known
  person: { login: string; name: string; role: string; account: string }; // who signed in last
  sign_out: boolean; // the service has yet to be told that the person signed out
  draft: unknown; // of versions that kept one: see queue/draft.svelte.ts
  sweep: string; // id of the one that goes on
};

export class ValueStore {
  readonly #table: Table<string, unknown>;

  constructor(table: Table<string, unknown>) {
    this.#table = table;
  }

  get<N extends keyof Values>(name: N): Promise<Values[N] | undefined> {
    return this.#table.get(name) as Promise<Values[N] | undefined>;
  }

  put<N extends keyof Values>(name: N, value: Values[N]): Promise<void> {
    return this.#table.put(name, value);
  }

  delete(name: keyof Values): Promise<void> {
    return this.#table.delete(name);
  }
}
