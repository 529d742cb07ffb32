// The app's parts, made once in order, and what the screens show of them.
import { untrack } from 'svelte';
import { Library, type UpdateEnd } from './bundle/library.ts';
import type { Bundle } from './bundle/bundle.ts';
import { Decoder } from './camera/decoder.ts';
import { type Device, type KeyPair, type KnownDevice, lostOf, makeKey } from './queue/device.ts';
import { drafts } from './queue/draft.svelte.ts';
import type { Draft } from './queue/inspection.ts';
import { orphansOf } from './queue/photo.ts';
import { type Entry, type Lock, Queue } from './queue/queue.ts';
import { type Photo, sync, type SyncEnd } from './queue/sync.ts';
import { Service, type Session } from './service/client.ts';
import { judgeOnline } from './service/online.ts';
import { Problem } from './service/problem.ts';
import { Sightings, sightingOf } from './sightings/sightings.ts';
import { DatabaseTable, openDatabase } from './storage/database.ts';
import {
  acknowledge,
  browserMarks,
  noteWaiting,
  noticeEviction,
  type Mark,
} from './storage/eviction.ts';
import type { Table } from './storage/table.ts';
import { type Values, ValueStore } from './storage/values.ts';
import type { SweepState } from './sweep/sweep.ts';
import type { Age, Answer, Question } from './verdict/answer.ts';
import { ageOf, type Clock, judgeBlind, judgeOffline, latestAfter } from './verdict/offline.ts';

type Enrolled = { id: string; name: string; enrolled_at: string; root_key?: string };

const patienceMs = 700; // for an answer of the service, before the bundle's is shown
const minuteMs = 60_000;
const pauseMs = 20_000; // after the service did not answer, a sweep does not wait for it
const readyWaitMs = 2_000;
const readyTriesMax = 15;
const bundleAgeWantedMs = 60 * minuteMs;

// Over all tabs of the app; where a browser has no locks, over this one.
function lockOf(name: string): Lock {
  return (act) => navigator.locks.request(name, act) as ReturnType<typeof act>;
}

class App {
  isReady = $state(false);
  isOnline = $state(navigator.onLine);
  now = $state(Date.now()); // by the minute: ages on the screen grow
  bundle = $state.raw<Bundle | undefined>();
  bundleFault = $state('');
  updating = $state<{ done: number; of: number } | undefined>();
  lastUpdate = $state.raw<UpdateEnd | undefined>();
  session = $state.raw<Session | undefined>();
  person = $state.raw<Values['person'] | undefined>(); // who signed in last
  enrolled = $state.raw<Device | undefined>();
  entries = $state.raw<Entry[]>([]);
  isSyncing = $state(false);
  lastSync = $state.raw<SyncEnd | undefined>();
  evicted = $state.raw<Mark | undefined>();
  lost = $state.raw<string[]>([]); // names of this person's devices, where this one has no key
  busy = $state(0); // scans and forms in progress: no update of the app now

  readonly service = new Service((path, init) => fetch(path, init), {
    isPending: async () => (await this.values.get('sign_out')) === true,
    setPending: (is) => (is ? this.values.put('sign_out', true) : this.values.delete('sign_out')),
  });
  values!: ValueStore;
  sightings!: Sightings;
  photos!: Table<string, Photo>;
  frames!: Table<string, ArrayBuffer>;
  sweeps!: Table<string, SweepState>;
  #library!: Library;
  #queue!: Queue;
  #decoder: Decoder | undefined;
  #latest = 0;
  #silentSince = -Infinity;
  #update: Promise<void> = Promise.resolve();

  // Something is in progress until the returned function is called. For effects.
  occupy(): () => void {
    untrack(() => (this.busy += 1));
    return () => untrack(() => (this.busy -= 1));
  }

  // This device, if it is enrolled for the person who uses it.
  get device(): Device | undefined {
    const isOwn = !this.person || this.person.account === this.enrolled?.account;
    return isOwn ? this.enrolled : undefined;
  }

