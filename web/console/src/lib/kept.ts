// What the browser keeps between visits: named values, and the queue of events to send.

import { Problem } from '../../../shared/api.ts';

let opened: Promise<IDBDatabase> | undefined;

function open(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open('console', 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore('values');
      request.result.createObjectStore('queue', { keyPath: 'id' });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opened;
}

type Store = 'values' | 'queue';

async function within<T>(
  store: Store,
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const transaction = (await open()).transaction(store, mode);
  const request = work(transaction.objectStore(store));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = () => reject(transaction.error);
  });
}

export const keep = (key: string, value: unknown) =>
  within('values', 'readwrite', (store) => store.put(value, key));
export const kept = <T>(key: string): Promise<T | undefined> =>
  within('values', 'readonly', (store) => store.get(key));
let times_forgotten = 0;

// All values, as when another person takes the device; what waits in the queue stays, for its owner.
export function forgetAll() {
  times_forgotten += 1;
  return within('values', 'readwrite', (store) => store.clear());
}

export const queued = <T>(): Promise<T[]> => within('queue', 'readonly', (store) => store.getAll());
export const enqueue = <T extends { id: string }>(item: T) =>
  within('queue', 'readwrite', (store) => store.put(item));
export const dequeue = (id: string) => within('queue', 'readwrite', (store) => store.delete(id));

// What `load` gives, kept for when nothing can be asked: then the value of before. What the service
// refuses is refused. What comes after all was forgotten was another person's, and is not kept.
export async function lastKnown<T>(key: string, load: () => Promise<T>): Promise<T> {
  const before = times_forgotten;
  try {
    const value = await load();
    if (times_forgotten === before) await keep(key, value);
    return value;
  } catch (error) {
    if (!(error instanceof Problem) || !error.passing) throw error;
    const known = await kept<T>(key);
    if (known === undefined) throw error;
    return known;
  }
}
