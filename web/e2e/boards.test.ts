import type { Browser, Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { expect, look, signIn, test } from './fixtures.ts';
import type { Server } from './server.ts';

// Officials at their overview; long work that goes on while nobody looks; many orders at once.

test.use({ viewport: { width: 1280, height: 800 } });

const lot = '09520001100017/CHE1';

// A call of the API by the person of this page.
async function call(page: Page, method: string, path: string, body: unknown = {}) {
  return page.evaluate(
    async ([verb, address, text]) => {
      const own = await (await fetch('/api/v1/account')).json();
      const response = await fetch(address!, {
        method: verb!,
        headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': own.session.csrf },
        body: text!,
      });
      if (!response.ok) throw new Error(`${address} ${response.status} ${await response.text()}`);
      return response.json();
    },
    [method, path, JSON.stringify(body)],
  );
}

async function open(browser: Browser, server: Server, role: string) {
  const context = await browser.newContext({
    ignoreHTTPSErrors: true,
    locale: 'vi-VN',
    viewport: { width: 1280, height: 800 },
  });
  const page = await context.newPage();
  await signIn(page, server, server.account(role));
  return page;
}

async function ask(owner: Page, count: number): Promise<string> {
  const [gtin, number] = lot.split('/');
  return (await call(owner, 'POST', '/api/v1/stamp-orders', { gtin, lot: number, count })).id;
}

test('an officer sees how the province stands, and takes the numbers along', async ({
  page,
  server,
}) => {
  await signIn(page, server, server.account('officer'));
  await page
    .getByRole('navigation', { name: 'Các mục' })
    .getByRole('link', { name: 'Tổng quan' })
    .click();
  await expect(page.getByRole('heading', { name: 'Tem theo trạng thái' })).toBeVisible();
  await expect(page.getByRole('img', { name: /^Lượt kiểm tra theo tỉnh/ })).toBeVisible();
  for (const summary of await page.getByText('Bảng số liệu').all()) await summary.click();
  await expect(page.getByRole('row', { name: /^Phú Thọ / })).toBeVisible();
  await expect(page.getByRole('row', { name: /^\d{2}\/\d{2}\/\d{4} / })).toHaveCount(90);
  await page.getByRole('button', { name: '30 ngày', exact: true }).click();
  await expect(page.getByRole('row', { name: /^\d{2}\/\d{2}\/\d{4} / })).toHaveCount(30);
  for (const summary of await page.getByText('Bảng số liệu').all()) await summary.click();
  await look(page, 'overview');

  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: /^Tải CSV: Lượt kiểm tra theo tỉnh/ }).click();
  const csv = readFileSync(await (await saved).path(), 'utf8');
  expect(csv.startsWith('\ufeff"Tỉnh, thành phố",')).toBe(true);
  expect(csv.trimEnd().split('\r\n')).toHaveLength(35);

  const report = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Tải bản PDF' }).click();
  const pdf = await report;
  expect(pdf.suggestedFilename()).toBe('tong-quan.pdf');
  expect(
    readFileSync(await pdf.path())
      .subarray(0, 5)
      .toString(),
  ).toBe('%PDF-');
});

test('an auditor sees how the ledger stands', async ({ page, server }) => {
  await signIn(page, server, server.account('auditor'));
  await page.goto(`${server.url}/console/ledger`);
  await expect(page.getByText('Ổ đĩa còn trống')).toBeVisible();
  await expect(page.getByText('Ghi lần cuối')).toBeVisible();
  await look(page, 'ledger');
});

