// Who is signed in, and the client that acts for them.
import { makeClient, Problem, taken, type Schemas } from '../../../shared/api.ts';
import { forgetAll, keep, kept } from './kept.ts';

export type Role = Schemas['Role'];
type Own = Schemas['OwnSession'];

// What is remembered of a person on this device, so that work goes on without a network.
export type Person = {
  account: string;
  login: string;
  name: string;
  role: Role;
  producer?: string | undefined;
  commune?: string | undefined;
  authority?: string | undefined;
};

class Session {
  person: Person | null = $state.raw(null);
  own: Own | null = $state.raw(null); // none: without a network, the person as remembered
  ready = $state(false);
  asking: ((given: boolean) => void) | null = $state.raw(null); // a step-up that waits
  leaving = $state(''); // the account that signed out here, which the service does not know yet

  get needsEnrolment(): boolean {
    return this.own !== null && this.own.second_factor_needed && !this.own.second_factor;
  }
}

export const session = new Session();

// Of the session that is being ended, which is nobody's on this screen any more.
let parting = '';

export const api = makeClient({
  csrf: () => parting || (session.own?.csrf ?? ''),
  stepUp: () => new Promise((resolve) => (session.asking = resolve)),
  over: () => {
    session.own = null;
    session.person = null;
  },
  renew: async () => {
    const before = session.person?.account;
    if (!before) return false;
    await restore();
    return session.own?.account === before;
  },
});

export function answerStepUp(given: boolean) {
  session.asking?.(given);
  session.asking = null;
}

async function remember(account: Schemas['Account'], own: Own) {
  if ((await kept<Person>('person'))?.account !== account.id) await forgetAll();
  session.own = own;
  session.person = {
    account: account.id,
    login: account.login,
    name: account.name,
    role: account.role,
    producer: account.producer,
    commune: account.commune,
    authority: account.authority,
  };
  await keep('person', session.person);
}

// Asks who is signed in; without a network, it is who was.
export async function restore(): Promise<void> {
  try {
    await part();
    const own = await taken(api.GET('/api/v1/account'));
    if (own.session) await remember(own.account, own.session);
  } catch (error) {
    const offline = error instanceof Problem && error.passing;
    session.own = null;
    session.person = offline ? ((await kept<Person>('person')) ?? null) : null;
  }
  session.ready = true;
}

// After a new session came: of signing in, a step-up, a new password or second factor.
export async function renewed(own: Own): Promise<void> {
  await leave('');
  session.own = own;
  if (session.person?.account !== own.account) await restore();
}

// Who left is kept until the service knows it: the browser still holds their session.
async function leave(account: string) {
  await keep('leaving', account);
  session.leaving = account;
}

// Ends the session of who left, where that waits; throws Problem when it must wait on.
export async function part(): Promise<void> {
  session.leaving = (await kept<string>('leaving')) ?? '';
  if (!session.leaving) return;
  try {
    if (!parting) {
      const own = await taken(api.GET('/api/v1/account'));
      if (own.account.id === session.leaving) parting = own.session?.csrf ?? '';
    }
    if (parting) await taken(api.DELETE('/api/v1/sessions/current'));
  } catch (error) {
    if (error instanceof Problem && error.passing) throw error;
  } finally {
    parting = '';
  }
  await leave('');
}

export async function signOut(): Promise<void> {
  await forgetAll();
  await leave(me().account);
  parting = session.own?.csrf ?? '';
  session.own = null;
  session.person = null;
  await part().catch(() => undefined);
}

// The person; asked only where somebody is signed in.
export function me(): Person {
  if (!session.person) throw new Error('nobody is signed in');
  return session.person;
}