  get decoder(): Decoder {
    return (this.#decoder ??= new Decoder());
  }

  get waiting(): number {
    return this.entries.filter((entry) => entry.state === 'waiting').length;
  }

  get age(): Age | undefined {
    return this.bundle && ageOf(this.bundle, { now: this.now, latest: this.#latest });
  }

  async start() {
    const database = await openDatabase();
    this.values = new ValueStore(new DatabaseTable(database, 'values'));
    this.sightings = new Sightings(new DatabaseTable(database, 'sightings'));
    this.photos = new DatabaseTable(database, 'photos');
    this.frames = new DatabaseTable(database, 'frames');
    this.sweeps = new DatabaseTable(database, 'sweeps');
    this.#queue = new Queue(new DatabaseTable(database, 'queue'), lockOf('ocop-queue'));
    this.#library = new Library(this.service, this.values, new DatabaseTable(database, 'filters'));
    const begun = await noticeEviction(this.values, browserMarks, Date.now());
    if (begun.kind === 'evicted') this.evicted = begun.mark;
    this.#latest = (await this.values.get('latest')) ?? 0;
    this.enrolled = await this.values.get('device');
    this.person = await this.values.get('person');
    this.bundleFault = (await this.#library.open()) ?? '';
    this.bundle = this.#library.bundle;
    await this.refreshQueue();
    const recorded = new Set(this.entries.map(({ draft }) => draft));
    await drafts.open(new DatabaseTable(database, 'drafts'), this.values, recorded);
    await this.#tick();
    this.isReady = true;
    this.#listen();
    await this.sightings.prune(Date.now());
    await this.#dropOrphans();
    await this.goOnline();
  }

  #listen() {
    addEventListener('online', () => {
      this.isOnline = true;
      void this.goOnline();
    });
    addEventListener('offline', () => (this.isOnline = false));
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden) void this.#tick().then(() => this.goOnline());
    });
    setInterval(() => void this.#tick().then(() => this.goOnline()), minuteMs);
  }

  // Keeps the latest time seen, so that a clock that is set back shows.
  async #tick() {
    this.now = Date.now();
    if (this.now <= this.#latest) return;
    this.#latest = this.now;
    await this.values.put('latest', this.now);
  }

  async #clock(): Promise<Clock> {
    await this.#tick();
    return { now: this.now, latest: this.#latest };
  }

  // What can be done with a network, if there is one and there is something to do.
  async goOnline() {
    if (!navigator.onLine) return;
    // A clock that seems set back may be right: the service says.
    const { ms = Infinity, state = 'old' } = this.age ?? {};
    const isBundleOld = ms > bundleAgeWantedMs || (state === 'clock_wrong' && ms >= 0);
    if (this.session && this.waiting === 0 && !isBundleOld) return;
    try {
      this.session = await this.service.session();
    } catch {
      return;
    }
    if (!this.session) return;
    await this.#remember(this.session);
    if (this.waiting > 0) await this.sync();
    if (isBundleOld) await this.updateBundle();
  }

  async #remember({ login, name, role, account }: Session) {
    this.person = { login, name, role, account };
    await this.values.put('person', { login, name, role, account });
  }

  async signIn(login: string, password: string, code: string) {
    this.session = await this.service.signIn(login, password, code);
    await this.#remember(this.session);
    await this.#findLost();
    await this.goOnline();
  }

  // Also without a network: the service hears of it before anything else, once there is one.
  async signOut() {
    this.session = undefined;
    this.lost = [];
    await this.service.signOut();
  }

