import type { Browser } from '@playwright/test';
import { expect, look, signIn, test } from './fixtures.ts';
import type { Server } from './server.ts';

// Officers, approvers and commune officers at a desk: what takes two persons is done by two.

test.describe.configure({ mode: 'serial' });
test.use({ viewport: { width: 1280, height: 800 } });

const code = '25-08620-77-2026';

async function desk(browser: Browser, server: Server, role: string) {
  const context = await browser.newContext({
    ignoreHTTPSErrors: true,
    locale: 'vi-VN',
    viewport: { width: 1280, height: 800 },
  });
  const page = await context.newPage();
  await signIn(page, server, server.account(role));
  return page;
}

test('an officer registers a producer, its product, a trade item and a certificate, by keyboard too', async ({
  page,
  server,
}) => {
  test.setTimeout(120_000);
  await signIn(page, server, server.account('officer'));
  await page.goto(`${server.url}/console/producers/new`);
  await page.getByLabel('Tên', { exact: true }).fill('HTX Mật ong Thử Nghiệm');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowDown');
  await page.getByLabel('Mã xã').fill('0862');
  await page.getByLabel('Địa chỉ').fill('Xóm Thử, Phú Thọ');
  await page.getByRole('button', { name: 'Đăng ký' }).click();
  await expect(page.getByLabel('Mã xã')).toBeFocused(); // the browser itself says what form it has
  await page.getByLabel('Mã xã').fill('08620');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/^Đã đăng ký HTX Mật ong Thử Nghiệm/)).toBeVisible();

  await page.goto(`${server.url}/console/products/new`);
  await page.getByLabel('Mã sản phẩm').fill(code);
  await page.getByLabel('Tên', { exact: true }).fill('Mật ong hoa rừng Thử Nghiệm');
  await page
    .getByLabel('Chủ thể')
    .selectOption({ label: await optionWith(page, 'Chủ thể', 'Thử Nghiệm') });
  await page
    .getByLabel('Cơ quan')
    .selectOption({ label: await optionWith(page, 'Cơ quan', 'phu-tho') });
  await page.getByLabel('Bộ tiêu chí số').fill('1');
  await look(page, 'product-new');
  await page.getByRole('button', { name: 'Đăng ký' }).click();
  await expect(page.getByText(/^Đã đăng ký Mật ong/)).toBeVisible();

  await page.goto(`${server.url}/console/items/new`);
  await page.getByLabel('Sản phẩm', { exact: true }).selectOption(code);
  await page.getByLabel('Tên', { exact: true }).fill('Chai 500 ml');
  await page.getByLabel('Khối lượng tịnh', { exact: true }).fill('500');
  await page.getByLabel('Đơn vị của Khối lượng tịnh').selectOption('ml');
  await page.getByRole('button', { name: 'Đăng ký' }).click();
  await expect(page.getByText(/^Đã đăng ký Chai 500 ml \(\d{14}\)/)).toBeVisible();

  await page.goto(`${server.url}/console/certificates/new`);
  await page.getByLabel('Sản phẩm', { exact: true }).selectOption(code);
  await page
    .getByLabel('Cơ quan')
    .selectOption({ label: await optionWith(page, 'Cơ quan', 'phu-tho') });
  await page.getByLabel('Hạng sao').selectOption('4');
  await page.getByLabel('Số quyết định').fill('77/QĐ-UBND');
  await page.getByLabel('Ngày quyết định').fill('2026-10-01');
  await page.getByLabel('Ngày cấp').fill('2026-10-01');
  await page.getByRole('button', { name: 'Đăng ký' }).click();
  await expect(page.getByText('Chờ xác nhận')).toBeVisible();
  await look(page, 'certificate-waits');
});

async function optionWith(
  page: import('@playwright/test').Page,
  label: string,
  part: string,
): Promise<string> {
  const text = await page
    .getByLabel(label)
    .locator('option', { hasText: part })
    .first()
    .textContent();
  return text?.trim() ?? '';
}

test('a certificate holds once two persons of different units compared it with the decision', async ({
  browser,
  server,
}) => {
  test.setTimeout(120_000);
  const scan = {
    name: 'qd.pdf',
    mimeType: 'application/pdf',
    buffer: Buffer.from('%PDF-1.4 quyết định 77'),
  };
  const confirm = async (role: string) => {
    const page = await desk(browser, server, role);
    await page.goto(`${server.url}/console/certificates/${code}.01`);
    await page.getByLabel('Bản quét quyết định trên máy này').setInputFiles(scan);
    await expect(page.getByText(/SHA-256 [0-9a-f]{64}/)).toBeVisible();
    await page.getByRole('button', { name: 'Xác nhận giấy chứng nhận' }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: 'Xác nhận giấy chứng nhận' })
      .click();
    return page;
  };
  const officer = await confirm('officer');
  await expect(officer.getByText('Chờ xác nhận')).toBeVisible();
  const approver = await confirm('approver');
  await expect(approver.getByText('Còn hiệu lực')).toBeVisible();
  await look(approver, 'certificate');

  await approver.getByRole('button', { name: 'Thu hồi' }).click();
  await approver.getByLabel('Số quyết định').fill('88/QĐ-UBND');
  await approver.getByLabel('Căn cứ thu hồi').selectOption('4');
  await look(approver, 'withdraw');
  await approver.getByRole('dialog').getByRole('button', { name: 'Thu hồi' }).click();
  await expect(approver.getByText('Đang đề nghị thu hồi')).toBeVisible();
  await approver.getByRole('button', { name: 'Xác nhận' }).click();
  await approver.getByRole('dialog').getByRole('button', { name: 'Xác nhận' }).click();
  await expect(approver.getByRole('alert')).toContainText('Cần một người khác');
  await approver.getByRole('button', { name: 'Thôi' }).click();
  const administrator = await desk(browser, server, 'administrator');
  await administrator.goto(`${server.url}/console/certificates/${code}.01`);
  await administrator.getByRole('button', { name: 'Xác nhận' }).click();
  await administrator.getByRole('dialog').getByRole('button', { name: 'Xác nhận' }).click();
  await expect(administrator.getByText('Bị thu hồi', { exact: true })).toBeVisible();
  for (const page of [officer, approver, administrator]) await page.context().close();
});

