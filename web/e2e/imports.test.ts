import { expect, look, signIn, test } from './fixtures.ts';

// Files of lines to register, by an officer at a desk and on a phone.

test.describe.configure({ mode: 'serial' });
test.use({ viewport: { width: 1280, height: 800 } });

const file = (text: string) => ({
  name: 'chu-the.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from(`\uFEFF${text}`),
});
const header = 'Tên;Loại hình;Mã xã;Địa chỉ\r\n';
const good = 'Hộ Nhập Thử Một;Hộ;8620;Xóm 1\r\n';

test('an officer imports a file with a wrong line, mends it, imports it and undoes the import', async ({
  page,
  server,
}) => {
  test.setTimeout(120_000);
  await signIn(page, server, server.account('officer'));
  await page.getByRole('link', { name: 'Nhập từ tệp CSV' }).first().click();
  await expect(page.getByRole('heading', { name: 'Nhập từ tệp CSV' })).toBeVisible();
  await look(page, 'imports');

  const template = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Tải tệp mẫu' }).click();
  expect((await template).suggestedFilename()).toBe('producers.csv');

  await page
    .getByLabel('Tệp CSV')
    .setInputFiles(file(`${header}${good}Hộ Nhập Thử Hai;Nhà nước;x;\r\n`));
  await page.getByRole('button', { name: 'Kiểm tra tệp' }).click();
  await expect(page.getByRole('alert')).toContainText('chỗ sai');
  await expect(page.getByRole('alert')).toBeFocused();
  const errors = page.getByRole('list', { name: 'Lỗi theo dòng' });
  await expect(errors).toContainText('Dòng 3, Loại hình: phải là doanh nghiệp, hợp tác xã');
  await expect(errors).toContainText('Dòng 3, Địa chỉ: phải có');
  await expect(errors).toContainText('Hộ Nhập Thử Hai;Nhà nước;x;');
  await look(page, 'imports-errors');
  await expect(page.getByRole('button', { name: /^Ghi/ })).toHaveCount(0);

  const mended = `${header}${good}Hộ Nhập Thử Hai;Hộ kinh doanh;08620;"Xóm 2; Long Cốc"\r\n`;
  await page.getByLabel('Tệp CSV').setInputFiles(file(mended));
  await page.getByRole('button', { name: 'Kiểm tra tệp' }).click();
  await expect(page.getByRole('table', { name: 'Sẽ được ghi' })).toContainText('Hộ Nhập Thử Hai');
  await look(page, 'imports-good');
  await page.getByRole('button', { name: 'Ghi 2 dòng' }).press('Enter');
  await expect(page.getByText('Đã ghi 2 dòng.')).toBeVisible();
  const past = page.getByRole('list', { name: 'Các lần đã nhập' });
  await expect(past).toContainText('Chủ thể · 2 dòng');

  // The same file again is not two more producers.
  await page.getByLabel('Tệp CSV').setInputFiles(file(mended));
  await page.getByRole('button', { name: 'Kiểm tra tệp' }).click();
  await expect(page.getByRole('alert')).toContainText('Tệp này đã được nhập rồi.');

  await past.getByRole('button', { name: 'Hoàn tác' }).click();
  await look(page, 'imports-undo');
  await page.getByRole('dialog').getByRole('button', { name: 'Hoàn tác' }).click();
  await expect(past).toContainText('Đã hoàn tác lúc');
  await expect(past.getByRole('button', { name: 'Hoàn tác' })).toHaveCount(0);
  await look(page, 'imports-undone');
  await page.goto(`${server.url}/console/producers`);
  await expect(page.getByRole('heading', { name: 'Chủ thể' })).toBeVisible();
  await page.getByLabel('Tìm trong danh sách').fill('Nhập Thử');
  await expect(page.getByText('Hộ Nhập Thử Một')).toHaveCount(0);
});

test('a file in another encoding is refused with how to save it', async ({ page, server }) => {
  await signIn(page, server, server.account('officer'));
  await page.goto(`${server.url}/console/imports`);
  const latin = {
    name: 'a.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('T\xean;B\r\nA;B\r\n', 'latin1'),
  };
  await page.getByLabel('Tệp CSV').setInputFiles(latin);
  await page.getByRole('button', { name: 'Kiểm tra tệp' }).click();
  await expect(page.getByRole('list', { name: 'Lỗi theo dòng' })).toContainText('CSV UTF-8');
});
