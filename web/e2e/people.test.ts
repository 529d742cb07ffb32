import { expect, look, signIn, test } from './fixtures.ts';

// Administrator, auditor and inspector at a desk.

test.use({ viewport: { width: 1280, height: 800 } });

test('who is invited sets a password and a second factor, keeps recovery codes, and is in', async ({
  page,
  server,
  browser,
}) => {
  test.setTimeout(120_000);
  await signIn(page, server, server.account('administrator'));
  await page.goto(`${server.url}/console/accounts/new`);
  await page.getByLabel('Vai trò').selectOption('officer');
  await page.getByLabel('Họ tên').fill('Nguyễn Thị Mai');
  await page.getByLabel('Tên đăng nhập').fill('mai.nguyen');
  await page.getByLabel('Phòng, đơn vị').fill('Phòng Kinh tế');
  await look(page, 'invite');
  await page.getByRole('button', { name: 'Mời', exact: true }).click();
  const link = page.getByText(/\/console\/invitation#/);
  await expect(link).toBeVisible();
  const address = (await link.textContent()) ?? '';

  const context = await browser.newContext({
    ignoreHTTPSErrors: true,
    locale: 'vi-VN',
    viewport: { width: 360, height: 740 },
  });
  const own = await context.newPage();
  await own.goto(address);
  await own.getByLabel('Mật khẩu mới').fill('con trâu đi trước cái cày');
  await own.getByLabel('Nhập lại mật khẩu').fill('con trâu đi sau cái cày');
  await own.getByRole('button', { name: 'Đặt mật khẩu' }).click();
  await expect(own.getByRole('alert')).toContainText('không giống nhau');
  await look(own, 'invitation');
  await own.getByLabel('Nhập lại mật khẩu').fill('con trâu đi trước cái cày');
  await own.getByRole('button', { name: 'Đặt mật khẩu' }).click();

  await own.getByLabel('Tên đăng nhập').fill('mai.nguyen');
  await own.getByLabel('Mật khẩu').fill('con trâu đi trước cái cày');
  await own.getByRole('button', { name: 'Đăng nhập' }).click();
  await expect(own.getByRole('heading', { name: 'Cài xác thực hai lớp' })).toBeVisible();
  await look(own, 'enrol');
  const secret = ((await own.locator('.secret').textContent()) ?? '').replaceAll(' ', '');
  await own.getByLabel('Mã xác thực').fill(await server.code(secret));
  await own.getByRole('button', { name: 'Xác nhận' }).click();
  await expect(own.getByRole('heading', { name: 'Mã dự phòng' })).toBeVisible();
  await expect(own.locator('.codes li')).toHaveCount(10);
  const recovery = (await own.locator('.codes li').first().textContent()) ?? '';
  await look(own, 'recovery-codes');
  await own.getByRole('button', { name: 'Tôi đã cất các mã này' }).click();
  await expect(own.getByRole('heading', { name: 'Chào Nguyễn Thị Mai' })).toBeVisible();

  await own.goto(`${server.url}/console/me`);
  await own.getByRole('button', { name: 'Đăng xuất' }).click();
  await signIn(
    own,
    server,
    { login: 'mai.nguyen', password: 'con trâu đi trước cái cày', secret },
    recovery,
  );

  await page.goto(`${server.url}/console/accounts`);
  await page.getByRole('link', { name: 'Nguyễn Thị Mai' }).click();
  await page.getByRole('button', { name: 'Khóa tài khoản' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Khóa tài khoản' }).click();
  await expect(page.getByText('Đã khóa', { exact: true })).toBeVisible();
  await look(page, 'account');
  await own.goto(`${server.url}/console/`);
  await expect(own.getByRole('heading', { name: 'Đăng nhập' })).toBeVisible();
  await context.close();
});

test('a key of an own program is shown once and ended', async ({ page, server }) => {
  await signIn(page, server, server.account('producer_owner'));
  await page.goto(`${server.url}/console/api-keys`);
  await page.getByRole('button', { name: 'Tạo khóa' }).click();
  await page.getByLabel('Tên khóa').fill('Phần mềm kho');
  await page.getByLabel('Ghi việc').check();
  await page.getByRole('dialog').getByRole('button', { name: 'Tạo khóa' }).click();
  await expect(page.getByText(/^ocop_/)).toBeVisible();
  await look(page, 'api-key');
  await page.getByRole('button', { name: 'Thu hồi khóa' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Thu hồi khóa' }).click();
  await expect(page.getByText('Phần mềm kho')).toHaveCount(0);
});

test('an auditor searches the audit and reads how the log is', async ({ page, server }) => {
  await signIn(page, server, server.account('auditor'));
  await page.goto(`${server.url}/console/audit`);
  await page.getByLabel('Việc (không bắt buộc)').fill('GET /api/v1/audit');
  await page.getByRole('button', { name: 'Tra cứu' }).click();
  await page.getByRole('button', { name: 'Tra cứu' }).click();
  await expect(
    page.getByRole('list', { name: 'Nhật ký hệ thống' }).getByText('GET /api/v1/audit').first(),
  ).toBeVisible();
  await look(page, 'audit-found');
  await page.goto(`${server.url}/console/ledger`);
  await expect(page.getByText('Máy chủ đang nhận thay đổi bình thường.')).toBeVisible();
  await expect(page.getByText(new RegExp(`^${new URL(server.url).host}/log$`))).toBeVisible();
});

test('an inspector looks a stamp up, reads the story, holds the lot; a second person confirms', async ({
  page,
  server,
  browser,
}) => {
  test.setTimeout(120_000);
  await signIn(page, server, server.account('inspector'));
  await page.goto(`${server.url}/console/search`);
  await page.getByLabel('Tìm gì').fill(server.lines.get('stamp valid') ?? '');
  await page.getByRole('button', { name: 'Tra cứu' }).click();
  await expect(page.getByText('Số tem', { exact: true })).toBeVisible();
  await look(page, 'search-stamp');
  await page.getByLabel('Tìm gì').fill('che bat tien');
  await page.getByRole('button', { name: 'Tra cứu' }).click();
  await expect(page.getByRole('list', { name: 'Kết quả' })).toContainText('Chè Bát Tiên');

  await page.goto(`${server.url}/console/lots/09520000000035/TC1`);
  await expect(page.getByRole('heading', { name: 'Nhật ký' })).toBeVisible();
  await look(page, 'lot-story');
  await page.getByRole('link', { name: 'Ghi lần kiểm tra' }).click();
  await page.getByLabel('Nơi kiểm tra').fill('Chợ Mẫu');
  await page.getByLabel('Kết quả kiểm tra').fill('Bao bì rách, quá hạn');
  await page.getByLabel('Xử lý').selectOption('hold');
  await page.getByLabel('Lý do').fill('Chờ kiểm nghiệm');
  await look(page, 'inspection-new');
  await page.getByRole('button', { name: 'Lưu' }).click();
  await expect(page.getByText('Đã thực hiện')).toBeVisible();
  await look(page, 'inspection');

  const context = await browser.newContext({
    ignoreHTTPSErrors: true,
    locale: 'vi-VN',
    viewport: { width: 1280, height: 800 },
  });
  const second = await context.newPage();
  await signIn(second, server, server.account('approver'));
  await second.goto(`${server.url}/console/holds`);
  await second.getByRole('button', { name: 'Giữ lệnh tạm giữ' }).click();
  await second.getByRole('dialog').getByRole('button', { name: 'Giữ lệnh tạm giữ' }).click();
  await expect(second.getByText('Đang tạm giữ ·')).toBeVisible();
  await look(second, 'holds');
  await context.close();
});

test('an officer revokes the phone that an inspector lost, and its session is over', async ({
  page,
  server,
  browser,
}) => {
  await signIn(page, server, server.account('inspector'));
  const status = await page.evaluate(async () => {
    const own = (await (await fetch('/api/v1/account')).json()) as { session: { csrf: string } };
    const way = { name: 'ECDSA', namedCurve: 'P-256' };
    const pair = await crypto.subtle.generateKey(way, false, ['sign', 'verify']);
    const point = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
    const text = btoa(String.fromCharCode(...point));
    const key = text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
    const headers = { 'Content-Type': 'application/json', 'X-CSRF-Token': own.session.csrf };
    const body = JSON.stringify({ name: 'Điện thoại của Lan', public_key: key });
    return (await fetch('/api/v1/devices', { method: 'POST', headers, body })).status;
  });
  expect(status).toBe(201);
  await page.goto(`${server.url}/console/devices`);
  await expect(page.getByText('Điện thoại của Lan')).toBeVisible();
  await look(page, 'devices');

  const context = await browser.newContext({ ignoreHTTPSErrors: true, locale: 'vi-VN' });
  const second = await context.newPage();
  await signIn(second, server, server.account('officer'));
  await second.goto(`${server.url}/console/devices`);
  const row = second.getByRole('listitem').filter({ hasText: 'Điện thoại của Lan' });
  await row.getByRole('button', { name: 'Thu hồi máy' }).click();
  const dialog = second.getByRole('dialog');
  await dialog.getByLabel('Lý do').fill('Mất ở chợ');
  await dialog.getByRole('button', { name: 'Thu hồi máy' }).click();
  await expect(row).toContainText('Đã thu hồi lúc');
  await expect(row).toContainText('Mất ở chợ');
  await context.close();
  server.sessions.delete(server.account('inspector').login);
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Đăng nhập' })).toBeVisible();
});

test('a report of a buyer is read and closed', async ({ page, server, request }) => {
  const stamp = server.lines.get('stamp valid') ?? '';
  const filed = await request.post(`${server.url}/api/v1/reports`, {
    data: { stamp, wrong: 'torn_stamp', bought: 'Chợ phiên' },
  });
  expect(filed.status()).toBe(201);
  await signIn(page, server, server.account('inspector'));
  await page.goto(`${server.url}/console/reports`);
  await page.getByRole('link', { name: 'Tem rách, có dấu bóc' }).click();
  await page.getByRole('button', { name: 'Kết thúc xử lý' }).click();
  await page.getByLabel('Kết quả xử lý').selectOption('harmless');
  await page.getByLabel('Lý do').fill('Đã xem tại chợ');
  await page.getByRole('dialog').getByRole('button', { name: 'Kết thúc xử lý' }).click();
  await expect(page.getByText('Không có vấn đề')).toBeVisible();
  await look(page, 'report');
});

test('a password is changed, a weak one is refused at its field, and other sessions end', async ({
  page,
  server,
  browser,
}) => {
  const account = server.account('guest_inspector');
  await signIn(page, server, account);
  await page.goto(`${server.url}/console/me`);
  const change = async (next: string) => {
    await page.getByLabel('Mật khẩu hiện nay').fill(account.password);
    await page.getByLabel('Mật khẩu mới').fill(next);
    await page.getByLabel('Nhập lại mật khẩu').fill(next);
    await page.getByRole('dialog').getByRole('button', { name: 'Đổi mật khẩu' }).click();
  };
  await page.getByRole('button', { name: 'Đổi mật khẩu' }).click();
  await change('ngắn quá');
  await expect(page.getByRole('alert')).toContainText('quá ngắn hoặc dễ đoán');
  await expect(page.getByLabel('Mật khẩu mới')).toBeFocused();
  await expect(page.getByText('Kiểm tra lại mục này (ít nhất 12 ký tự')).toBeVisible();
  await look(page, 'password');
  await change('nước chảy đá mòn mãi thôi');
  await expect(page.getByText('Đã đổi mật khẩu.')).toBeVisible();

  const context = await browser.newContext({ ignoreHTTPSErrors: true, locale: 'vi-VN' });
  const other = await context.newPage();
  server.sessions.delete(account.login);
  const changed = { ...account, password: 'nước chảy đá mòn mãi thôi' };
  server.accounts.set('guest_inspector', changed); // for who signs in later
  await signIn(other, server, changed);
  await page.getByRole('button', { name: 'Kết thúc mọi phiên' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Kết thúc mọi phiên' }).click();
  await expect(page.getByRole('heading', { name: 'Đăng nhập' })).toBeVisible();
  await other.goto(`${server.url}/console/me`);
  await expect(other.getByRole('heading', { name: 'Đăng nhập' })).toBeVisible();
  await context.close();
});
