// The navigation: what a role may open, in the order of its use.
import { may, type Route } from './access.ts';
import type { Role } from './session.svelte.ts';
import type { Key } from './text.svelte.ts';

export type Section = { path: string; title: Key };

const all: [string, Key, Route | null][] = [
  ['', 'home', null],
  ['overview', 'overview', 'GET /api/v1/dashboards/overview'],
  ['approvals', 'approvals', 'POST /api/v1/stamp-orders/{id}/approve'],
  ['log', 'log', 'POST /api/v1/lots/{gtin}/{lot}/events'],
  ['lots', 'lots', 'GET /api/v1/lots'],
  ['orders', 'orders', 'GET /api/v1/stamp-orders'],
  ['stamps', 'stamps', 'POST /api/v1/stamp-orders/{id}/activate'],
  ['inspections', 'inspections', 'GET /api/v1/inspections'],
  ['search', 'search', 'GET /api/v1/lots/{gtin}/{lot}/events'],
  ['alerts', 'alerts', 'GET /api/v1/alerts'],
  ['reports', 'reports', 'GET /api/v1/reports'],
  ['holds', 'holds', 'GET /api/v1/holds'],
  ['certificates', 'certificates', 'GET /api/v1/certificates'],
  ['producers', 'producers', 'GET /api/v1/producers'],
  ['products', 'products', 'GET /api/v1/products'],
  ['items', 'items', 'GET /api/v1/trade-items'],
  ['places', 'places', 'GET /api/v1/places'],
  ['imports', 'imports', 'GET /api/v1/imports'],
  ['quotas', 'quotas', 'GET /api/v1/quotas'],
  ['destructions', 'destructions', 'GET /api/v1/destructions'],
  ['accounts', 'accounts', 'GET /api/v1/accounts'],
  ['devices', 'devices', 'GET /api/v1/devices'],
  ['audit', 'audit', 'GET /api/v1/audit'],
  ['api-keys', 'api_keys', 'GET /api/v1/api-keys'],
  ['keys', 'keys', 'GET /api/v1/keys'],
  ['ledger', 'ledger', null],
  ['notices', 'notices', null],
  ['me', 'me', null],
];

// What a role opens most, where the order above is not right for it.
const first: Partial<Record<Role, string[]>> = {
  inspector: ['search', 'inspections', 'alerts'],
  commune_officer: ['quotas', 'lots', 'accounts'],
  officer: ['producers', 'certificates', 'orders'],
  approver: ['approvals', 'certificates', 'quotas'],
  administrator: ['accounts', 'audit', 'ledger'],
  auditor: ['audit', 'ledger', 'accounts'],
};

export function sectionsOf(role: Role): Section[] {
  const front = ['', ...(first[role] ?? [])];
  const rank = (path: string) => (front.includes(path) ? front.indexOf(path) : front.length);
  return all
    .filter(([, , route]) => route === null || may(role, route))
    .map(([path, title]) => ({ path, title }))
    .sort((a, b) => rank(a.path) - rank(b.path));
}
