// The service's API as this app asks it: same origin, session cookie, CSRF token on each write.
import type { Bytes } from '../stamp/bytes.ts';
import { Problem, problemOf } from './problem.ts';

export type Session = {
  account: string;
  login: string;
  name: string;
  role: string;
  csrf: string;
  second_factor: boolean;
  second_factor_needed: boolean;
  expires_at: string;
};

export type Ask = {
  method?: 'GET' | 'POST' | 'DELETE';
  body?: string | Blob | Bytes;
  type?: string;
  headers?: Record<string, string>;
  timeoutMs?: number;
  accept?: number[]; // statuses that are answers and no problems
};

// Whether the service has yet to be told that the person signed out. Kept with the app's data.
export type SignOutMark = {
  isPending: () => Promise<boolean>;
  setPending: (is: boolean) => Promise<void>;
};

export type Fetch = (path: string, init: RequestInit) => Promise<Response>;

const timeoutMsUsual = 20_000;

function memoryMark(): SignOutMark {
  let pending = false;
  return {
    isPending: () => Promise.resolve(pending),
    setPending: (is) => {
      pending = is;
      return Promise.resolve();
    },
  };
}

export class Service {
  readonly #fetch: Fetch;
  readonly #mark: SignOutMark;
  #csrf = '';

  constructor(fetcher: Fetch, mark: SignOutMark = memoryMark()) {
    this.#fetch = fetcher;
    this.#mark = mark;
  }

  // The answer, of a success, 304, or what `accept` lists. Throws Problem: also when no answer came, or
  // when a session that the person left could not be ended: nothing is asked in it.
  async ask(path: string, ask: Ask = {}): Promise<Response> {
    if (await this.#mark.isPending()) await this.#end();
    return this.#send(path, ask);
  }

  async #send(path: string, ask: Ask = {}): Promise<Response> {
    const method = ask.method ?? 'GET';
    const headers: Record<string, string> = { Accept: 'application/json', ...ask.headers };
    if (ask.body !== undefined) headers['Content-Type'] = ask.type ?? 'application/json';
    if (method !== 'GET' && this.#csrf !== '') headers['X-CSRF-Token'] = this.#csrf;
    let response: Response;
    try {
      response = await this.#fetch(path, {
        method,
        headers,
        credentials: 'same-origin',
        cache: 'no-store',
        redirect: 'error',
        signal: AbortSignal.timeout(ask.timeoutMs ?? timeoutMsUsual),
        ...(ask.body !== undefined && { body: ask.body }),
      });
    } catch {
      throw new Problem(0, 'offline');
    }
    const isAnswer =
      response.ok || response.status === 304 || ask.accept?.includes(response.status);
    if (!isAnswer) throw await problemOf(response);
    return response;
  }

  async json<T>(path: string, ask: Ask = {}): Promise<T> {
    const response = await this.ask(path, ask);
    try {
      return (await response.json()) as T;
    } catch {
      // Cut off in the middle of the answer.
      throw new Problem(0, 'offline');
    }
  }

  async signIn(login: string, password: string, code: string): Promise<Session> {
    const body = JSON.stringify({ login, password, ...(code !== '' && { code }) });
    const session = await this.json<Session>('/api/v1/sessions', { method: 'POST', body });
    this.#csrf = session.csrf;
    return session;
  }

  // Holds at once on this device. The service is told now, or before it is asked anything else.
  async signOut(): Promise<void> {
    await this.#mark.setPending(true);
    try {
      await this.#end();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
    }
  }

  async #end(): Promise<void> {
    try {
      const own = (await (await this.#send('/api/v1/account')).json()) as { session?: Session };
      this.#csrf = own.session?.csrf ?? '';
      if (own.session) await this.#send('/api/v1/sessions/current', { method: 'DELETE' });
    } catch (error) {
      if (!(error instanceof Problem)) throw new Problem(0, 'offline');
      if (error.status !== 401) throw error; // else it ended by itself
    }
    this.#csrf = '';
    await this.#mark.setPending(false);
  }

  // Who is signed in; absent when nobody is. Throws Problem when the service cannot be asked.
  async session(): Promise<Session | undefined> {
    try {
      const own = await this.json<{ session?: Session }>('/api/v1/account');
      this.#csrf = own.session?.csrf ?? '';
      return own.session;
    } catch (error) {
      if (error instanceof Problem && error.status === 401) return undefined;
      throw error;
    }
  }
}
