import type { Page } from '@playwright/test';
import { expect, look, test } from './fixtures.ts';
import type { Server } from './server.ts';

// Pages for buyers: each in both languages, small, alone, without a script and without a cookie.

const pageBytesMax = 30 * 1024;
const requestsMax = 3;

async function inLanguage(url: string, language: 'vi' | 'en') {
  const address = new URL(url);
  address.searchParams.set('lang', language);
  return address.href;
}

// One of each page, by a name for its picture.
async function consumerPages(page: Page, server: Server): Promise<Map<string, string>> {
  const out = new Map<string, string>([
    ['home', `${server.url}/`],
    ['catalogue', `${server.url}/catalogue`],
    ['catalogue-none', `${server.url}/catalogue?q=khong+co+gi`],
    ['address', `${server.url}/address`],
    ['address-ours', `${server.url}/address?address=${encodeURIComponent(server.url)}`],
    ['address-look-alike', `${server.url}/address?address=https%3A%2F%2Flocalhost%40evil.example`],
    ['report', `${server.url}/report`],
    ['missing', `${server.url}/products/none`],
  ]);
  for (const [key, value] of server.lines) {
    if (key.startsWith('stamp ')) out.set(`verdict-${key.slice('stamp '.length)}`, value);
  }
  await page.goto(`${server.url}/catalogue?q=che`);
  const product = await page.locator('.items a').first().getAttribute('href');
  out.set('product', `${server.url}${product}`);
  await page.goto(out.get('product')!);
  const producer = await page.getByRole('link', { name: 'Xem trang cơ sở' }).getAttribute('href');
  out.set('producer', `${server.url}${producer}`);
  return out;
}

test('every page is content with axe at both widths, in both languages', async ({
  page,
  server,
}) => {
  test.setTimeout(600_000);
  for (const [name, url] of await consumerPages(page, server)) {
    for (const language of ['vi', 'en'] as const) {
      await page.goto(await inLanguage(url, language));
      await expect(page.locator('html')).toHaveAttribute('lang', language);
      await expect(page.locator('h1')).toHaveCount(1);
      await look(page, `consumer-${name}-${language}`);
    }
  }
});

test('no page loads much, sets a cookie or stores anything', async ({ page, context, server }) => {
  test.setTimeout(300_000);
  for (const [name, url] of await consumerPages(page, server)) {
    const bodies: Promise<number>[] = [];
    const note = (response: { body(): Promise<Buffer>; status(): number }) => {
      if (response.status() < 300) bodies.push(response.body().then((body) => body.length));
    };
    page.on('response', note);
    // A buyer who was never here: nothing is cached.
    await page.goto(`${url}${url.includes('?') ? '&' : '?'}fresh=${Math.random()}`);
    await page.waitForLoadState('networkidle');
    page.off('response', note);
    const sizes = await Promise.all(bodies);
    expect(sizes.length, name).toBeLessThanOrEqual(requestsMax);
    expect(
      sizes.reduce((sum, size) => sum + size, 0),
      name,
    ).toBeLessThanOrEqual(pageBytesMax);
    expect(await page.locator('script').count(), name).toBe(0);
  }
  expect(await context.cookies()).toEqual([]);
});

test.describe('with scripts off', () => {
  test.use({ javaScriptEnabled: false });

  test('a stamp is looked up, its product found, and the pack checked', async ({
    page,
    server,
  }) => {
    await page.goto(server.lines.get('stamp valid')!);
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Tem do hệ thống cấp');
    for (const title of [
      'Sản phẩm',
      'Giấy chứng nhận',
      'Hành trình của lô',
      'Ai đã kiểm điều gì',
    ]) {
      await expect(page.getByRole('heading', { name: title, exact: true })).toBeVisible();
    }
    await expect(page.locator('ol.journey li').first()).toContainText('Hái tay');
    await page.getByRole('link', { name: 'Xem trang sản phẩm' }).click();
    await expect(page.locator('.verdict').first()).toContainText('không xác nhận gói hàng');
    await page.goBack();
    await page.getByRole('button', { name: /ghi nhận kiểm tra/ }).click();
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Biên nhận');
  });

  test('a mistyped number is kept and its place pointed at', async ({ page, server }) => {
    const listed = new URL(server.lines.get('stamp listed')!);
    const serial = listed.searchParams.get('serial')!;
    const wrong = (serial[0] === '7' ? '8' : '7') + serial.slice(1);
    await page.goto(`${server.url}/`);
    const field = page.getByLabel('Số tem, hoặc đường dẫn trong mã QR');
    await field.fill(wrong.toLowerCase());
    await page.getByRole('button', { name: 'Tra cứu' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Mã sai định dạng');
    await expect(field).toHaveValue(wrong.toLowerCase());
    await expect(page.locator('#serial-slip mark').first()).toHaveText(wrong[0]!.toLowerCase());
    await field.fill(serial);
    await page.getByRole('button', { name: 'Tra cứu' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Số này có trong sổ tem');
  });

  test('the catalogue is searched without accents and narrowed', async ({ page, server }) => {
    await page.goto(`${server.url}/`);
    await page.getByRole('link', { name: 'Xem danh mục' }).click();
    await page.getByLabel('Tên sản phẩm, cơ sở hoặc xã').fill('che bat tien');
    await page.getByRole('button', { name: 'Tìm' }).click();
    await expect(page.locator('.items li')).toHaveCount(1);
    await expect(page.locator('.items li')).toContainText('Chè Bát Tiên');
    await page.goto(`${server.url}/catalogue?stars=4&group=1`);
    await expect(page.getByLabel('Hạng sao')).toHaveValue('4');
    await expect(page.locator('.items li').first()).toContainText('4 sao OCOP');
  });

  test('an address is read and never followed', async ({ page, server }) => {
    await page.goto(`${server.url}/address`);
    await page.getByLabel(/Dán địa chỉ/).fill('https://localhost@evil.example/01/x');
    await page.getByRole('button', { name: 'Xem địa chỉ' }).click();
    await expect(page.locator('.verdict')).toContainText('gần giống để gây nhầm');
    await expect(page.locator('dd bdi')).toHaveText('evil.example');
    await expect(page.locator('a[href*="evil"]')).toHaveCount(1); // the other language of this page
  });
});

test('the verdict is understood on the first screen of a phone', async ({ page, server }) => {
  await page.goto(server.lines.get('stamp valid')!);
  await page.setViewportSize({ width: 360, height: 740 });
  const bottom = (selector: string) =>
    page
      .locator(selector)
      .first()
      .evaluate((element) => element.getBoundingClientRect().bottom);
  expect(await bottom('.verdict')).toBeLessThan(740);
  expect(await bottom('.name')).toBeLessThan(740);
});