test('a declared output is attested by the commune, and raised by two', async ({
  browser,
  server,
}) => {
  test.setTimeout(120_000);
  const owner = await desk(browser, server, 'producer_owner');
  await owner.goto(`${server.url}/console/quotas/new`);
  await owner.getByLabel('Vụ', { exact: true }).fill('2027');
  await owner.getByLabel('Từ ngày').fill('2027-01-01');
  await owner.getByLabel('Đến hết ngày').fill('2027-12-31');
  await owner.getByLabel('Sản lượng khai', { exact: true }).fill('1200');
  await owner.getByRole('button', { name: 'Khai', exact: true }).click();
  await expect(owner.getByText('Xã chưa xác nhận sản lượng')).toBeVisible();
  const address = owner.url();

  const commune = await desk(browser, server, 'commune_officer');
  await commune.goto(address);
  await commune.getByRole('button', { name: 'Xác nhận sản lượng' }).click();
  await commune.getByLabel('Diện tích (m²)').fill('8000');
  await commune.getByLabel('Năng suất mỗi hecta', { exact: true }).fill('1500');
  await commune.getByLabel('Căn cứ').fill('Đo tại nương, xem sổ thu mua');
  await look(commune, 'attest');
  await commune.getByRole('dialog').getByRole('button', { name: 'Xác nhận sản lượng' }).click();
  await expect(commune.getByText('Xã xác nhận lúc')).toBeVisible();
  await commune.getByRole('button', { name: 'Nâng giới hạn' }).click();
  await commune.getByLabel('Giới hạn mới', { exact: true }).fill('1500');
  await commune.getByLabel('Lý do').fill('Được mùa');
  await commune.getByRole('dialog').getByRole('button', { name: 'Nâng giới hạn' }).click();
  await expect(commune.getByText('Đề nghị nâng giới hạn')).toBeVisible();

  const approver = await desk(browser, server, 'approver');
  await approver.goto(address);
  await approver.getByRole('button', { name: 'Xác nhận nâng giới hạn' }).click();
  await approver
    .getByRole('dialog')
    .getByRole('button', { name: 'Xác nhận nâng giới hạn' })
    .click();
  await expect(approver.getByText('Đề nghị nâng giới hạn')).toHaveCount(0);
  await expect(approver.getByText('1.500 kg').first()).toBeVisible();
  await look(approver, 'quota');
  for (const page of [owner, commune, approver]) await page.context().close();
});

test('a recall is proposed by one, ordered by another, answered by the producer', async ({
  browser,
  server,
}) => {
  test.setTimeout(120_000);
  const lot = `${server.url}/console/lots/09520001100017/CHE1`;
  const officer = await desk(browser, server, 'officer');
  await officer.goto(lot);
  await officer.getByRole('button', { name: 'Thu hồi lô' }).click();
  await officer.getByLabel('Lý do').fill('Dư lượng vượt ngưỡng');
  await officer.getByLabel('Số quyết định').fill('99/QĐ-SNN');
  await officer.getByLabel('Ngày quyết định').fill('2026-11-20');
  await officer.getByRole('dialog').getByRole('button', { name: 'Thu hồi lô' }).click();
  await expect(officer.getByRole('heading', { name: 'Đang đề nghị thu hồi' })).toBeVisible();

  const approver = await desk(browser, server, 'approver');
  await approver.goto(lot);
  await approver.getByRole('button', { name: 'Ra lệnh thu hồi' }).click();
  await approver.getByRole('dialog').getByRole('button', { name: 'Ra lệnh thu hồi' }).click();
  await expect(approver.getByRole('heading', { name: 'Lô đang bị thu hồi' })).toBeVisible();
  await look(approver, 'recall');

  const owner = await desk(browser, server, 'producer_owner');
  await owner.goto(lot);
  await owner.getByRole('button', { name: 'Gửi ý kiến của cơ sở' }).click();
  await owner.getByRole('textbox', { name: 'Ý kiến của cơ sở' }).fill('Đã dừng bán');
  await owner.getByRole('dialog').getByRole('button', { name: 'Gửi ý kiến của cơ sở' }).click();
  await expect(owner.getByText('Đã dừng bán')).toBeVisible();
  await owner.goto(`${server.url}/console/notices`);
  await expect(owner.getByText('Lô bị thu hồi')).toBeVisible();
  for (const page of [officer, approver, owner]) await page.context().close();
});
