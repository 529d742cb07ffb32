import { execFileSync } from 'node:child_process';
import { expect, look, signIn, test } from './fixtures.ts';

// The producer's main job on a phone: lot, event, order, print, activate.

test.describe.configure({ mode: 'serial' });

const lot = 'E2E1';

// The serials beside the symbols of a printed sheet, in the order of the labels.
function serialsIn(pdf: string): string[] {
  const text = execFileSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8' });
  return text.match(/[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/g) ?? [];
}

test('a producer opens a lot, and a number that is taken is said in words at the field', async ({
  page,
  server,
}) => {
  await signIn(page, server, server.account('producer_owner'));
  await page
    .getByRole('navigation', { name: 'Các mục' })
    .getByRole('link', { name: 'Lô hàng' })
    .click();
  await page.getByRole('link', { name: 'Mở lô mới' }).click();
  const fill = async (number: string) => {
    await page.getByLabel('Mặt hàng').selectOption({ index: 0 });
    await page.getByLabel('Số lô').fill(number);
    await page.getByLabel('Sản lượng của lô', { exact: true }).fill('300');
    await page.getByRole('button', { name: 'Mở lô' }).click();
  };
  await fill(lot);
  await expect(page.getByRole('heading', { name: `Lô ${lot}` })).toBeVisible();
  await look(page, 'lot');
  await page.goto(`${server.url}/console/lots/new`);
  await fill(lot);
  await expect(page.getByRole('alert')).toContainText('đã có');
  await look(page, 'lot-new');
});

test('an event takes at most four taps, with a photo', async ({ page, server }) => {
  await signIn(page, server, server.account('producer_owner'));
  let taps = 0;
  await page.exposeFunction('countTap', () => (taps += 1));
  await page.evaluate(() =>
    document.addEventListener(
      'click',
      (e) => e.isTrusted && (window as never as { countTap(): void }).countTap(),
      true,
    ),
  );
  const photo = { name: 'a.png', mimeType: 'image/png', buffer: await page.screenshot() };
  await page.locator('main').getByRole('link', { name: 'Ghi việc' }).click();
  await expect(page.getByLabel('Lô', { exact: true })).toHaveValue(new RegExp(`/${lot}$`));
  // The steps of tea, since the lot is of a tea.
  await expect(page.getByLabel('Ngành hàng')).toHaveValue('tea');
  await page.getByRole('button', { name: 'Bón phân' }).click();
  const chooser = page.waitForEvent('filechooser');
  await page.getByLabel('Chụp ảnh').click();
  await (await chooser).setFiles(photo);
  await expect(page.getByRole('img', { name: 'Ảnh 1' })).toBeVisible();
  await look(page, 'log-event');
  await page.getByRole('button', { name: 'Lưu' }).click();
  await expect(page.getByRole('heading', { name: `Lô ${lot}` })).toBeVisible();
  expect(taps).toBeLessThanOrEqual(4);
  await page.reload();
  await expect(page.getByRole('listitem').filter({ hasText: 'Bón phân' }).first()).toBeVisible();
  await expect(page.getByRole('img', { name: 'Ảnh 1: Bón phân' })).toBeVisible();
  await look(page, 'story');
});

test('what is written without a network is sent once when there is one', async ({
  page,
  server,
  context,
}) => {
  await signIn(page, server, server.account('producer_owner'));
  await page.goto(`${server.url}/console/log`);
  await expect(page.getByRole('button', { name: 'Bón phân' })).toBeVisible();
  await page.evaluate(() => navigator.serviceWorker.ready);
  await context.setOffline(true);
  await page.reload();
  await expect(page.getByText('Không có mạng.')).toBeVisible();
  await page.getByRole('button', { name: 'Thụ phấn' }).click();
  await page.getByLabel('Ghi chú').fill('ghi khi không có mạng');
  await page.getByRole('button', { name: 'Lưu' }).click();
  await expect(page.getByText('1 việc đã ghi đang chờ gửi')).toBeVisible();
  await page.reload();
  await page.getByRole('link', { name: '1 việc đã ghi đang chờ gửi' }).click();
  await expect(page.getByText('Thụ phấn · ' + lot)).toBeVisible();
  await look(page, 'queue');
  await context.setOffline(false);
  await expect(page.getByText('Không còn việc nào chờ gửi.')).toBeVisible();
  await page.goto(`${server.url}/console/lots`);
  await page.getByRole('link', { name: lot }).click();
  await expect(page.getByText('ghi khi không có mạng')).toHaveCount(1);
});

test('stamps are ordered with the quota in view, approved, issued, printed and activated', async ({
  page,
  server,
  browser,
}) => {
  test.setTimeout(180_000);
  await signIn(page, server, server.account('producer_owner'));
  await page.goto(`${server.url}/console/lots`);
  await page.getByRole('link', { name: lot }).click();
  await page.getByRole('link', { name: 'Đặt tem', exact: true }).click();
  await expect(page.getByText(/Còn đặt được [\d.]+ tem/)).toBeVisible();
  await page.getByLabel('Số tem').fill('999999');
  await expect(page.getByText('Nhiều hơn số tem còn đặt được.')).toBeVisible();
  await page.getByLabel('Số tem').fill('40');
  await look(page, 'order-new');
  await page.getByRole('button', { name: 'Gửi đơn' }).click();
  await expect(page.getByText('Chờ duyệt')).toBeVisible();
  const address = page.url();

  const office = await browser.newContext({
    ignoreHTTPSErrors: true,
    locale: 'vi-VN',
    viewport: { width: 1280, height: 800 },
  });
  const desk = await office.newPage();
  const approver = server.account('approver');
  await signIn(desk, server, approver);
  await desk.goto(`${server.url}/console/approvals`);
  await expect(desk.getByRole('list', { name: 'Đơn chờ duyệt' })).toContainText(lot);
  await look(desk, 'approvals');
  // Signing in with a code holds for ten minutes; here they are over.
  await desk.route(
    '**/approve',
    (route) =>
      route.fulfill({
        status: 401,
        json: { type: 'urn:ocop:problem:step_up_required', title: '', status: 401, instance: '' },
      }),
    { times: 1 },
  );
  await desk.getByRole('button', { name: /^Duyệt \d+ đơn/ }).click();
  await expect(desk.getByRole('heading', { name: 'Xác thực lại' })).toBeVisible();
  await look(desk, 'step-up');
  await desk.getByLabel('Mã xác thực').fill(await server.code(approver.secret));
  await desk.getByRole('dialog').getByRole('button', { name: 'Xác nhận' }).click();
  await expect(desk.getByRole('list', { name: 'Đơn đã duyệt, chờ cấp tem' })).toContainText(lot);
  // All other orders are left for another day.
  const approved = desk.getByRole('list', { name: 'Đơn đã duyệt, chờ cấp tem' });
  const others = approved.getByRole('listitem').filter({ hasNotText: lot }).getByRole('checkbox');
  for (const other of await others.all()) await other.uncheck();
  await desk.getByRole('button', { name: 'Cấp tem cho 1 đơn (40 tem)' }).click();
  await expect(desk.getByRole('list', { name: 'Đơn đã duyệt, chờ cấp tem' })).not.toContainText(
    lot,
  );
  await office.close();

  await page.goto(address);
  await expect(page.getByText('Đã cấp').first()).toBeVisible();
  await page.getByRole('button', { name: 'In tem' }).click();
  await look(page, 'print');
  await page.getByRole('dialog').getByRole('button', { name: 'In tem' }).click();
  await page.getByRole('button', { name: 'Lấy đường dẫn tải tệp in' }).click();
  const link = page.getByRole('link', { name: 'Mở trang tải tệp' });
  await expect(link).toBeVisible();
  await look(page, 'order');
  const opened = page.waitForEvent('popup');
  await link.click();
  const printPage = await opened;
  const download = printPage.waitForEvent('download');
  await printPage.getByRole('button').click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/\.pdf$/);
  const serials = serialsIn(await file.path());
  expect(serials).toHaveLength(40);

  await page.goto(`${server.url}/console/stamps`);
  await page.getByLabel('Tem đầu cuộn').fill(serials[0] ?? '');
  await page.getByLabel('Tem cuối cuộn').fill(serials[37] ?? '');
  await page.getByRole('button', { name: 'Tra cứu' }).click();
  await expect(page.getByText('Tem 1–38 · 38 tem')).toBeVisible();
  await look(page, 'activate');
  await page.getByRole('button', { name: 'Kích hoạt' }).click();
  await expect(page.getByText('Đã kích hoạt 38 tem.').first()).toBeVisible();

  await page.goto(address);
  await page.getByRole('button', { name: 'Báo tem hỏng, trả, mất' }).click();
  await page.getByLabel('Đã thành').selectOption('returned');
  await page.getByLabel('Vị trí tem').fill('39-40');
  await page.getByLabel('Lý do').fill('thừa khi đóng gói');
  await page.getByRole('dialog').getByRole('button', { name: 'Báo tem hỏng, trả, mất' }).click();
  await expect(page.getByRole('row', { name: /39–40/ })).toContainText('Trả lại');
  await look(page, 'order-activated');
});
