// This browser as an inspector's device, as the inspector app is one: each entry carries its number,
// one more than that of the entry before, and is recorded once whatever becomes of an answer.
import { Problem, taken, type Schemas } from '../../../shared/api.ts';
import { keep, kept } from './kept.ts';
import { asProblem } from './problems.ts';
import { api } from './session.svelte.ts';

type Whole = Schemas['NewInspection'];
export type Entry = Omit<Whole, 'device' | 'sequence'>;

// `sent`: the entry after `sequence`, which the service may have or not. What is sent in its place
// goes under its key, by which the service says when it has it.
type Device = {
  id: string;
  sequence: number;
  sent?: { of: string; key: string; body: Whole };
};

// Records what `build` gives; asked again with the same `of`, the same as then. Throws Problem: with
// slug "inspection_kept_before" when not this, but the entry before it, was recorded.
export async function inspect(
  of: string,
  build: () => Promise<Entry>,
): Promise<Schemas['Inspection']> {
  const { id, sequence, sent } = (await kept<Device>('device')) ?? {
    id: `console-${crypto.randomUUID().slice(0, 8)}`,
    sequence: 0,
  };
  const number = sequence + 1;
  const fresh = async () => ({ ...(await build()), device: id, sequence: number });
  const { key, body } = sent?.of === of ? sent : { key: sent?.key ?? of, body: await fresh() };
  await keep('device', { id, sequence, sent: { of, key, body } } satisfies Device);
  try {
    const params = { header: { 'Idempotency-Key': key } };
    const made = await taken(api.POST('/api/v1/inspections', { params, body }));
    await keep('device', { id, sequence: number } satisfies Device);
    return made;
  } catch (error) {
    if (!['idempotency_key_reused', 'sequence_taken'].includes(asProblem(error).slug)) throw error;
    await keep('device', { id, sequence: number } satisfies Device);
    throw new Problem('inspection_kept_before', 409);
  }
}
