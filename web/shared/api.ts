// The API of the service: types from openapi.yaml, failures as Problem.
import createClient from 'openapi-fetch';
import type { components, paths } from '../generated/api.d.ts';

export type Schemas = components['schemas'];

export type Fault = { pointer: string; detail: string };

// An RFC 9457 answer, or none at all: slug "offline" when nothing came back.
export class Problem extends Error {
  readonly slug: string;
  readonly status: number;
  readonly faults: Fault[];
  readonly instance: string;

  constructor(slug: string, status = 0, faults: Fault[] = [], instance = '') {
    super(slug);
    this.slug = slug;
    this.status = status;
    this.faults = faults;
    this.instance = instance;
  }

  // Whether the same request may go through later, unchanged.
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

export function problemOf(status: number, body: unknown): Problem {
  const { type, slug, errors, instance } = (body ?? {}) as Record<string, unknown>;
  const word =
    typeof slug === 'string' ? slug : String(type ?? '').replace('urn:ocop:problem:', '');
  const faults = Array.isArray(errors) ? (errors as Fault[]) : [];
  return new Problem(word || 'unknown', status, faults, String(instance ?? ''));
}

// What a client needs to know of its session. `stepUp` asks the person for the second factor, and
// says whether it was given; `over` is told that the session is; `renew` asks who is signed in, and
// says whether it is still the same person: another tab may have a newer session.
export type SessionHooks = {
  csrf(): string;
  stepUp(): Promise<boolean>;
  over(): void;
  renew(): Promise<boolean>;
};

const session_over = new Set(['token_missing', 'token_unknown', 'session_over']);

async function slugOf(response: Response): Promise<string> {
  try {
    return problemOf(response.status, await response.clone().json()).slug;
  } catch {
    return '';
  }
}

// A village's network may take a request and never answer; a photo takes longer to send.
const answer_ms = 20_000;
const file_ms = 120_000;

function patience(request: Request): AbortSignal {
  const isFile = !(request.headers.get('Content-Type') ?? 'application/json').includes('json');
  return AbortSignal.timeout(isFile ? file_ms : answer_ms);
}

// Sends with the session's CSRF token; asked for a step-up, gets one and sends once more, as when
// another tab has made the token an old one.
export function sender(hooks: SessionHooks): (request: Request) => Promise<Response> {
  const send = async (request: Request) => {
    if (request.method !== 'GET') request.headers.set('X-CSRF-Token', hooks.csrf());
    try {
      return await fetch(request, { signal: patience(request) });
    } catch {
      throw new Problem('offline');
    }
  };
  return async (request) => {
    const again = request.clone();
    const response = await send(request);
    if (response.status !== 401 && response.status !== 403) return response;
    const slug = await slugOf(response);
    if (session_over.has(slug)) hooks.over();
    const once_more =
      (slug === 'step_up_required' && (await hooks.stepUp())) ||
      (slug === 'cross_site' && (await hooks.renew()));
    return once_more ? send(again) : response;
  };
}

export function makeClient(hooks: SessionHooks) {
  return createClient<paths>({ baseUrl: location.origin, fetch: sender(hooks) });
}

type Taken<T> = { data?: T; error?: unknown; response: Response };

// What came back; the network may also go, or time be over, in the middle of an answer.
async function answer<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof DOMException || error instanceof TypeError) throw new Problem('offline');
    throw error;
  }
}

// The data of a call; throws Problem.
export async function taken<T>(call: Promise<Taken<T>>): Promise<T> {
  const { data, error, response } = await answer(call);
  if (!response.ok) throw problemOf(response.status, error);
  return data as T;
}

export type Page<T> = { items: T[]; next?: string };

// A page of a list, and where the next begins (RFC 8288 Link); throws Problem.
export async function pageOf<T>(call: Promise<Taken<{ items: T[] }>>): Promise<Page<T>> {
  const { data, error, response } = await answer(call);
  if (!response.ok || !data) throw problemOf(response.status, error);
  const link = /<([^>]*)>; rel="next"/.exec(response.headers.get('Link') ?? '');
  const next = link && new URL(link[1]!, location.origin).searchParams.get('after');
  return next ? { items: data.items, next } : { items: data.items };
}

// Every record of a list, but about `max`; `cut` is told when there are more.
export async function allOf<T>(
  load: (after?: string) => Promise<Page<T>>,
  cut: () => void,
  max = 20_000,
): Promise<T[]> {
  const out: T[] = [];
  let after: string | undefined;
  do {
    const page = await load(after);
    out.push(...page.items);
    after = page.next;
  } while (after && out.length < max);
  if (after) cut();
  return out;
}

// The If-Match of a record that was read.
export function revisionOf(record: { revision?: number }): string {
  return `"${record.revision ?? 0}"`;
}