test('many orders are approved at once, and what is wrong with one stands at its row', async ({
  page,
  server,
  browser,
}) => {
  const owner = await open(browser, server, 'producer_owner');
  const good = await ask(owner, 11);
  const gone = await ask(owner, 12);
  await signIn(page, server, server.account('approver'));
  await page.goto(`${server.url}/console/approvals`);
  const list = page.getByRole('list', { name: 'Đơn chờ duyệt' });
  const row = (count: number) => list.getByRole('listitem').filter({ hasText: `${count} tem` });
  await expect(row(12)).toBeVisible();
  // Their own orders and those of others are left for another day.
  for (const other of await list.getByRole('checkbox').all()) await other.uncheck();
  await row(11).getByRole('checkbox').check();
  await row(12).getByRole('checkbox').check();
  await call(owner, 'POST', `/api/v1/stamp-orders/${gone}/cancel`); // after it was read
  const answered = page.waitForResponse('**/api/v1/stamp-orders/approve');
  await page.getByRole('button', { name: /^Duyệt 2 đơn/ }).click();
  expect((await (await answered).json()).results).toHaveLength(2);
  const approved = page.getByRole('list', { name: 'Đơn đã duyệt, chờ cấp tem' });
  await expect(approved.getByRole('listitem').filter({ hasText: '11 tem' })).toBeVisible();
  await expect(row(12).getByRole('alert')).toBeVisible();
  await expect(row(11)).toHaveCount(0);
  await look(page, 'approvals-refused');
  const state = async (id: string) =>
    page.evaluate(
      async (path) => (await (await fetch(path)).json()).state,
      `/api/v1/stamp-orders/${id}`,
    );
  expect(await state(good)).toBe('approved');
  expect(await state(gone)).toBe('cancelled');
  await owner.context().close();
});

test('progress of a print survives leaving the page, and a network without streams', async ({
  page,
  server,
  browser,
}) => {
  test.setTimeout(240_000);
  await signIn(page, server, server.account('producer_owner'));
  const approver = await open(browser, server, 'approver');
  const order = await ask(page, 2500);
  await call(approver, 'POST', '/api/v1/stamp-orders/approve', { orders: [{ id: order }] });
  await call(approver, 'POST', `/api/v1/stamp-orders/${order}/issue`);
  await approver.context().close();
  const begin = async (first: number, last: number) => {
    const recipient = { kind: 'person', name: 'Mai' };
    const body = { order, first, last, format: 'pdf', recipient };
    return call(page, 'POST', '/api/v1/print-runs', body);
  };
  // The service makes so many labels in a moment: what it says on the way is said here at leisure.
  const told = { status: 'running', done: 500, total: 2000 };
  let held = true;
  await page.route('**/api/v1/print-runs?*', async (route) => {
    const list = await (await route.fetch()).json();
    if (held) Object.assign(list.items.at(-1), { state: 'making', done: 0, total: 2000 });
    await route.fulfill({ json: list });
  });
  await page.route('**/api/v1/jobs/*/events', async (route) => {
    if (!held) return route.continue();
    const id = new URL(route.request().url()).pathname.split('/').at(-2);
    const body = `retry: 60000\ndata: ${JSON.stringify({ id, ...told })}\n\n`;
    return route.fulfill({ contentType: 'text/event-stream', body });
  });
  await begin(1, 2000);
  await page.goto(`${server.url}/console/orders/${order}`);
  const bar = page.getByRole('progressbar');
  const made = page.getByRole('button', { name: 'Lấy đường dẫn tải tệp in' });
  await expect(page.getByText('Đã làm 500 trên 2.000 tem')).toBeVisible();
  await expect(bar).toHaveAttribute('value', '500');
  await look(page, 'print-progress');
  await page
    .getByRole('navigation', { name: 'Các mục' })
    .getByRole('link', { name: 'Lô hàng' })
    .first()
    .click();
  await expect(bar).toHaveCount(0);
  held = false;
  await page.goBack();
  await expect(made).toBeVisible({ timeout: 120_000 });

  // Where streams do not come through, the page asks by itself.
  await page.unroute('**/api/v1/jobs/*/events');
  await page.route('**/api/v1/jobs/*/events', (route) => route.abort());
  await begin(2001, 2500);
  await page.reload();
  await expect(made).toHaveCount(2, { timeout: 120_000 });
});
