// A sweep on the screen: readings in, state kept on disk after each, shouts out.
import type { Quantity } from '../bundle/bundle.ts';
import type { Decoder } from '../camera/decoder.ts';
import type { Code } from '../camera/messages.ts';
import { drafts, emptyWriting, metOf } from '../queue/draft.svelte.ts';
import { findingsCharsMax, photosMax, verifiedMax } from '../queue/inspection.ts';
import { keepPhoto } from '../queue/photo.ts';
import { sightingOf } from '../sightings/sightings.ts';
import { formatTypedSerial, parseSerial } from '../stamp/serial.ts';
import type { Table } from '../storage/table.ts';
import type { app } from '../app.svelte.ts';
import { dateText, quantityText, t, timeText } from '../words/words.svelte.ts';
import type { Alarm } from './alarm.ts';
import {
  type Books,
  type Duplicate,
  type Heard,
  isOverIssued,
  isOverMade,
  keyOf,
  type LotTally,
  packsOf,
  type Suspicion,
  Sweep,
  type SweepState,
  tallyOf,
} from './sweep.ts';

export type Shout =
  { kind: 'again'; suspicion: Suspicion } | { kind: 'duplicate'; duplicate: Duplicate };

export type Pictures = Pick<Table<string, ArrayBuffer>, 'get'>;

export type LotBooks = Books & { quantity: Quantity };

const apartMin = 0.08; // of the picture: codes whose centres are nearer are one code read twice

export class Sweeps {
  state = $state.raw<SweepState | undefined>();
  tally = $state.raw<LotTally[]>([]);
  isFull = $state(false); // the device could not keep a picture, or the state
  #shouts = $state.raw<Shout[]>([]); // one after the other
  readonly #app: typeof app;
  readonly #alarm: Alarm;
  #sweep: Sweep | undefined;
  #keys = new Map<string, string>(); // of texts that were read
  #frames = 0;
  readonly #unkept = new Map<string, Promise<ArrayBuffer>>(); // pictures that are not on disk

  constructor(parts: typeof app, alarm: Alarm) {
    this.#app = parts;
    this.#alarm = alarm;
  }

  // Of a frame: from memory until it is on disk.
  readonly pictures: Pictures = {
    get: (id) => this.#unkept.get(id) ?? this.#app.frames.get(id),
  };

  get shout(): Shout | undefined {
    return this.#shouts[0];
  }

  // The last one: it may go on, or be over and not yet in minutes.
  async open() {
    const id = await this.#app.values.get('sweep');
    const state = id === undefined ? undefined : await this.#app.sweeps.get(id);
    if (state) this.#take(state);
  }

  async begin(place: string) {
    this.#alarm.wake();
    if (this.state) await this.#app.sweeps.delete(this.state.id);
    const id = crypto.randomUUID();
    this.#take({ id, begun_at: Date.now(), place, packs: [], duplicates: [] });
    this.isFull = false;
    this.#unkept.clear();
    await this.#dropFrames();
    await this.#keep();
    await this.#tryTo(() => this.#app.values.put('sweep', id));
  }

