// IndexedDB "ocop-inspector". A put is over when the database says it is on disk (strict).
import type { Key, Table } from './table.ts';

export const tableNames = [
  'values', // one of each: see storage/values.ts
  'filters', // SHA-256 of a lot's filter file → its bytes
  'queue', // sequence → inspection
  'drafts', // id → inspection that is being written
  'photos', // SHA-256 → photo that an inspection names
  'sightings', // time and number → what was scanned
  'sweeps', // id → shelf sweep
  'frames', // id → picture of a sweep's pack
] as const;

export type TableName = (typeof tableNames)[number];

const version = 2;

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

export function openDatabase(name = 'ocop-inspector'): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, version);
    request.onupgradeneeded = () => {
      for (const table of tableNames) {
        if (!request.result.objectStoreNames.contains(table))
          request.result.createObjectStore(table);
      }
    };
    request.onsuccess = () => {
      // Another tab with a newer app must not wait for this one.
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
  });
}

export class DatabaseTable<K extends Key, V> implements Table<K, V> {
  readonly #database: IDBDatabase;
  readonly #name: TableName;

  constructor(database: IDBDatabase, name: TableName) {
    this.#database = database;
    this.#name = name;
  }

  get(key: K): Promise<V | undefined> {
    return done(this.#read().get(key) as IDBRequest<V | undefined>);
  }

  put(key: K, value: V): Promise<void> {
    return this.#write((store) => store.put(value, key));
  }

  putAll(rows: [K, V][]): Promise<void> {
    return this.#write((store) => rows.forEach(([key, value]) => store.put(value, key)));
  }

  delete(key: K): Promise<void> {
    return this.#write((store) => store.delete(key));
  }

  keys(): Promise<K[]> {
    return done(this.#read().getAllKeys()) as Promise<K[]>;
  }

  async all(): Promise<[K, V][]> {
    const store = this.#read();
    const [keys, values] = await Promise.all([done(store.getAllKeys()), done(store.getAll())]);
    return keys.map((key, i) => [key as K, values[i] as V]);
  }

  #read(): IDBObjectStore {
    return this.#database.transaction(this.#name).objectStore(this.#name);
  }

  #write(act: (store: IDBObjectStore) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      const transaction = this.#database.transaction(this.#name, 'readwrite', {
        durability: 'strict',
      });
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
      act(transaction.objectStore(this.#name));
      // Now, not when the requests were answered: a page that is being left hears no answers.
      transaction.commit?.();
    });
  }
}
