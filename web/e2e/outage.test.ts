import type { Page } from '@playwright/test';
import { expect, look, signIn, test } from './fixtures.ts';
import type { Server } from './server.ts';

// What was written while the network, the session or an answer was lost: sent once, and only once.

const waiting = (page: Page) => page.getByText('1 việc đã ghi đang chờ gửi');

async function openLog(page: Page, server: Server) {
  await signIn(page, server, server.account('producer_owner'));
  await page.goto(`${server.url}/console/log`);
  await expect(page.getByRole('button', { name: 'Bón phân' })).toBeVisible();
  await page.evaluate(() => navigator.serviceWorker.ready);
}

async function write(page: Page, note: string) {
  await page.getByRole('button', { name: 'Bón phân' }).click();
  await page.getByLabel('Ghi chú').fill(note);
  await page.getByRole('button', { name: 'Lưu' }).click();
}

async function seenOnce(page: Page, server: Server, note: string) {
  await expect(waiting(page)).toHaveCount(0);
  await page.goto(`${server.url}/console/lots`);
  await page.locator('main .list').getByRole('link').first().waitFor();
  const found = await page.evaluate(async (text) => {
    const lots = await (await fetch('/api/v1/lots')).json();
    let count = 0;
    for (const { gtin, lot } of lots.items) {
      const story = await (await fetch(`/api/v1/lots/${gtin}/${lot}/events`)).text();
      count += story.split(text).length - 1;
    }
    return count;
  }, note);
  expect(found).toBe(1);
}

test('loaded without a network, the console sends what waits when there is one, by itself', async ({
  page,
  server,
  context,
}) => {
  await openLog(page, server);
  await context.setOffline(true);
  await page.reload();
  await write(page, 'ghi khi mở máy không có mạng');
  await expect(waiting(page)).toBeVisible();
  await context.setOffline(false);
  await seenOnce(page, server, 'ghi khi mở máy không có mạng');
});

test('what waits when a session ends is there after the next sign-in, and is sent', async ({
  page,
  server,
}) => {
  await openLog(page, server);
  await page.context().clearCookies();
  server.sessions.delete(server.account('producer_owner').login);
  await write(page, 'ghi khi phiên đã hết');
  await expect(page.getByRole('heading', { name: 'Đăng nhập' })).toBeVisible();
  const sent = page.waitForResponse(
    (answer) => answer.url().endsWith('/events') && answer.status() === 201,
  );
  const account = server.account('producer_owner');
  await page.getByLabel('Tên đăng nhập').fill(account.login);
  await page.getByLabel('Mật khẩu').fill(account.password);
  await page.getByRole('button', { name: 'Đăng nhập' }).click();
  const code = page.getByLabel('Mã xác thực');
  await code.fill(await server.code(account.secret));
  await page.getByRole('button', { name: 'Đăng nhập' }).click();
  await sent;
  server.sessions.set(account.login, await page.context().cookies());
  await seenOnce(page, server, 'ghi khi phiên đã hết');
});

test('an event that something between refuses is shown with the reason, and can be dropped', async ({
  page,
  server,
}) => {
  await openLog(page, server);
  await page.route('**/events', (route) =>
    route.request().method() === 'POST'
      ? route.fulfill({ status: 413, contentType: 'text/html', body: '<h1>Too large</h1>' })
      : route.continue(),
  );
  await write(page, 'ghi nhưng bị chặn');
  await waiting(page).click();
  await expect(page.getByRole('alert')).toContainText('413');
  await look(page, 'queue-blocked');
  await page.getByRole('button', { name: 'Bỏ việc này' }).click();
  await expect(page.getByText('Không còn việc nào chờ gửi.')).toBeVisible();
});

test('another tab with a newer session does not make this one fail', async ({ page, server }) => {
  await openLog(page, server);
  const account = server.account('producer_owner');
  const status = await page.evaluate(
    async (code) => {
      const own = await (await fetch('/api/v1/account')).json();
      const answer = await fetch('/api/v1/sessions/current/step-up', {
        method: 'POST',
        body: JSON.stringify({ code }),
        headers: { 'X-CSRF-Token': own.session.csrf, 'Content-Type': 'application/json' },
      });
      return answer.status;
    },
    await server.code(account.secret),
  );
  expect(status).toBe(200);
  server.sessions.set(account.login, await page.context().cookies());
  await write(page, 'ghi sau khi thẻ khác xác thực lại');
  await seenOnce(page, server, 'ghi sau khi thẻ khác xác thực lại');
});

test('who signs out without a network is signed out at the service when there is one', async ({
  page,
  server,
  context,
}) => {
  const account = server.account('producer_staff');
  await signIn(page, server, account);
  server.sessions.delete(account.login);
  await page.goto(`${server.url}/console/me`);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await expect(page.getByRole('button', { name: 'Đăng xuất' })).toBeVisible();
  await context.setOffline(true);
  await page.getByRole('button', { name: 'Đăng xuất' }).click();
  await expect(page.getByText('Đã đăng xuất trên máy này.')).toBeVisible();
  await look(page, 'signed-out-offline', { axe: false });
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Đăng nhập' })).toBeVisible();
  const ended = page.waitForResponse(
    (answer) => answer.request().method() === 'DELETE' && answer.status() === 200,
  );
  await context.setOffline(false);
  await ended;
  await expect(page.getByText('Đã đăng xuất trên máy này.')).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Đăng nhập' })).toBeVisible();
});

