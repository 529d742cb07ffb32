import { expect, look, signIn, test } from './fixtures.ts';

// Screens with what is seldom: long lists, odd words of the service, steps by keyboard.

test('"Ghi việc" works without a network for who has never opened it', async ({
  page,
  server,
  context,
}) => {
  const kept = page.waitForResponse((answer) => answer.url().includes('/api/v1/places'));
  await signIn(page, server, server.account('producer_staff'));
  await kept;
  await page.evaluate(() => navigator.serviceWorker.ready);
  await expect(page.locator('main').getByRole('link', { name: 'Ghi việc' })).toBeVisible();
  await page.waitForLoadState('networkidle');
  await context.setOffline(true);
  await page.locator('main').getByRole('link', { name: 'Ghi việc' }).click();
  await page.getByLabel('Ngành hàng').selectOption('tea');
  await page.getByRole('button', { name: 'Bón phân' }).click();
  await expect(page.getByRole('button', { name: 'Lưu' })).toBeVisible();
});

test('a lot whose number is as long as a serial is found', async ({ page, server }) => {
  await signIn(page, server, server.account('inspector'));
  await expect(page.getByRole('link', { name: 'Quét tem ngoài hiện trường' })).toHaveAttribute(
    'href',
    '/app/',
  );
  await look(page, 'home-inspector');
  const lot = {
    gtin: '09520000000035',
    lot: 'CHEXUAN2026A',
    made_on: '2026-11-01',
    quantity: { value: 1, unit: 'kg' },
  };
  await page.route('**/api/v1/lots?*', (route) => route.fulfill({ json: { items: [lot] } }));
  await page.goto(`${server.url}/console/search`);
  await page.getByLabel('Tìm gì').fill('CHEXUAN2026A');
  await page.getByRole('button', { name: 'Tra cứu' }).click();
  await expect(page.getByRole('list', { name: 'Kết quả' })).toContainText('CHEXUAN2026A');
  await look(page, 'search-lot');
});

test('what the service says in codes is read in words', async ({ page, server }) => {
  await signIn(page, server, server.account('inspector'));
  await page.route('**/api/v1/inspections/I1', (route) =>
    route.fulfill({
      json: {
        id: 'I1',
        revision: 1,
        gtin: '09520000000035',
        lot: 'TC1',
        at: '2026-11-20T02:00:00Z',
        received_at: '2026-11-20T02:00:00Z',
        place: 'Chợ Mẫu',
        findings: 'Không có',
        device: 'console-1',
        sequence: 1,
        photos: [],
        seen: [{ serial: '0123456789AB', then: 'not_activated', now: 'held' }],
        action: { kind: 'hold', reason: 'Chờ', stamps: [] },
        done: false,
        problem: 'lot_closed',
      },
    }),
  );
  await page.goto(`${server.url}/console/inspections/I1`);
  await expect(page.getByRole('row', { name: /0123456789AB/ })).toContainText('Tem chưa kích hoạt');
  await expect(page.getByRole('row', { name: /0123456789AB/ })).toContainText('Hàng bị tạm giữ');
  await expect(page.getByText(/^Chưa thực hiện được\. /)).not.toContainText('lot_closed');
  await look(page, 'inspection-words');
  await page.route('**/api/v1/alerts/A1', (route) =>
    route.fulfill({
      json: {
        id: 'A1',
        revision: 1,
        rule: 'lot_share',
        state: 'open',
        subject: 'lot:1',
        raised_at: '2026-11-20T02:00:00Z',
        figures: [
          { name: 'serials_on_three_phones', value: 12 },
          { name: 'chance_exponent', value: -9 },
        ],
        stamps: [],
      },
    }),
  );
  await page.goto(`${server.url}/console/alerts/A1`);
  await expect(page.getByRole('row', { name: 'Số tem có từ ba máy quét 12' })).toBeVisible();
  await look(page, 'alert-words');
  await page.goto(`${server.url}/console/me`);
  await expect(page.getByRole('list', { name: 'Phiên' })).toContainText('Chrome trên Linux');
  await look(page, 'me-sessions');
});

test('a page of the audit is added once, however often it is asked for', async ({
  page,
  server,
}) => {
  await signIn(page, server, server.account('auditor'));
  let fails = true;
  await page.route('**/api/v1/audit?*', async (route) => {
    const after = Number(new URL(route.request().url()).searchParams.get('after') ?? '0');
    if (after > 0 && fails) {
      fails = false;
      return route.fulfill({ status: 503, json: { type: 'urn:ocop:problem:store_unavailable' } });
    }
    const entry = (number: number) => ({
      number,
      act: `việc ${number}`,
      subject: '',
      at: '2026-11-20T02:00:00Z',
      role: 'auditor',
      actor: 'a',
    });
    const items = [entry(after + 1), entry(after + 2)];
    return route.fulfill({ json: after < 4 ? { items, next: after + 2 } : { items } });
  });
  await page.goto(`${server.url}/console/audit`);
  await page.getByRole('button', { name: 'Tra cứu' }).click();
  const list = page.getByRole('list', { name: 'Nhật ký hệ thống' }).getByRole('listitem');
  await expect(list).toHaveCount(2);
  const more = page.getByRole('button', { name: 'Xem thêm' });
  await more.click();
  await expect(page.getByRole('alert')).toBeVisible();
  await more.evaluate((button: HTMLButtonElement) => {
    button.click();
    button.click();
  });
  await expect(list).toHaveCount(4);
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('all segments of an order are read', async ({ page, server }) => {
  await signIn(page, server, server.account('producer_owner'));
  await page.route('**/api/v1/stamp-orders/O1', (route) =>
    route.fulfill({
      json: {
        id: 'O1',
        state: 'issued',
        gtin: '09520000000035',
        lot: 'TC1',
        count: 3,
        stars: 4,
        requested_at: '2026-11-20T02:00:00Z',
        confirmations: [],
      },
    }),
  );
  await page.route('**/api/v1/stamp-orders/O1/segments?*', (route) => {
    const at = Number(new URL(route.request().url()).searchParams.get('after') ?? '0') + 1;
    const Link = `</api/v1/stamp-orders/O1/segments?after=${at}>; rel="next"`;
    const items = [{ first: at, last: at, state: at === 3 ? 'issued' : 'activated' }];
    return route.fulfill({ json: { items }, headers: at < 3 ? { Link } : {} });
  });
  await page.goto(`${server.url}/console/orders/O1`);
  await expect(page.getByRole('row', { name: /^3–3/ })).toBeVisible();
  await expect(page.getByRole('button', { name: 'In tem' })).toBeVisible();
});

test('after a step that takes its own button away, the keyboard is at the heading', async ({
  page,
  server,
}) => {
  await signIn(page, server, server.account('producer_owner'));
  await page.goto(`${server.url}/console/api-keys`);
  await page.getByRole('button', { name: 'Tạo khóa' }).click();
  await page.getByLabel('Tên khóa').fill('Phần mềm bán hàng');
  await page.getByLabel('Ghi việc').check();
  await page.getByRole('dialog').getByRole('button', { name: 'Tạo khóa' }).click();
  await page.getByRole('button', { name: 'Thu hồi khóa' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Thu hồi khóa' }).click();
  await expect(page.getByText('Phần mềm bán hàng')).toHaveCount(0);
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
});
