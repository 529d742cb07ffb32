// Events that a person wrote down, on their way to the service. Each waits in the browser until the
// service has it; its id is the Idempotency-Key, so sent twice it is stored once.
import { Problem, taken, type Schemas } from '../../../shared/api.ts';
import { upload } from './blobs.ts';
import { dequeue, enqueue, queued } from './kept.ts';
import { asProblem } from './problems.ts';
import { say } from './said.svelte.ts';
import { api, restore, session } from './session.svelte.ts';
import { t } from './text.svelte.ts';

export type Waiting = {
  id: string;
  account: string;
  producer?: string | undefined;
  gtin: string;
  lot: string;
  stepName: { vi: string; en?: string };
  event: Schemas['ShortEvent'];
  photos: Blob[];
  documents: Blob[];
  at: string;
  refused?:
    { slug: string; status: number; faults: { pointer: string; detail: string }[] } | undefined;
};

class Queue {
  all: Waiting[] = $state.raw([]); // on this device, of whoever wrote them
  sending = $state(false);
  sent = $state(0); // since the page was loaded

  get items(): Waiting[] {
    return this.all.filter((item) => item.account === session.person?.account);
  }
}

export const queue = new Queue();

async function refresh() {
  queue.all = (await queued<Waiting>()).sort((a, b) => a.at.localeCompare(b.at));
}

async function uploadAll(item: Waiting, kind: 'photos' | 'documents'): Promise<string[]> {
  const out: string[] = [];
  for (const [number, file] of item[kind].entries()) {
    const producer = session.person?.producer ? undefined : item.producer;
    out.push(await upload(file, `${item.id}-${kind}-${number}`, producer));
  }
  return out;
}

async function sendOne(item: Waiting): Promise<void> {
  const event = { ...item.event };
  const photos = await uploadAll(item, 'photos');
  const documents = await uploadAll(item, 'documents');
  if (photos.length > 0) event.photos = photos;
  if (documents.length > 0) event.documents = documents;
  await taken(
    api.POST('/api/v1/lots/{gtin}/{lot}/events', {
      params: { path: { gtin: item.gtin, lot: item.lot }, header: { 'Idempotency-Key': item.id } },
      body: event,
    }),
  );
}

// Whether the next one may be tried: not when the network, the service or the session is gone. Any
// other refusal is the item's own, and the person decides about it.
async function settle(item: Waiting): Promise<boolean> {
  try {
    await sendOne(item);
    await dequeue(item.id);
    queue.sent += 1;
    say(t('event_stored', { lot: item.lot }));
    return true;
  } catch (error) {
    const problem: Problem = asProblem(error);
    const isOurs = problem.status === 401 || problem.slug === 'cross_site';
    if (problem.passing || isOurs) return false;
    const { slug, status, faults } = problem;
    await enqueue({ ...item, refused: { slug, status, faults } });
    return true;
  }
}

// Sends what waits, in order; one tab at a time. Safe to call at any moment.
export async function sync(): Promise<void> {
  if (!session.own || !session.person) return;
  await navigator.locks.request('queue', { ifAvailable: true }, async (lock) => {
    if (!lock) return;
    queue.sending = true;
    await refresh();
    for (const item of queue.items) {
      if (item.refused) continue;
      if (item.account !== session.own?.account) break;
      if (!(await settle(item))) break;
    }
    queue.sending = false;
  });
  await refresh();
}

export async function add(item: Waiting): Promise<void> {
  await enqueue(item);
  await refresh();
  void sync();
}

export async function drop(id: string): Promise<void> {
  await dequeue(id);
  await refresh();
}

export async function retry(item: Waiting): Promise<void> {
  await enqueue({ ...item, refused: undefined });
  await sync();
}

const again_ms = 30_000;

// Who is known from before, or left, without the service having answered: asked again. That a session
// came sends what waits (App).
function attend() {
  if (!session.own && (session.person || session.leaving)) void restore();
  else if (queue.items.some((item) => !item.refused)) void sync();
}

export async function startQueue(): Promise<void> {
  addEventListener('online', attend);
  setInterval(attend, again_ms);
  await refresh();
}
