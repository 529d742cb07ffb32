// Where the app keeps things: tables of a database, or of memory in tests.

export type Key = string | number;

export interface Table<K extends Key, V> {
  get(key: K): Promise<V | undefined>;
  put(key: K, value: V): Promise<void>;
  putAll(rows: [K, V][]): Promise<void>; // all of them, or none
  delete(key: K): Promise<void>;
  // Both by rising key. `keys` reads no value: of some tables all values fill a phone's memory.
  keys(): Promise<K[]>;
  all(): Promise<[K, V][]>;
}

export class MemoryTable<K extends Key, V> implements Table<K, V> {
  readonly #rows = new Map<K, V>();

  async get(key: K): Promise<V | undefined> {
    return this.#rows.get(key);
  }

  async put(key: K, value: V): Promise<void> {
    this.#rows.set(key, value);
  }

  async putAll(rows: [K, V][]): Promise<void> {
    for (const [key, value] of rows) this.#rows.set(key, value);
  }

  async delete(key: K): Promise<void> {
    this.#rows.delete(key);
  }

  async keys(): Promise<K[]> {
    return [...this.#rows.keys()].sort((a, b) => (a < b ? -1 : 1));
  }

  async all(): Promise<[K, V][]> {
    return [...this.#rows].sort(([a], [b]) => (a < b ? -1 : 1));
  }
}
