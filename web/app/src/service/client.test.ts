import assert from 'node:assert/strict';
import test from 'node:test';
import { Service, type SignOutMark } from './client.ts';
import { Problem } from './problem.ts';

function rig() {
  const world = { isOnline: true, isSignedIn: true, isPending: false, asked: [] as string[] };
  const mark: SignOutMark = {
    isPending: async () => world.isPending,
    setPending: async (is) => void (world.isPending = is),
  };
  const service = () =>
    new Service(async (path, init) => {
      if (!world.isOnline) throw new TypeError('no network');
      world.asked.push(`${init.method} ${path}`);
      if (!world.isSignedIn) return new Response('{}', { status: 401 });
      if (init.method === 'DELETE') {
        assert.equal(new Headers(init.headers).get('X-CSRF-Token'), 'token');
        world.isSignedIn = false;
        return new Response(null, { status: 204 });
      }
      return Response.json({ session: { csrf: 'token', account: 'a' } });
    }, mark);
  return { world, service };
}

const end = ['GET /api/v1/account', 'DELETE /api/v1/sessions/current'];

test('who signs out without a network is out, and the service hears of it before anything else', async () => {
  const { world, service } = rig();
  world.isOnline = false;
  await service().signOut();
  // The app was closed between: another Service.
  const later = service();
  await assert.rejects(later.ask('/api/v1/bundle'), Problem);
  assert.deepEqual(world.asked, []);
  world.isOnline = true;
  await assert.rejects(later.ask('/api/v1/bundle'), Problem);
  assert.deepEqual(world.asked, [...end, 'GET /api/v1/bundle']);
  assert.equal(world.isPending, false);
  assert.equal(await later.session(), undefined);
});

test('a session that ended by itself is over too', async () => {
  const { world, service } = rig();
  world.isOnline = false;
  await service().signOut();
  Object.assign(world, { isOnline: true, isSignedIn: false });
  assert.equal(await service().session(), undefined);
  assert.equal(world.isPending, false);
});

test('who signs out with a network is out at once', async () => {
  const { world, service } = rig();
  await service().signOut();
  assert.deepEqual(world.asked, end);
  assert.ok(!world.isPending && !world.isSignedIn);
});
