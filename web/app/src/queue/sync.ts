// Sends what waits in the queue, oldest first. Safe to call at any time, from several tabs, and to be
// cut off anywhere.
import { toBase64url, fromHex } from '../stamp/bytes.ts';
import { Problem } from '../service/problem.ts';
import type { Service } from '../service/client.ts';
import type { Table } from '../storage/table.ts';
import type { Device } from './device.ts';
import type { Entry, Lock, Queue, Recorded } from './queue.ts';

export type Photo = { bytes: ArrayBuffer; type: string };

export type SyncEnd =
  | { kind: 'done'; sent: number; refused: number; others: number } // others: of other accounts
  | { kind: 'later'; waiting: number; problem: string } // no network, or the service is busy
  | { kind: 'sign_in'; waiting: number }
  | { kind: 'device'; waiting: number; problem: string }; // the service does not take this device

export type SyncParts = {
  service: Service;
  queue: Queue;
  photos: Table<string, Photo>;
  device: () => Promise<Device | undefined>;
  lock: Lock; // one sync at a time
  now: () => number;
};

const deviceProblems = ['device_unknown', 'device_revoked', 'device_signature_wrong'];
const renumberedMax = 50;

async function sendPhotos(parts: SyncParts, entry: Entry) {
  for (const sha256 of entry.photos) {
    const photo = await parts.photos.get(sha256);
    // Sent before and dropped, or lost with the storage: the service says if it lacks it.
    if (!photo) continue;
    const digest = toBase64url(fromHex(sha256)!).replaceAll('-', '+').replaceAll('_', '/') + '=';
    await parts.service.ask('/api/v1/blobs', {
      method: 'POST',
      body: new Blob([photo.bytes], { type: photo.type }),
      type: photo.type,
      headers: { 'Content-Digest': `sha-256=:${digest}:` },
      timeoutMs: 120_000,
    });
  }
}

async function send(parts: SyncParts, entry: Entry): Promise<Recorded> {
  await sendPhotos(parts, entry);
  return parts.service.json<Recorded>('/api/v1/inspections', {
    method: 'POST',
    body: entry.body,
    headers: { 'Idempotency-Key': entry.idempotency_key, 'Device-Signature': entry.signature },
  });
}

async function keepRecorded(parts: SyncParts, entry: Entry, answer: Recorded) {
  const { id, done, problem, late, gap } = answer;
  const recorded: Recorded = {
    id,
    done,
    ...(problem !== undefined && { problem }),
    ...(late && { late }),
    ...(gap && { gap }),
  };
  const sent_at = new Date(parts.now()).toISOString();
  await parts.queue.settle(entry, { state: 'sent', recorded, sent_at });
  const needed = new Set((await parts.queue.waiting()).flatMap((other) => other.photos));
  for (const sha256 of entry.photos) {
    if (!needed.has(sha256)) await parts.photos.delete(sha256);
  }
}

type Step = 'sent' | 'refused' | 'renumbered' | SyncEnd;

// What follows from a refusal. An entry is never dropped: it waits, or is shown as refused.
async function settle(parts: SyncParts, entry: Entry, problem: Problem): Promise<Step> {
  const waiting = (await parts.queue.waiting()).length;
  if (problem.status === 401) return { kind: 'sign_in', waiting };
  const device = await parts.device();
  // What the device was enrolled as before is refused for good, and stands in no way.
  if (deviceProblems.includes(problem.slug) && device?.id === entry.device) {
    return { kind: 'device', waiting, problem: problem.slug };
  }
  const isInProgress = problem.status === 409 && problem.slug.startsWith('idempotency');
  if (problem.isPassing || isInProgress || problem.slug === 'cross_site') {
    return { kind: 'later', waiting, problem: problem.slug };
  }
  if (problem.slug === 'sequence_taken' && device?.id === entry.device) {
    await parts.queue.renumber(device, entry);
    return 'renumbered';
  }
  const { slug, detail } = problem;
  await parts.queue.settle(entry, { state: 'refused', problem: slug, detail });
  return 'refused';
}

async function step(parts: SyncParts, entry: Entry): Promise<Step> {
  try {
    await keepRecorded(parts, entry, await send(parts, entry));
    return 'sent';
  } catch (error) {
    if (error instanceof Problem) return settle(parts, entry, error);
    throw error;
  }
}

// The account that is signed in, and with it the CSRF token of its session: a page that was opened
// weeks ago has an old one.
async function accountOf(parts: SyncParts): Promise<string | SyncEnd> {
  const waiting = (await parts.queue.waiting()).length;
  try {
    const session = await parts.service.session();
    return session ? session.account : { kind: 'sign_in', waiting };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { kind: 'later', waiting, problem: error.slug };
  }
}

async function run(parts: SyncParts): Promise<SyncEnd> {
  if ((await parts.queue.waiting()).length === 0)
    return { kind: 'done', sent: 0, refused: 0, others: 0 };
  const account = await accountOf(parts);
  if (typeof account !== 'string') return account;
  const counts = { sent: 0, refused: 0, renumbered: 0 };
  for (;;) {
    const [entry] = await parts.queue.waiting(account);
    if (!entry) {
      const others = (await parts.queue.waiting()).length;
      return { kind: 'done', sent: counts.sent, refused: counts.refused, others };
    }
    const outcome = await step(parts, entry);
    if (typeof outcome !== 'string') return outcome;
    counts[outcome] += 1;
    if (counts.renumbered > renumberedMax) {
      return { kind: 'later', waiting: 1, problem: 'sequence_taken' };
    }
  }
}

export function sync(parts: SyncParts): Promise<SyncEnd> {
  return parts.lock(() => run(parts));
}