  async finish() {
    if (!this.#sweep) return;
    this.#sweep.state.ended_at = Date.now();
    this.#show();
    await this.#keep();
    // Nothing is compared any more: what proves something is kept.
    await this.#dropFrames(this.#sweep.state.duplicates.flatMap(({ frames }) => frames));
  }

  // The camera was closed.
  pause() {
    this.#sweep?.leave();
  }

  async read(codes: Code[], decoder: Decoder) {
    const sweep = this.#sweep;
    if (!sweep || this.shout) return;
    sweep.look(Date.now());
    if (codes.length === 0) return;
    this.#frames += 1;
    const frame = `${sweep.state.id}/${Date.now()}-${this.#frames}`;
    const heard: Heard[] = [];
    for (const text of new Set(codes.map((code) => code.text))) {
      heard.push(await this.#hear(sweep, text, frame));
    }
    const twice = twiceIn(codes);
    if (twice) heard.push(sweep.hearTwice(this.#keys.get(twice) ?? '', frame, Date.now()));
    const news = withoutProven(heard);
    if (news.length === 0) return;
    // What is heard is told first: a full disk swallows no shout. The picture is still the worker's:
    // the next one is given when this returns.
    const picture = decoder.keep(frame).then((blob) => blob.arrayBuffer());
    this.#unkept.set(frame, picture);
    for (const one of news) this.#react(one);
    this.#show();
    await this.#tryTo(async () => {
      await this.#app.frames.put(frame, await picture);
      this.#unkept.delete(frame);
    });
    await this.#keep();
  }

  async settle(isOther: boolean) {
    const { shout } = this;
    if (!this.#sweep || shout?.kind !== 'again') return;
    this.quiet();
    this.#react(this.#sweep.settle(shout.suspicion, isOther));
    this.#show();
    await this.#keep();
  }

  quiet() {
    this.#shouts = this.#shouts.slice(1);
  }

  // What this device met of a lot, against what was issued for it.
  async books(gtin: string, lot: string): Promise<LotBooks | undefined> {
    const { bundle } = this.#app;
    const known = bundle?.lot(gtin, lot);
    if (!bundle || !known) return undefined;
    const { orders = [], quantity } = known;
    const ids = orders.map(({ id }) => id);
    const packs = (this.state?.packs ?? []).filter(
      (pack) => pack.gtin === gtin && pack.lot === lot && ids.includes(pack.order ?? ''),
    );
    const keys = new Set(packs.map(({ key }) => key));
    const twins = (this.state?.duplicates ?? []).filter(({ key }) => keys.has(key));
    return {
      met: (await this.#app.sightings.countOfLot(gtin, lot, ids)) + twins.length,
      issued: orders.reduce((sum, order) => sum + order.count, 0),
      made: packsOf(known, bundle.item(gtin)),
      isOpen: known.closed_on === undefined,
      data_at: bundle.head.issued_at,
      quantity,
    };
  }

  // The lot's part of the sweep as a draft of minutes.
  async toInspection(gtin: string, lot: string) {
    const { state } = this;
    const row = this.tally.find((item) => item.gtin === gtin && item.lot === lot);
    if (!state || !row) return;
    const made = state.minutes?.[`${gtin}:${lot}`];
    if (made !== undefined && drafts.all.some(({ id }) => id === made)) return drafts.choose(made);
    const packs = state.packs.filter((pack) => pack.gtin === gtin && pack.lot === lot);
    const keys = new Set(packs.map((pack) => pack.key));
    const duplicates = state.duplicates.filter(({ key }) => keys.has(key));
    const books = await this.books(gtin, lot);
    const serials = duplicates.map(({ serial }) => serial);
    const writing = {
      ...emptyWriting(),
      gtin,
      lot,
      place: state.place,
      findings: findingsOf(state, row, serials, books).slice(0, findingsCharsMax),
      verified: packs.slice(0, verifiedMax).map((pack) => metOf(toAnswer(pack))),
      photos: await this.#photosOf(duplicates),
      action: { kind: duplicates.length > 0 ? ('copied' as const) : ('warn' as const), reason: '' },
      serials: packs.flatMap((pack) => pack.serial ?? []),
      chosen: serials,
    };
    await drafts.begin(writing);
    this.#sweep!.state.minutes = { ...state.minutes, [`${gtin}:${lot}`]: writing.id };
    await this.#keep();
  }

  async #hear(sweep: Sweep, text: string, frame: string): Promise<Heard> {
    const key = this.#keys.get(text);
    // Met before: its verdict is on the list, and does not matter to whether it comes twice.
    if (key !== undefined) return sweep.hearAgain(key, frame, Date.now());
    const answer = await this.#app.judgeQuickly({ uri: text });
    this.#keys.set(text, keyOf(answer));
    const heard = sweep.hear({ answer, key: keyOf(answer), frame, at: Date.now() });
    if (heard.kind === 'new') {
      const sighting = { ...sightingOf(answer, sweep.state.place), sweep: sweep.state.id };
      await this.#tryTo(() => this.#app.sightings.add(sighting));
    }
    return heard;
  }

  #react(heard: Heard) {
    switch (heard.kind) {
      case 'new':
        if (['red', 'amber', 'grey'].includes(heard.pack.colour)) this.#alarm.warn();
        else this.#alarm.tick();
        break;
      case 'again':
        this.#alarm.warn();
        this.#shouts = [...this.#shouts, { kind: 'again', suspicion: heard.suspicion }];
        break;
      case 'duplicate':
        this.#alarm.shout();
        // Before what is only asked.
        this.#shouts = [{ kind: 'duplicate', duplicate: heard.duplicate }, ...this.#shouts];
        break;
      case 'same':
    }
  }

  // Those that minutes needed are among their photos.
  async #dropFrames(kept: string[] = []) {
    for (const frame of await this.#app.frames.keys()) {
      if (!kept.includes(frame)) await this.#app.frames.delete(frame);
    }
  }

  // The sweep goes on when the device cannot keep more, and says so.
  async #tryTo(keep: () => Promise<unknown>) {
    try {
      await keep();
    } catch {
      this.isFull = true;
    }
  }

