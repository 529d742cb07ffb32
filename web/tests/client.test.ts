import assert from 'node:assert/strict';
import test, { afterEach } from 'node:test';
import { allOf, Problem, sender, taken, type SessionHooks } from '../shared/api.ts';

const real = globalThis.fetch;
afterEach(() => {
  globalThis.fetch = real;
});

const problem = (status: number, slug: string) =>
  Response.json({ type: `urn:ocop:problem:${slug}` }, { status });

// A service that gives `answers` one after another, and what it was sent.
function service(...answers: (Response | (() => Promise<Response>))[]) {
  const got: { token: string | null; body: string; signal: AbortSignal | null | undefined }[] = [];
  globalThis.fetch = async (input, init) => {
    const request = input as Request;
    const token = request.headers.get('X-CSRF-Token');
    got.push({ token, body: await request.text(), signal: init?.signal });
    const next = answers.shift()!;
    return typeof next === 'function' ? next() : next;
  };
  return got;
}

const hooks = (more: Partial<SessionHooks> = {}): SessionHooks => ({
  csrf: () => 'old',
  stepUp: async () => false,
  over: () => undefined,
  renew: async () => false,
  ...more,
});
const post = (type = 'application/json') =>
  new Request('https://localhost/api/v1/lots', {
    method: 'POST',
    body: '{"lot":"A"}',
    headers: { 'Content-Type': type },
  });

test('a token that another tab made old is renewed once, and the same request sent again', async () => {
  let token = 'old';
  const got = service(problem(403, 'cross_site'), Response.json({}, { status: 201 }));
  const renew = async () => {
    token = 'new';
    return true;
  };
  const answer = await sender(hooks({ csrf: () => token, renew }))(post());
  assert.equal(answer.status, 201);
  assert.deepEqual(
    got.map((one) => [one.token, one.body]),
    [
      ['old', '{"lot":"A"}'],
      ['new', '{"lot":"A"}'],
    ],
  );
});

test('nothing is sent again in the name of another person', async () => {
  const got = service(problem(403, 'cross_site'));
  assert.equal((await sender(hooks())(post())).status, 403);
  assert.equal(got.length, 1);
});

test('what a role may not do is not asked twice', async () => {
  const got = service(problem(403, 'role_forbidden'));
  await sender(hooks({ renew: () => assert.fail('asked who is signed in') }))(post());
  assert.equal(got.length, 1);
});

test('a request waits 20 s for its answer, a file 120 s, and then it is as without a network', async (t) => {
  const times: number[] = [];
  t.mock.method(AbortSignal, 'timeout', (ms: number) => {
    times.push(ms);
    return AbortSignal.abort(new DOMException('', 'TimeoutError'));
  });
  service(
    () => Promise.reject(new DOMException('', 'TimeoutError')),
    () => Promise.reject(new DOMException('', 'TimeoutError')),
  );
  const offline = (error: unknown) => error instanceof Problem && error.slug === 'offline';
  await assert.rejects(sender(hooks())(post()), offline);
  await assert.rejects(sender(hooks())(post('image/png')), offline);
  assert.deepEqual(times, [20_000, 120_000]);
});

test('an answer that ends in its middle is as none', async () => {
  const cut = Promise.reject(new DOMException('', 'TimeoutError'));
  await assert.rejects(taken(cut), { slug: 'offline', status: 0 });
});

test('a list that is longer than is read says so', async () => {
  const load = async (after = '0') => ({ items: [1, 2], next: String(Number(after) + 1) });
  let cut = 0;
  assert.equal((await allOf(load, () => (cut += 1), 6)).length, 6);
  assert.equal(cut, 1);
  assert.equal(
    (
      await allOf(
        async () => ({ items: [1] }),
        () => (cut += 1),
      )
    ).length,
    1,
  );
  assert.equal(cut, 1);
});
