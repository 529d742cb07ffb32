// Records that screens name again and again, kept for work without a network.
import { allOf, pageOf, taken, type Page, type Schemas } from '../../../shared/api.ts';
import { may } from './access.ts';
import { lastKnown } from './kept.ts';
import { said } from './said.svelte.ts';
import { api, type Role } from './session.svelte.ts';
import { nameOf } from './text.svelte.ts';
import type { Choice } from './form.ts';

const page = (after?: string, limit = 500) => ({
  params: { query: after ? { after, limit } : { limit } },
});

// The first page of a list is there without a network, too.
const firstKnown = <T>(name: string, after: string | undefined, load: () => Promise<T>) =>
  after ? load() : lastKnown(`page:${name}`, load);

export const lots = (after?: string) =>
  firstKnown('lots', after, () => pageOf(api.GET('/api/v1/lots', page(after, 50))));
export const orders = (after?: string) =>
  firstKnown('orders', after, () => pageOf(api.GET('/api/v1/stamp-orders', page(after, 50))));
export const quotas = (after?: string) =>
  firstKnown('quotas', after, () => pageOf(api.GET('/api/v1/quotas', page(after, 50))));
export const certificates = (after?: string) =>
  firstKnown('certificates', after, () => pageOf(api.GET('/api/v1/certificates', page(after, 50))));

// Whole lists; where one is longer than is read, the screen says so.
export const whole = <T>(name: string, load: (after?: string) => Promise<Page<T>>) =>
  lastKnown(name, () => allOf(load, () => (said.cut = true)));

export const allLots = () => whole('lots', (after) => pageOf(api.GET('/api/v1/lots', page(after))));
export const allItems = () =>
  whole('items', (after) => pageOf(api.GET('/api/v1/trade-items', page(after))));
export const allProducts = () =>
  whole('products', (after) => pageOf(api.GET('/api/v1/products', page(after))));
export const allProducers = () =>
  whole('producers', (after) => pageOf(api.GET('/api/v1/producers', page(after))));
export const allPlaces = () =>
  whole('places', (after) => pageOf(api.GET('/api/v1/places', page(after))));
export const allAuthorities = () =>
  whole('authorities', (after) => pageOf(api.GET('/api/v1/authorities', page(after))));
export const allQuotas = () =>
  whole('quotas', (after) => pageOf(api.GET('/api/v1/quotas', page(after))));
export const allCertificates = () =>
  whole('certificates', (after) => pageOf(api.GET('/api/v1/certificates', page(after))));
type OrdersOf = { state: Schemas['OrderState'] } | { gtin: string; lot: string };

// Stamp orders in a state or of a lot, the newest first.
export async function ordersOf(query: OrdersOf) {
  const all = await whole(`orders:${Object.values(query).join('/')}`, (after) => {
    const asked = { ...query, ...page(after).params.query };
    return pageOf(api.GET('/api/v1/stamp-orders', { params: { query: asked } }));
  });
  return all.toSorted((a, b) => b.requested_at.localeCompare(a.requested_at));
}

// Those that somebody has to decide on.
export async function openOrders() {
  const both = [ordersOf({ state: 'requested' }), ordersOf({ state: 'approved' })];
  return (await Promise.all(both)).flat();
}

export const allSteps = () => lastKnown('steps', () => taken(api.GET('/api/v1/step-templates')));

// What "log an event" shows, kept before the network goes; failures are for when it is opened.
export async function keepForLog(role: Role): Promise<void> {
  if (role === 'administrator' || !may(role, 'POST /api/v1/lots/{gtin}/{lot}/events')) return;
  const hasLots = may(role, 'GET /api/v1/lots');
  await Promise.allSettled([allSteps(), allPlaces(), ...(hasLots ? [allLots(), itemNames()] : [])]);
}

export type Named = { id?: string; gtin?: string; code?: string; name: Schemas['Name'] };

export function choicesOf(records: Named[]): Choice[] {
  return records.map((record) => {
    const value = record.id ?? record.gtin ?? record.code ?? '';
    return { value, label: `${nameOf(record.name)} (${value})` };
  });
}

// Names by id, for lists that hold ids alone.
export function namesBy(records: Named[]): Map<string, string> {
  return new Map(records.map((r) => [r.id ?? r.gtin ?? r.code ?? '', nameOf(r.name)]));
}

// Of trade items by GTIN, each behind its product's: "Gói 100 g" alone tells nobody what it is.
export async function itemNames(): Promise<Map<string, string>> {
  const [items, products] = await Promise.all([allItems(), allProducts()]);
  const of = namesBy(products);
  return new Map(
    items.map((item) => [
      item.gtin,
      [of.get(item.product), nameOf(item.name)].filter(Boolean).join(' · '),
    ]),
  );
}
