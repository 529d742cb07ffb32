// Which page a path shows. "{x}" takes one segment, percent-decoded, into the page's property x.
import type { Component } from 'svelte';
import type { Key } from '../lib/text.svelte.ts';
import Account from './Account.svelte';
import AccountNew from './AccountNew.svelte';
import Accounts from './Accounts.svelte';
import Alert from './Alert.svelte';
import Alerts from './Alerts.svelte';
import ApiKeys from './ApiKeys.svelte';
import Approvals from './Approvals.svelte';
import Audit from './Audit.svelte';
import Certificate from './Certificate.svelte';
import CertificateNew from './CertificateNew.svelte';
import Certificates from './Certificates.svelte';
import Destructions from './Destructions.svelte';
import Devices from './Devices.svelte';
import Holds from './Holds.svelte';
import Home from './Home.svelte';
import Imports from './Imports.svelte';
import Inspection from './Inspection.svelte';
import InspectionNew from './InspectionNew.svelte';
import Inspections from './Inspections.svelte';
import Keys from './Keys.svelte';
import Ledger from './Ledger.svelte';
import Log from './Log.svelte';
import Lot from './Lot.svelte';
import LotNew from './LotNew.svelte';
import Lots from './Lots.svelte';
import Me from './Me.svelte';
import Notices from './Notices.svelte';
import Order from './Order.svelte';
import OrderNew from './OrderNew.svelte';
import Orders from './Orders.svelte';
import Overview from './Overview.svelte';
import Producer from './Producer.svelte';
import Queue from './Queue.svelte';
import Quota from './Quota.svelte';
import QuotaNew from './QuotaNew.svelte';
import Quotas from './Quotas.svelte';
import RecordNew from './RecordNew.svelte';
import Records from './Records.svelte';
import Report from './Report.svelte';
import Reports from './Reports.svelte';
import Search from './Search.svelte';
import Stamps from './Stamps.svelte';
import StoryPage from './StoryPage.svelte';

type Row = { pattern: string; title: Key; page: Component<never>; values?: Record<string, string> };

const row = (pattern: string, title: Key, page: unknown, values?: Record<string, string>): Row => ({
  pattern,
  title,
  page: page as Component<never>,
  ...(values ? { values } : {}),
});

const rows: Row[] = [
  row('', 'home', Home),
  row('overview', 'overview', Overview),
  row('log', 'log', Log),
  row('log/{gtin}/{lot}', 'log', Log),
  row('queue', 'queue', Queue),
  row('lots', 'lots', Lots),
  row('lots/new', 'lot_new', LotNew),
  row('lots/{gtin}/{lot}', 'lot', Lot),
  row('story/{gtin}/{lot}', 'story', StoryPage),
  row('orders', 'orders', Orders),
  row('orders/new', 'order_new', OrderNew),
  row('orders/new/{gtin}/{lot}', 'order_new', OrderNew),
  row('orders/{id}', 'order', Order),
  row('stamps', 'stamps', Stamps),
  row('notices', 'notices', Notices),
  row('approvals', 'approvals', Approvals),
  row('producers', 'producers', Records, { kind: 'producers' }),
  row('producers/new', 'producer_new', RecordNew, { kind: 'producers' }),
  row('producers/{id}', 'producer', Producer),
  row('products', 'products', Records, { kind: 'products' }),
  row('products/new', 'product_new', RecordNew, { kind: 'products' }),
  row('items', 'items', Records, { kind: 'items' }),
  row('items/new', 'item_new', RecordNew, { kind: 'items' }),
  row('places', 'places', Records, { kind: 'places' }),
  row('places/new', 'place_new', RecordNew, { kind: 'places' }),
  row('imports', 'imports', Imports),
  row('certificates', 'certificates', Certificates),
  row('certificates/new', 'certificate_new', CertificateNew),
  row('certificates/{id}', 'certificate', Certificate),
  row('quotas', 'quotas', Quotas),
  row('quotas/new', 'quota_new', QuotaNew),
  row('quotas/{id}', 'quota', Quota),
  row('devices', 'devices', Devices),
  row('destructions', 'destructions', Destructions),
  row('search', 'search', Search),
  row('inspections', 'inspections', Inspections),
  row('inspections/new', 'inspection_new', InspectionNew),
  row('inspections/new/{gtin}/{lot}', 'inspection_new', InspectionNew),
  row('inspections/{id}', 'inspection', Inspection),
  row('alerts', 'alerts', Alerts),
  row('alerts/{id}', 'alert', Alert),
  row('reports', 'reports', Reports),
  row('reports/{id}', 'report', Report),
  row('holds', 'holds', Holds),
  row('accounts', 'accounts', Accounts),
  row('accounts/new', 'account_new', AccountNew),
  row('accounts/{id}', 'account', Account),
  row('audit', 'audit', Audit),
  row('api-keys', 'api_keys', ApiKeys),
  row('keys', 'keys', Keys),
  row('ledger', 'ledger', Ledger),
  row('me', 'me', Me),
];

function decoded(segment: string): string | null {
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}

function match(pattern: string, path: string): Record<string, string> | null {
  const wanted = pattern.split('/');
  const given = path.replace(/\/$/, '').split('/');
  if (wanted.length !== given.length) return null;
  const values: Record<string, string> = {};
  for (const [number, word] of wanted.entries()) {
    const value = decoded(given[number] ?? '');
    if (value === null) return null;
    if (word.startsWith('{')) values[word.slice(1, -1)] = value;
    else if (word !== value) return null;
  }
  return values;
}

export type Found = {
  title: Key;
  page: Component<Record<string, string>>;
  values: Record<string, string>;
};

// The first row that fits.
export function pageAt(path: string): Found | undefined {
  for (const { pattern, title, page, values: fixed } of rows) {
    const values = match(pattern, path);
    if (values)
      return { title, page: page as unknown as Found['page'], values: { ...fixed, ...values } };
  }
  return undefined;
}
