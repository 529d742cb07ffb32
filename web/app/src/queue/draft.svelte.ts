// The inspection that is being written: kept with each change, so that a call in between, or a dead
// battery, costs nothing.
import type { ValueStore } from '../storage/values.ts';
import type { Answer } from '../verdict/answer.ts';
import { type Draft, type Met, type Span, stampActions, verifiedMax } from './inspection.ts';

// Serials beside what is sent of them, for actions on stamps; and where they stand, if that is known.
export type Writing = Draft & {
  serials: string[];
  chosen: string[];
  spans: Record<string, Span>;
};

export function emptyWriting(): Writing {
  return {
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
  const { serials: _serials, chosen, spans, action, verified, ...rest } = writing;
  const isOfStamps = stampActions.includes(action.kind);
  return {
    ...rest,
    place: rest.place.trim(),
    findings: rest.findings.trim(),
    verified: verified.slice(0, verifiedMax),
    action: {
      kind: action.kind,
      reason: action.reason.trim(),
      ...(isOfStamps && stampsOf(chosen, spans)),
    },
  };
}

class Drafts {
  writing = $state<Writing | undefined>();

  async open(values: ValueStore) {
    this.writing ??= (await values.get('draft')) as Writing | undefined;
  }

  async keep(values: ValueStore) {
    if (this.writing) await values.put('draft', $state.snapshot(this.writing));
  }

  async drop(values: ValueStore) {
    this.writing = undefined;
    await values.delete('draft');
  }
}

export const drafts = new Drafts();
