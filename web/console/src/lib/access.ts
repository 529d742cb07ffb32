// Which role may call which route: the rows of src/accounts/access.cpp that screens ask about, in its
// letters ('.' none). A test holds the two together. The service decides; this only leads.
import type { Role } from './session.svelte.ts';

export const rows = {
  'GET /api/v1/producers': 'oo.. a. caaa a',
  'POST /api/v1/producers': '.... .. .a.a .',
  'POST /api/v1/places': 'oo.. .. ca.a .',
  'GET /api/v1/places': 'ooo. a. caaa a',
  'GET /api/v1/products': 'oo.. a. caaa a',
  'POST /api/v1/products': '.... .. .a.a .',
  'POST /api/v1/trade-items': 'o... .. .a.a .',
  'GET /api/v1/trade-items': 'oo.. a. caaa a',
  'POST /api/v1/certificates': '.... .. .a.a .',
  'GET /api/v1/certificates': 'oo.. a. caaa a',
  'POST /api/v1/certificates/{id}/confirm': '.... .. .aaa .',
  'POST /api/v1/certificates/{id}/withdraw': '.... .. ..aa .',
  'POST /api/v1/imports': '.... .. .a.a .',
  'GET /api/v1/imports': '.... .. .aaa a',
  'POST /api/v1/imports/{id}/undo': '.... .. .a.a .',
  'GET /api/v1/lots': 'oo.. a. caaa a',
  'POST /api/v1/lots': 'oo.. .. .a.a .',
  'POST /api/v1/lots/{gtin}/{lot}/close': 'oo.. .. .a.a .',
  'GET /api/v1/lots/{gtin}/{lot}/events': 'oooo a. caaa a',
  'POST /api/v1/lots/{gtin}/{lot}/events': 'ooo. .. ...a .',
  'POST /api/v1/lots/{gtin}/{lot}/recall': 'o... .. .aaa .',
  'POST /api/v1/lots/{gtin}/{lot}/recall/confirm': '.... .. .aaa .',
  'POST /api/v1/lots/{gtin}/{lot}/recall/drop': '.... a. .aaa .',
  'POST /api/v1/lots/{gtin}/{lot}/recall/lift': '.... .. .aaa .',
  'POST /api/v1/lots/{gtin}/{lot}/recall/reply': 'o... .. .... .',
  'GET /api/v1/lots/{gtin}/{lot}/recall': 'oo.. a. caaa a',
  'GET /api/v1/quotas': 'oo.. a. caaa a',
  'POST /api/v1/quotas': 'o... .. .a.a .',
  'POST /api/v1/quotas/{id}/attest': '.... .. c... .',
  'POST /api/v1/quotas/{id}/raise': '.... .. caaa .',
  'POST /api/v1/quotas/{id}/raise/confirm': '.... .. ..aa .',
  'GET /api/v1/stamp-orders': 'oo.. a. caaa a',
  'POST /api/v1/stamp-orders': 'oo.. .. .a.a .',
  'POST /api/v1/stamp-orders/{id}/approve': '.... .. ..aa .',
  'GET /api/v1/dashboards/overview': '.... .. .aaa a',
  'GET /api/v1/ledger/health': '.... .. ...a a',
  'POST /api/v1/stamp-orders/{id}/issue': '.... .. ..aa .',
  'POST /api/v1/stamp-orders/{id}/cancel': 'oo.. .. .aaa .',
  'POST /api/v1/stamp-orders/{id}/activate': 'oo.. .. ...a .',
  'POST /api/v1/stamp-orders/{id}/moves': 'oo.. .. ...a .',
  'POST /api/v1/stamp-orders/{id}/void': '.... .. ..aa .',
  'POST /api/v1/stamp-orders/{id}/stocktakes': 'oo.. a. caaa .',
  'GET /api/v1/producers/{id}/reconciliation': 'oo.. a. caaa a',
  'POST /api/v1/destructions': 'o... .. caaa .',
  'GET /api/v1/destructions': 'oo.. a. caaa a',
  'POST /api/v1/destructions/{id}/confirm': '.... a. caaa .',
  'POST /api/v1/print-runs': 'oo.. .. ...a .',
  'POST /api/v1/print-runs/reprint': 'oo.. .. .aaa .',
  'POST /api/v1/print-runs/{id}/confirm': 'o... .. c.aa .',
  'POST /api/v1/print-runs/{id}/cancel': 'oo.. .. .aaa .',
  'POST /api/v1/print-runs/{id}/link': 'oo.. .. ...a .',
  'GET /api/v1/sheets/calibration.pdf': 'oo.. .. ...a .',
  'POST /api/v1/inspections': '.... a. .... .',
  'GET /api/v1/inspections': '.... a. .aaa a',
  'GET /api/v1/devices': '.... o. .a.a .',
  'GET /api/v1/holds': 'oo.. a. caaa a',
  'POST /api/v1/holds/{id}/confirm': '.... .. .aaa .',
  'POST /api/v1/holds/{id}/lift': '.... .. .aaa .',
  'GET /api/v1/alerts': 'oo.. a. caaa a',
  'POST /api/v1/alerts/{id}/close': '.... a. .aaa .',
  'GET /api/v1/lots/{gtin}/{lot}/checks': 'oo.. a. caaa a',
  'GET /api/v1/reports': '.... a. caaa a',
  'GET /api/v1/reports/{id}': '.... a. caaa .',
  'POST /api/v1/reports/{id}/close': '.... a. .aaa .',
  'GET /api/v1/keys': 'aaaa aa aaaa a',
  'GET /api/v1/api-keys': 'oo.. .. ...a .',
  'POST /api/v1/invitations': 'o... .. ca.a .',
  'GET /api/v1/accounts': 'o... .. ca.a a',
  'POST /api/v1/accounts/{id}/disable': 'o... .. ca.a .',
  'POST /api/v1/accounts/{id}/role': 'o... .. ...a .',
  'POST /api/v1/accounts/{id}/recover': '.... .. c..a .',
  'GET /api/v1/audit': '.... .. ...a a',
} as const;

export type Route = keyof typeof rows;

const order: readonly Role[] = [
  'producer_owner',
  'producer_staff',
  'grower',
  'partner',
  'inspector',
  'guest_inspector',
  'commune_officer',
  'officer',
  'approver',
  'administrator',
  'auditor',
];

export function may(role: Role, route: Route): boolean {
  return rows[route].replaceAll(' ', '')[order.indexOf(role)] !== '.';
}

// Roles whose accounts a role manages: manages_rows there.
export function managed(role: Role): Role[] {
  const makers: Role[] = ['producer_owner', 'producer_staff', 'grower', 'partner'];
  if (role === 'administrator') return [...order];
  if (role === 'officer') return [...makers, 'commune_officer'];
  return role === 'producer_owner' || role === 'commune_officer' ? makers : [];
}
