// The bundle on this device: kept, renewed, and the filters of its lots found.
import { type Bytes, sha256, toHex } from '../stamp/bytes.ts';
import { Problem } from '../service/problem.ts';
import type { Service } from '../service/client.ts';
import type { Table } from '../storage/table.ts';
import type { ValueStore } from '../storage/values.ts';
import { type Bundle, type BundleFault, type Lot, readBundle } from './bundle.ts';
import { LotFilters } from './lot_filters.ts';

export type UpdateEnd =
  // missing: lots whose filters are not here; told_at: the time by the service's clock
  | { kind: 'new' | 'same'; missing: number; told_at: number }
  | { kind: 'later'; problem: string }
  | { kind: 'sign_in'; problem?: string }
  | { kind: 'refused'; fault: BundleFault | 'list_key_changed' };

export type Progress = (done: number, of: number) => void;

const filtersBytesMax = 64 * 1024 * 1024;
const lotsAtOnce = 4;

export class Library {
  readonly #service: Service;
  readonly #values: ValueStore;
  readonly #filters: Table<string, ArrayBuffer>;
  // By the lot of the bundle that is held: its orders change under one and the same filter file.
  readonly #read = new WeakMap<Lot, LotFilters>();
  #bundle: Bundle | undefined;
  #etag: string | undefined; // of the one that is held

  constructor(service: Service, values: ValueStore, filters: Table<string, ArrayBuffer>) {
    this.#service = service;
    this.#values = values;
    this.#filters = filters;
  }

  get bundle(): Bundle | undefined {
    return this.#bundle;
  }

  // The one that is kept, verified anew: a database is no witness.
  async open(): Promise<BundleFault | undefined> {
    this.#bundle = undefined;
    this.#etag = undefined;
    const stored = await this.#values.get('bundle');
    if (!stored) return undefined;
    const read = await readBundle(new Uint8Array(stored.file), await this.#rootKey());
    if ('fault' in read) return read.fault;
    this.#bundle = read.bundle;
    this.#etag = stored.etag;
    return undefined;
  }

  findFilters = async (lot: Lot): Promise<LotFilters | undefined> => {
    if (lot.filters === undefined) return undefined;
    const known = this.#read.get(lot);
    if (known) return known;
    const file = await this.#filters.get(lot.filters);
    const filters = file && LotFilters.read(lot, new Uint8Array(file));
    if (filters) this.#read.set(lot, filters);
    return filters;
  };

  async missing(bundle: Bundle): Promise<Lot[]> {
    const here = new Set(await this.#filters.keys());
    return bundle.body.lots.filter((lot) => lot.filters !== undefined && !here.has(lot.filters));
  }

  // Brings bundle and filters up to date. The old bundle stays until the new one and what was fetched
  // for it is on disk.
  async update(progress: Progress = () => undefined): Promise<UpdateEnd> {
    try {
      return await this.#update(progress);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.slug === 'second_factor_required') return { kind: 'sign_in', problem: error.slug };
      if (error.status === 401 || error.status === 403) return { kind: 'sign_in' };
      return { kind: 'later', problem: error.slug };
    }
  }

  async #update(progress: Progress): Promise<UpdateEnd> {
    // The root's key came after the bundle: what is kept is held against it too.
    const isUnchecked =
      this.#bundle?.rootChecked === false && (await this.#rootKey()) !== undefined;
    // Another tab fetched a newer one.
    const isOthers = (await this.#values.get('bundle'))?.etag !== this.#etag;
    if (isUnchecked || isOthers) await this.open();
    const response = await this.#service.ask('/api/v1/bundle', {
      headers: {
        Accept: 'application/octet-stream',
        ...(this.#etag && { 'If-None-Match': this.#etag }),
      },
      timeoutMs: 120_000,
    });
    if (response.status === 304 && this.#bundle) {
      const told_at = timeOf(response, this.#bundle);
      const missing = await this.#fetchFilters(this.#bundle, progress);
      return { kind: 'same', missing, told_at };
    }
    const file = await bytesOf(response);
    const read = await readBundle(file, await this.#rootKey(), this.#bundle?.held);
    if ('fault' in read) return { kind: 'refused', fault: read.fault };
    const { bundle } = read;
    if (!(await this.#isListKeyOurs(bundle))) return { kind: 'refused', fault: 'list_key_changed' };
    const told_at = timeOf(response, bundle);
    const missing = await this.#fetchFilters(bundle, progress);
    const etag = response.headers.get('ETag') ?? '';
    const fetched_at = new Date().toISOString();
    await this.#values.put('bundle', { file: file.buffer, etag, fetched_at });
    this.#bundle = bundle;
    this.#etag = etag;
    await this.#dropFilters(bundle);
    return { kind: 'new', missing, told_at };
  }

  async #rootKey(): Promise<string | undefined> {
    return (await this.#values.get('device'))?.root_key;
  }

  // Where nobody told us the root's key: the list key that was first is the one.
  async #isListKeyOurs(bundle: Bundle): Promise<boolean> {
    if (bundle.rootChecked) return true;
    const known = await this.#values.get('list_key');
    if (known === undefined) await this.#values.put('list_key', bundle.listKey);
    return known === undefined || known === bundle.listKey;
  }

  // Small ones first, within the budget; how many are not here in the end.
  async #fetchFilters(bundle: Bundle, progress: Progress): Promise<number> {
    const missing = await this.missing(bundle);
    missing.sort((a, b) => (a.filters_bytes ?? 0) - (b.filters_bytes ?? 0));
    let budget = filtersBytesMax;
    const wanted = missing.filter((lot) => (budget -= lot.filters_bytes ?? 0) >= 0);
    let fetched = 0;
    let failed: Problem | undefined;
    const work = [...wanted];
    const one = async () => {
      for (let lot = work.shift(); lot && !failed; lot = work.shift()) {
        try {
          await this.#fetchFilter(lot);
          fetched += 1;
          progress(fetched, wanted.length);
        } catch (error) {
          if (!(error instanceof Problem)) throw error;
          // A lot that changed since: the next bundle names its new file.
          if (error.status !== 404) failed = error;
        }
      }
    };
    await Promise.all(Array.from({ length: lotsAtOnce }, one));
    return missing.length - fetched;
  }

  async #fetchFilter(lot: Lot) {
    const path = `/api/v1/bundle/lots/${lot.filters!}`;
    const response = await this.#service.ask(path, {
      headers: { Accept: 'application/octet-stream' },
      timeoutMs: 120_000,
    });
    const file = await bytesOf(response);
    if (toHex(await sha256(file)) !== lot.filters) throw new Problem(0, 'filter_wrong');
    await this.#filters.put(lot.filters!, file.buffer);
  }

  async #dropFilters(bundle: Bundle) {
    const named = new Set(bundle.body.lots.map((lot) => lot.filters));
    for (const hash of await this.#filters.keys()) {
      if (!named.has(hash)) await this.#filters.delete(hash);
    }
  }
}

// When the service answered, by its clock.
function timeOf(response: Response, bundle: Bundle): number {
  const date = Date.parse(response.headers.get('Date') ?? '');
  return Number.isNaN(date) ? Date.parse(bundle.head.issued_at) : date;
}

async function bytesOf(response: Response): Promise<Bytes> {
  try {
    return new Uint8Array(await response.arrayBuffer());
  } catch {
    throw new Problem(0, 'offline');
  }
}