  async #photosOf(duplicates: Duplicate[]): Promise<string[]> {
    const out: string[] = [];
    const ids = [...new Set(duplicates.flatMap(({ frames }) => frames))].slice(0, photosMax);
    for (const id of ids) {
      const bytes = await this.pictures.get(id);
      if (bytes)
        out.push(await keepPhoto(this.#app.photos, new Blob([bytes], { type: 'image/jpeg' })));
    }
    return [...new Set(out)];
  }

  #take(state: SweepState) {
    this.#sweep = new Sweep(state);
    this.#keys = new Map(
      state.packs.flatMap(({ uri, key }) => (uri === undefined ? [] : [[uri, key]])),
    );
    this.#show();
  }

  #show() {
    this.state = this.#sweep && { ...this.#sweep.state };
    this.tally = this.#sweep ? tallyOf(this.#sweep.state) : [];
  }

  async #keep() {
    const state = this.#sweep?.state;
    if (state) await this.#tryTo(() => this.#app.sweeps.put(state.id, structuredClone(state)));
  }
}

// Nobody is asked about what the same picture proves.
function withoutProven(heard: Heard[]): Heard[] {
  const proven = heard.flatMap((one) => (one.kind === 'duplicate' ? [one.duplicate.key] : []));
  return heard.filter(
    (one) =>
      one.kind !== 'same' && !(one.kind === 'again' && proven.includes(one.suspicion.pack.key)),
  );
}

// A text that stands at two places of one picture.
export function twiceIn(codes: Code[]): string | undefined {
  const far = (a: Code, b: Code) => Math.hypot(a.x - b.x, a.y - b.y) >= apartMin;
  return codes.find((a, i) => codes.some((b, j) => j > i && a.text === b.text && far(a, b)))?.text;
}

function toAnswer(pack: SweepState['packs'][number]): Parameters<typeof metOf>[0] {
  const { uri, serial = '', gtin = '', lot = '' } = pack;
  const number = parseSerial(serial);
  const typed = number === undefined ? '' : formatTypedSerial(number);
  return {
    verdict: pack.verdict as Parameters<typeof metOf>[0]['verdict'],
    ...(pack.note && { note: pack.note as 'old' }),
    ...(uri !== undefined && { uri }),
    stamp: { gtin, lot, serial, typed },
  };
}

// What of a lot is more than the books say, in words.
export function excessOf(books: LotBooks): string[] {
  const { met, issued, made, isOpen, data_at, quantity } = books;
  const time = dateText(data_at);
  const out: string[] = [];
  if (isOverIssued(books)) out.push(t('sweep_over', { met, issued, time }));
  if (isOverIssued(books) && isOpen) out.push(t('sweep_over_open'));
  if (isOverMade(books)) {
    out.push(t('sweep_over_made', { met, made: made!, quantity: quantityText(quantity) }));
  }
  return out;
}

function findingsOf(state: SweepState, row: LotTally, serials: string[], books?: LotBooks): string {
  const to = state.ended_at ?? Date.now();
  const { packs, good, doubtful, bad } = row;
  let out = t('sweep_findings', {
    from: timeText(state.begun_at),
    to: timeText(to),
    packs,
    good,
    doubtful,
    bad,
  });
  if (state.data_at !== undefined) {
    out += ` ${t('sweep_findings_data', { time: dateText(state.data_at) })}`;
  }
  if (serials.length > 0) {
    out += ` ${t('sweep_findings_duplicates', { serials: serials.join(', ') })}`;
  }
  const told = Math.min(packs - serials.length, verifiedMax);
  if (packs - serials.length > verifiedMax) {
    out += ` ${t('sweep_findings_first', { count: told })}`;
  }
  return books ? [out, ...excessOf(books)].join(' ') : out;
}
