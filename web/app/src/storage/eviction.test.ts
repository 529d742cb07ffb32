import assert from 'node:assert/strict';
import test from 'node:test';
import { acknowledge, type Mark, type Marks, noteWaiting, noticeEviction } from './eviction.ts';
import { MemoryTable } from './table.ts';
import { ValueStore } from './values.ts';

function rig() {
  const kept: { mark?: Mark } = {};
  const marks: Marks = {
    read: () => kept.mark,
    write: (mark) => {
      kept.mark = mark;
    },
  };
  return { kept, marks, values: new ValueStore(new MemoryTable()) };
}

test('a first start, and those after it, say nothing of eviction', async () => {
  const { marks, values } = rig();
  assert.deepEqual(await noticeEviction(values, marks, 0), { kind: 'first' });
  assert.deepEqual(await noticeEviction(values, marks, 1), { kind: 'kept' });
});

test('an erased database is noticed, with what waited in it, until it is acknowledged', async () => {
  const { kept, marks, values } = rig();
  await noticeEviction(values, marks, 0);
  await noteWaiting(values, marks, 3);
  const emptied = new ValueStore(new MemoryTable());
  const mark = { since: '1970-01-01T00:00:00.000Z', waiting: 3 };
  assert.deepEqual(await noticeEviction(emptied, marks, 1), { kind: 'evicted', mark });
  // The empty queue of the new database has no say in it.
  await noteWaiting(emptied, marks, 0);
  assert.deepEqual(await noticeEviction(emptied, marks, 2), { kind: 'evicted', mark });
  await acknowledge(emptied, marks, 3, 1);
  assert.equal(kept.mark!.waiting, 1);
  assert.deepEqual(await noticeEviction(emptied, marks, 4), { kind: 'kept' });
});

test('lost marks beside a kept database are written anew', async () => {
  const { kept, marks, values } = rig();
  await noticeEviction(values, marks, 0);
  delete kept.mark;
  assert.deepEqual(await noticeEviction(values, marks, 1), { kind: 'kept' });
  assert.equal(kept.mark!.since, '1970-01-01T00:00:00.000Z');
});
