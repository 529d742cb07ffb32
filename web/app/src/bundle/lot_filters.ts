// A lot's orders with their filters: in which order of it a serial was issued, and what became of it.
import { formatSerial } from '../stamp/serial.ts';
import type { VoidReason } from '../stamp/verdict.ts';
import type { Day } from '../stamp/days.ts';
import type { Lot, Order, SerialSet } from './bundle.ts';
import { type Filter, readFilters } from './filter.ts';

type SetTest = (serial: number) => boolean;
type OrderSets = {
  order: Order;
  issued: SetTest;
  activated: { to: Day; has: SetTest }[];
  voided: { reason: VoidReason; has: SetTest }[];
};

export type Fate = { order: Order; activated?: Day; voided?: VoidReason };

const hasFilter = (set: SerialSet) => !set.all && !set.serials;

function filterTest(filter: Filter, except: string[] = []): SetTest {
  const wrong = new Set(except);
  return (serial) => filter.has(serial) && !wrong.has(formatSerial(serial));
}

function testOf(set: SerialSet, take: () => Filter): SetTest {
  if (set.all) return () => true;
  if (set.serials) {
    const listed = new Set(set.serials);
    return (serial) => listed.has(formatSerial(serial));
  }
  return filterTest(take(), set.except);
}

function countOf(lot: Lot): number {
  const sets = (lot.orders ?? []).map((order) =>
    [...(order.activated ?? []), ...(order.void ?? [])].filter(hasFilter),
  );
  return sets.reduce((sum, of) => sum + 1 + of.length, 0);
}

export class LotFilters {
  readonly #orders: OrderSets[];

  private constructor(orders: OrderSets[]) {
    this.#orders = orders;
  }

  // Absent when the file is not the lot's.
  static read(lot: Lot, file: Uint8Array<ArrayBuffer>): LotFilters | undefined {
    const filters = readFilters(file);
    if (filters?.length !== countOf(lot)) return undefined;
    const take = () => filters.shift()!;
    const orders = (lot.orders ?? []).map((order) => ({
      order,
      issued: filterTest(take(), order.except),
      activated: (order.activated ?? []).map((set) => ({ to: set.to, has: testOf(set, take) })),
      voided: (order.void ?? []).map((set) => ({ reason: set.reason, has: testOf(set, take) })),
    }));
    return new LotFilters(orders);
  }

  // The first order that the serial was issued in: of this kid, if one is given.
  find(serial: number, kid?: string): Fate | undefined {
    const found = this.#orders.find(
      (sets) => (kid === undefined || sets.order.kid === kid) && sets.issued(serial),
    );
    if (!found) return undefined;
    const activated = found.activated.find((set) => set.has(serial))?.to;
    const voided = found.voided.find((set) => set.has(serial))?.reason;
    return {
      order: found.order,
      ...(activated === undefined ? {} : { activated }),
      ...(voided === undefined ? {} : { voided }),
    };
  }
}