  // Safari erases marks and database together: then the service alone remembers that there was a device.
  async #findLost() {
    if (this.enrolled) return;
    try {
      const known = await this.service.json<{ items: KnownDevice[] }>('/api/v1/devices');
      this.lost = lostOf(known.items, this.session?.account);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
    }
  }

  // The same one until the service answered: when its answer was lost, the next gives the same device.
  async #offerKey(): Promise<KeyPair> {
    const pair = (await this.values.get('offered_key')) ?? (await makeKey());
    await this.values.put('offered_key', pair);
    return pair;
  }

  async #sendKey(offered: { name: string; public_key: string }): Promise<Enrolled> {
    try {
      const body = JSON.stringify(offered);
      return await this.service.json<Enrolled>('/api/v1/devices', { method: 'POST', body });
    } catch (error) {
      // Revoked, or another person's on this phone: the next try is with a new one.
      const isRefused = error instanceof Problem && error.status === 422;
      if (isRefused) await this.values.delete('offered_key');
      throw error;
    }
  }

  async enrol(name: string) {
    const { key, publicKey } = await this.#offerKey();
    const made = await this.#sendKey({ name, public_key: publicKey });
    const { id, enrolled_at, root_key } = made;
    const account = this.session?.account ?? '';
    const device: Device = {
      id,
      name: made.name,
      account,
      enrolled_at,
      key,
      ...(root_key !== undefined && { root_key }),
    };
    this.lost = [];
    await this.values.put('device', device);
    await this.values.delete('offered_key');
    this.enrolled = device;
    await navigator.storage?.persist?.();
    await this.updateBundle();
  }

  // One at a time; a second waits, since what it is checked with may have changed (enrol).
  updateBundle(): Promise<void> {
    const next = this.#update.then(() => this.#updateBundle());
    this.#update = next.catch(() => undefined);
    return next;
  }

  async #updateBundle() {
    this.updating = { done: 0, of: 0 };
    try {
      this.lastUpdate = await this.#fetchBundle();
      this.bundle = this.#library.bundle;
      if (this.bundle) this.bundleFault = '';
      const end = this.lastUpdate;
      if (end.kind === 'new' || end.kind === 'same') await this.#trustClock(end.told_at);
    } finally {
      this.updating = undefined;
      this.now = Date.now();
    }
  }

  async #trustClock(told: number) {
    this.#latest = latestAfter({ now: Date.now(), latest: this.#latest }, told);
    await this.values.put('latest', this.#latest);
  }

  // The first bundle after the service began is made while it is asked for.
  async #fetchBundle(): Promise<UpdateEnd> {
    for (let tries = 1; ; tries += 1) {
      const end = await this.#library.update((done, of) => (this.updating = { done, of }));
      const isMade = end.kind !== 'later' || end.problem !== 'bundle_not_ready';
      if (isMade || tries === readyTriesMax) return end;
      await new Promise((resolve) => setTimeout(resolve, readyWaitMs));
    }
  }

  // Those of the named photos that no draft and no unsent inspection needs.
  async dropPhotos(hashes: string[]) {
    const [drafted, queued] = await Promise.all([drafts.photos(), this.#queue.photos()]);
    for (const hash of hashes) {
      if (!drafted.has(hash) && !queued.has(hash)) await this.photos.delete(hash);
    }
  }

  async #dropOrphans() {
    const [drafted, queued] = await Promise.all([drafts.photos(), this.#queue.photos()]);
    await this.dropPhotos(
      await orphansOf(this.photos, new Set([...drafted, ...queued]), Date.now()),
    );
  }

  async refreshQueue() {
    this.entries = (await this.#queue.entries()).reverse();
    await noteWaiting(this.values, browserMarks, this.waiting);
  }

  // `id` of what it was written as: it is recorded once, and over.
  async record(draft: Draft, id: string): Promise<Entry> {
    if (!this.device) throw new Problem(0, 'device_missing');
    const entry = await this.#queue.record(this.device, draft, Date.now(), id);
    await drafts.drop(id);
    await this.refreshQueue();
    void this.sync();
    return entry;
  }

  async retry(entry: Entry) {
    await this.#queue.retry(entry);
    await this.refreshQueue();
    await this.sync();
  }

  // Of a device that the service no longer takes.
  async renew(entry: Entry) {
    if (!this.device) throw new Problem(0, 'device_missing');
    await this.#queue.renew(this.device, entry);
    await this.refreshQueue();
    await this.sync();
  }

  async sync() {
    if (this.isSyncing) return;
    this.isSyncing = true;
    try {
      this.lastSync = await sync({
        service: this.service,
        queue: this.#queue,
        photos: this.photos,
        device: () => Promise.resolve(this.enrolled),
        lock: lockOf('ocop-sync'),
        now: Date.now,
      });
      if (this.lastSync.kind === 'sign_in') this.session = undefined;
    } finally {
      this.isSyncing = false;
      await this.refreshQueue();
    }
  }

  async acknowledgeEviction() {
    await acknowledge(this.values, browserMarks, Date.now(), this.waiting);
    this.evicted = undefined;
  }

  async judgeHere(question: Question): Promise<Answer> {
    if (this.bundle) {
      return judgeOffline(this.bundle, this.#library.findFilters, question, await this.#clock());
    }
    return judgeBlind(question, Date.now());
  }

  async #judgeThere(question: Question): Promise<Answer | undefined> {
    if (!navigator.onLine) return undefined;
    try {
      const answer = await judgeOnline(this.service, question, Date.now());
      return this.#withOwn(answer);
    } catch {
      this.#silentSince = performance.now();
      return undefined;
    }
  }

  // Covert features and the lot's books are in the bundle alone.
  #withOwn(answer: Answer): Answer {
    const lot = answer.stamp && this.bundle?.lot(answer.stamp.gtin, answer.stamp.lot);
    const order = lot?.orders?.find(({ id }) => id === answer.order?.id);
    return order?.features ? { ...answer, features: order.features } : answer;
  }

  // Shows the bundle's answer when the service takes its time, then the service's. The last one is
  // kept as a sighting.
  async judge(question: Question, show: (answer: Answer) => void, place?: string): Promise<void> {
    const here = await this.judgeHere(question);
    const asking = this.#judgeThere(question);
    const late = new Promise<'late'>((resolve) => setTimeout(() => resolve('late'), patienceMs));
    const first = navigator.onLine ? await Promise.race([asking, late]) : undefined;
    if (first === 'late' || first === undefined) show(here);
    const there = await asking;
    if (there) show(there);
    await this.sightings.add(sightingOf(there ?? here, place));
  }

  // For a sweep: the bundle's answer where it has one, else the service's.
  async judgeQuickly(question: Question): Promise<Answer> {
    const here = await this.judgeHere(question);
    if (!here.note || performance.now() - this.#silentSince < pauseMs) return here;
    return (await this.#judgeThere(question)) ?? here;
  }
}

export const app = new App();
