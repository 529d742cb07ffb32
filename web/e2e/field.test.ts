import { expect, look, signIn, test } from './fixtures.ts';

// Growers and partners, on a phone, who see no register.

test('a grower records what was done, for a lot whose number they were told', async ({
  page,
  server,
}) => {
  await signIn(page, server, server.account('grower'));
  await page.locator('main').getByRole('link', { name: 'Ghi việc' }).click();
  await page.getByLabel('Lô', { exact: true }).fill('09520001100017/CHE1');
  await page.getByLabel('Ngành hàng').selectOption('tea');
  await look(page, 'grower-steps');
  await page.getByRole('button', { name: 'Hái tay' }).click();
  await page.getByLabel('Số lượng', { exact: true }).fill('12.5');
  await page.getByRole('button', { name: 'Lưu' }).click();
  await expect(page.getByRole('heading', { name: 'Lô CHE1' })).toBeVisible();
  await expect(page.getByText('12,5 kg')).toBeVisible();
  await look(page, 'grower-story');
});

test('an event that the service refuses stays, with the reason, until the person decides', async ({
  page,
  server,
}) => {
  await signIn(page, server, server.account('grower'));
  await page.goto(`${server.url}/console/log`);
  await page.getByLabel('Lô', { exact: true }).fill('09529999999993/NONE');
  await page.getByLabel('Ngành hàng').selectOption('tea');
  await page.getByRole('button', { name: 'Vò chè' }).click();
  await page.getByRole('button', { name: 'Lưu' }).click();
  await page.getByRole('link', { name: '1 việc đã ghi đang chờ gửi' }).click();
  await expect(page.getByRole('alert')).toContainText('Không có lô này');
  await look(page, 'queue-refused');
  await page.getByRole('button', { name: 'Bỏ việc này' }).click();
  await expect(page.getByText('Không còn việc nào chờ gửi.')).toBeVisible();
});

test('a partner reads the story of a lot that names them, and no more', async ({
  page,
  server,
}) => {
  await signIn(page, server, server.account('partner'));
  await page.locator('main').getByRole('link', { name: 'Tra cứu' }).click();
  await page.getByLabel('Tìm gì').fill('09520001100017/CHE1');
  await page.getByRole('button', { name: 'Tra cứu' }).click();
  await page.getByRole('link', { name: 'Lô CHE1' }).click();
  await expect(page.getByRole('heading', { name: 'Nhật ký' })).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('staff order stamps and cannot approve them', async ({ page, server }) => {
  await signIn(page, server, server.account('producer_staff'));
  await page.goto(`${server.url}/console/orders/new`);
  await page.getByLabel('Số tem').fill('0');
  await page.getByRole('button', { name: 'Gửi đơn' }).click();
  await expect(page.getByLabel('Số tem')).toBeFocused();
  await page.getByLabel('Số tem').fill('10');
  await page.getByRole('button', { name: 'Gửi đơn' }).click();
  await expect(page.getByText('Chờ duyệt')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Duyệt đơn' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Hủy đơn' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Hủy đơn' }).click();
  await expect(page.getByText('Đã hủy', { exact: true })).toBeVisible();
});

test('an answer that is lost on the way makes no second order', async ({ page, server }) => {
  await signIn(page, server, server.account('producer_staff'));
  await page.goto(`${server.url}/console/orders/new`);
  await page.getByLabel('Số tem').fill('7');
  const keys: string[] = [];
  await page.route('**/api/v1/stamp-orders', async (route) => {
    if (route.request().method() !== 'POST') return route.fallback();
    keys.push(route.request().headers()['idempotency-key'] ?? '');
    if (keys.length > 1) return route.fallback();
    await route.fetch(); // it was done, and nobody hears of it
    await route.abort();
  });
  await page.getByRole('button', { name: 'Gửi đơn' }).click();
  await expect(page.getByRole('alert')).toContainText('Không kết nối được máy chủ');
  await page.getByRole('button', { name: 'Gửi đơn' }).click();
  await expect(page.getByText('Chờ duyệt')).toBeVisible();
  expect(keys[1]).toBe(keys[0]);
  await page.goto(`${server.url}/console/orders`);
  await expect(page.getByRole('link', { name: /^7 tem/ })).toHaveCount(1);
});

test('when the session is over one signs in again and is where one was', async ({
  page,
  server,
  context,
}) => {
  await signIn(page, server, server.account('producer_staff'));
  await page.goto(`${server.url}/console/lots`);
  await expect(page.getByRole('heading', { name: 'Lô hàng' })).toBeVisible();
  await page.waitForLoadState('networkidle');
  await context.clearCookies();
  await page.getByRole('link', { name: 'CHE1' }).click();
  await expect(page.getByRole('heading', { name: 'Đăng nhập' })).toBeVisible();
  const { login, password, secret } = server.account('producer_staff');
  await page.getByLabel('Tên đăng nhập').fill(login);
  await page.getByLabel('Mật khẩu').fill(password);
  await page.getByRole('button', { name: 'Đăng nhập' }).click();
  await page.getByLabel('Mã xác thực').fill(await server.code(secret));
  await page.getByRole('button', { name: 'Đăng nhập' }).click();
  await expect(page.getByRole('heading', { name: 'Lô CHE1' })).toBeVisible();
});

test('what one person saw is gone from the device when they sign out', async ({ page, server }) => {
  await signIn(page, server, server.account('producer_staff'));
  await page.goto(`${server.url}/console/lots`);
  await expect(page.getByRole('link', { name: 'CHE1' })).toBeVisible();
  const kept = () =>
    page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          const opening = indexedDB.open('console');
          opening.onsuccess = () => {
            const counting = opening.result.transaction('values').objectStore('values').count();
            counting.onsuccess = () => resolve(counting.result);
          };
        }),
    );
  expect(await kept()).toBeGreaterThan(0);
  await page.goto(`${server.url}/console/me`);
  await page.getByRole('button', { name: 'Đăng xuất' }).click();
  await expect(page.getByRole('heading', { name: 'Đăng nhập' })).toBeVisible();
  expect(await kept()).toBe(0);
});

test('without a network one still finds what one saw, and nothing is lost in the middle', async ({
  page,
  server,
  context,
}) => {
  await signIn(page, server, server.account('producer_owner'));
  for (const place of ['', 'lots', 'lots/09520001100024/TRA1', 'orders']) {
    await page.goto(`${server.url}/console/${place}`);
    await expect(page.getByText('Đang tải…')).toHaveCount(0);
  }
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.goto(`${server.url}/console/orders/new`);
  await page.getByLabel('Số tem').fill('9');
  await context.setOffline(true);
  await page.getByRole('button', { name: 'Gửi đơn' }).click();
  await expect(page.getByRole('alert')).toContainText('Không kết nối được máy chủ');
  await expect(page.getByLabel('Số tem')).toHaveValue('9');
  await context.setOffline(false);
  await page.getByRole('button', { name: 'Gửi đơn' }).click();
  await expect(page.getByText('Chờ duyệt')).toBeVisible();
  await context.setOffline(true);
  for (const [place, text] of [
    ['', 'Chào'],
    ['lots', 'TRA1'],
    ['lots/09520001100024/TRA1', 'Sản lượng của lô'],
    ['orders', '400 tem · TRA1'],
  ]) {
    await page.goto(`${server.url}/console/${place}`);
    await expect(
      page
        .locator('main')
        .getByText(text ?? '')
        .first(),
      place,
    ).toBeVisible();
    await expect(page.getByRole('alert'), place).toHaveCount(0);
  }
  await context.setOffline(false);
});