test('an inspection whose answer was lost is recorded once, and the next one is not blocked', async ({
  page,
  server,
}) => {
  await signIn(page, server, server.account('inspector'));
  const fill = async (findings: string) => {
    await page.getByLabel('Nơi kiểm tra').fill('Chợ Mẫu');
    await page.getByLabel('Kết quả kiểm tra').fill(findings);
    await page.getByLabel('Lý do').fill('Nhắc cơ sở');
    const chooser = page.waitForEvent('filechooser');
    await page.getByLabel('Chụp ảnh').click();
    const photo = { name: 'a.png', mimeType: 'image/png', buffer: await page.screenshot() };
    await (await chooser).setFiles(photo);
    await expect(page.getByRole('img', { name: 'Ảnh 1' })).toBeVisible();
  };
  const save = page.getByRole('button', { name: 'Lưu' });
  const loseOne = () =>
    page.route(
      '**/api/v1/inspections',
      async (route) => {
        await route.fetch();
        await route.abort();
      },
      { times: 1 },
    );
  const recorded = async (findings: string) => {
    const lines = await page.evaluate(async () => {
      const { items } = await (await fetch('/api/v1/inspections?limit=100')).json();
      return items as { findings: string; gap?: boolean }[];
    });
    const found = lines.filter((one) => one.findings === findings);
    expect(found.filter((one) => one.gap)).toEqual([]);
    return found.length;
  };

  await page.goto(`${server.url}/console/inspections/new`);
  await fill('Nhãn bị mờ');
  await loseOne();
  await save.click();
  await expect(page.getByRole('alert')).toContainText('mạng');
  await save.click();
  await expect(page.getByText('Nhãn bị mờ')).toBeVisible();
  expect(await recorded('Nhãn bị mờ')).toBe(1);

  await page.goto(`${server.url}/console/inspections/new`);
  await fill('Thiếu hạn dùng');
  await loseOne();
  await save.click();
  await expect(page.getByRole('alert')).toContainText('mạng');
  await page.reload();
  await fill('Thiếu hạn dùng và số lô');
  await save.click();
  await expect(page.getByRole('alert')).toContainText('Lần bấm Lưu trước đã được ghi nhận');
  await look(page, 'inspection-kept-before');
  await save.click();
  await expect(page.getByText('Thiếu hạn dùng và số lô')).toBeVisible();
  expect(await recorded('Thiếu hạn dùng')).toBe(1);
  expect(await recorded('Thiếu hạn dùng và số lô')).toBe(1);
});

test('an activation that got no answer is sent again word for word', async ({ page, server }) => {
  await signIn(page, server, server.account('producer_owner'));
  await page.goto(`${server.url}/console/stamps`);
  const stamp = { order: 'O1', lot: 'E2E1', position: 7 };
  await page.route('**/api/v1/verify', (route) => route.fulfill({ json: { stamp } }));
  const sent: { key: string | undefined; body: string | null }[] = [];
  await page.route('**/activate', (route) => {
    const key = route.request().headers()['idempotency-key'];
    sent.push({ key, body: route.request().postData() });
    return sent.length === 1 ? route.abort() : route.fulfill({ json: { count: 1 } });
  });
  await page.getByLabel('Tem đầu cuộn').fill('0123-4567-89AB');
  await page.getByRole('button', { name: 'Tra cứu' }).click();
  await page.getByRole('button', { name: 'Kích hoạt' }).click();
  await expect(page.getByRole('alert')).toContainText('mạng');
  await page.getByRole('button', { name: 'Kích hoạt' }).click();
  await expect(page.getByText('Đã kích hoạt 1 tem.').first()).toBeVisible();
  expect(sent).toHaveLength(2);
  expect(sent[1]).toEqual(sent[0]);
});

test('what is looked for in a list is found on its later pages', async ({ page, server }) => {
  await signIn(page, server, server.account('producer_owner'));
  await page.route('**/api/v1/lots?*', (route) => {
    const url = new URL(route.request().url());
    const number = Number(url.searchParams.get('after') ?? '0');
    const items = Array.from({ length: 50 }, (_, i) => ({
      gtin: '09520000000035',
      lot: `L${number * 50 + i}X`,
      made_on: '2026-11-01',
      quantity: { value: 1, unit: 'kg' },
    }));
    const next = `</api/v1/lots?after=${number + 1}>; rel="next"`;
    return route.fulfill({ json: { items }, headers: number < 3 ? { Link: next } : {} });
  });
  await page.goto(`${server.url}/console/lots`);
  const list = page.getByRole('list', { name: 'Lô hàng' }).getByRole('listitem');
  await expect(list).toHaveCount(50);
  await page.getByLabel('Tìm trong danh sách').fill('L188X');
  await expect(list).toHaveCount(1);
  await page.getByLabel('Tìm trong danh sách').fill('L999X');
  await expect(page.getByText('Không tìm thấy.')).toBeVisible();
});
