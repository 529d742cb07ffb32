// Inspections that are being written: kept with each change, so that a call in between, or a dead
// battery, costs nothing. Several at once: a sweep of three lots is three.
import type { Table } from '../storage/table.ts';
import type { ValueStore } from '../storage/values.ts';
import type { Answer } from '../verdict/answer.ts';
import { type Draft, type Met, type Span, stampActions, verifiedMax } from './inspection.ts';

// Serials beside what is sent of them, for actions on stamps; and where they stand, if that is known.
export type Writing = Draft & {
  id: string;
  changed_at: number;
  serials: string[];
  chosen: string[];
  spans: Record<string, Span>;
};

export function emptyWriting(): Writing {
  return {
    id: crypto.randomUUID(),
    changed_at: Date.now(),
    gtin: '',
    lot: '',
    place: '',
    findings: '',
    verified: [],
    photos: [],
    action: { kind: 'warn', reason: '' },
    serials: [],
    chosen: [],
    spans: {},
  };
}

export function metOf(answer: Pick<Answer, 'verdict' | 'note' | 'uri' | 'stamp'>): Met {
  const { note, uri, stamp } = answer;
  // What the device showed, with what it could not know: "valid (old)".
  const verdict = note ? `${answer.verdict} (${note})` : answer.verdict;
  return uri === undefined ? { verdict, serial: stamp?.typed ?? '' } : { verdict, uri };
}

export function writingOf(answer: Answer): Writing {
  const { stamp, order } = answer;
  const serials = stamp ? [stamp.serial] : [];
  const position = order?.position;
  const spans =
    stamp && order && position !== undefined
      ? { [stamp.serial]: { order: order.id, first: position, last: position } }
      : {};
  return {
    ...emptyWriting(),
    gtin: stamp?.gtin ?? '',
    lot: stamp?.lot ?? '',
    verified: [metOf(answer)],
    serials,
    chosen: serials,
    spans,
  };
}

function stampsOf(
  chosen: string[],
  spans: Record<string, Span>,
): Pick<Draft['action'], 'serials' | 'stamps'> {
  const known = chosen.flatMap((serial) => spans[serial] ?? []);
  return known.length === chosen.length ? { stamps: known } : { serials: [...chosen] };
}

// As it is signed and sent.
export function draftOf(writing: Writing): Draft {
  const { gtin, lot, place, findings, photos, chosen, spans, action, verified } = writing;
  const isOfStamps = stampActions.includes(action.kind);
  return {
    gtin: gtin.trim(),
    lot: lot.trim().toUpperCase(),
    place: place.trim(),
    findings: findings.trim(),
    photos,
    verified: verified.slice(0, verifiedMax),
    action: {
      kind: action.kind,
      reason: action.reason.trim(),
      ...(isOfStamps && stampsOf(chosen, spans)),
    },
  };
}

class Drafts {
  all = $state<Writing[]>([]); // the one that changed last first
  #current = $state('');
  #isFresh = true; // nobody chose one since the app was opened
  #table!: Table<string, Writing>;

  // The one that the form shows.
  get writing(): Writing | undefined {
    return this.all.find(({ id }) => id === this.#current);
  }

  // `recorded`: ids of drafts that were signed; a crash may have left them.
  async open(table: Table<string, Writing>, values: ValueStore, recorded: Set<string | undefined>) {
    this.#table = table;
    const alone = await values.get('draft'); // of versions that kept one
    if (alone) {
      const written = { ...emptyWriting(), ...(alone as Partial<Writing>) };
      await table.put(written.id, written);
      await values.delete('draft');
    }
    for (const id of await table.keys()) if (recorded.has(id)) await table.delete(id);
    await this.refresh();
  }

  // Other tabs write too. What stands in the form is this tab's.
  async refresh() {
    const { writing } = this;
    const kept = (await this.#table.all())
      .map(([, one]) => one)
      .filter(({ id }) => id !== writing?.id);
    this.all = [...(writing ? [writing] : []), ...kept].sort((a, b) => b.changed_at - a.changed_at);
  }

  async begin(writing: Writing) {
    this.all = [writing, ...this.all];
    this.choose(writing.id);
    await this.keep();
  }

  choose(id: string) {
    this.#current = id;
    this.#isFresh = false;
  }

  // A form that was open when the app was closed: the one that changed last.
  resume() {
    const [last] = this.all;
    if (this.#isFresh && last) this.choose(last.id);
  }

  async keep() {
    const { writing } = this;
    if (!writing) return;
    writing.changed_at = Date.now();
    await this.#table.put(writing.id, $state.snapshot(writing));
  }

  async drop(id: string) {
    this.all = this.all.filter((one) => one.id !== id);
    await this.#table.delete(id);
  }

  // Photos that a draft names, also one of another tab.
  async photos(): Promise<Set<string>> {
    const kept = (await this.#table.all()).map(([, one]) => one);
    return new Set([...kept, ...this.all].flatMap(({ photos }) => photos));
  }
}

export const drafts = new Drafts();
