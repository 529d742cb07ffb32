import { expect, look, signIn, test } from './fixtures.ts';

// Growers and partners, on a phone, who see no register.

test('a grower records what was done, for a lot whose number they were told', async ({ page, server }) => {
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

test('an event that the service refuses stays, with the reason, until the person decides', async ({ page, server }) => {
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

test('a partner reads the story of a lot that names them, and no more', async ({ page, server }) => {
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
