import { expect, look, signIn, test } from './fixtures.ts';

test('a stranger sees the sign-in at any place, and what is wrong with it in words', async ({
  page,
  server,
}) => {
  await page.goto(`${server.url}/console/lots`);
  await expect(page.getByRole('heading', { name: 'Đăng nhập' })).toBeVisible();
  await page.getByLabel('Tên đăng nhập').fill('nobody');
  await page.getByLabel('Mật khẩu').fill('một câu nào đó không đúng');
  await page.getByRole('button', { name: 'Đăng nhập' }).click();
  await expect(page.getByRole('alert')).toContainText('Tên đăng nhập hoặc mật khẩu không đúng');
  await look(page, 'sign-in');
});

test('who comes back from an OpenID provider without an account is told so in words', async ({
  page,
  server,
}) => {
  await page.goto(`${server.url}/console/?problem=oidc_account_unknown`);
  await expect(page.getByRole('alert')).toContainText('chưa được cấp quyền ở đây');
  await page.goto(`${server.url}/console/?problem=constructor`);
  await expect(page.getByRole('alert')).toContainText('(constructor, 403)');
  await page.goto(`${server.url}/console/?problem=G%E1%BB%8Di%201900`);
  await expect(page.getByRole('heading', { name: 'Đăng nhập' })).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('the console speaks the language that is chosen', async ({ page, server }) => {
  await page.goto(`${server.url}/console/`);
  await page.getByRole('button', { name: 'English' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
});

test('an address that cannot be decoded is a page that is not there', async ({ page, server }) => {
  await signIn(page, server, server.account('producer_owner'));
  await page.evaluate(() => {
    history.pushState(null, '', '/console/lots/%E0%A4%A/x');
    dispatchEvent(new PopStateEvent('popstate'));
  });
  await expect(page.getByRole('heading', { name: 'Không có trang này' })).toBeVisible();
});

test('every section of every role opens without a fault', async ({ page, server }) => {
  test.setTimeout(600_000);
  const looked = new Set<string>();
  for (const [role, account] of server.accounts) {
    await signIn(page, server, account);
    const links = page.getByRole('navigation', { name: 'Các mục' }).locator('a');
    const addresses = await links.evaluateAll((all) =>
      all.map((a) => (a as HTMLAnchorElement).pathname),
    );
    for (const address of addresses) {
      await page.goto(server.url + address);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expect(page.getByText('Đang tải…')).toHaveCount(0);
      await expect(page.getByRole('alert'), `${role} ${address}`).toHaveCount(0);
      // Each section once, and each role's home.
      if (looked.has(address) && address !== '/console/') continue;
      looked.add(address);
      await look(page, `${role}${address.replace('/console', '').replaceAll('/', '-')}`);
    }
    await page.goto(`${server.url}/console/me`);
    await page.getByRole('button', { name: 'Đăng xuất' }).click();
    await expect(page.getByRole('heading', { name: 'Đăng nhập' })).toBeVisible();
  }
});
