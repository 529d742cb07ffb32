// What goes wrong on a phone: a full disk, the back gesture, a camera that is taken away, a hand that
// presses twice.
import { expect, openApp, tab, test } from './inspector/fixtures.ts';
import { prepare } from './inspector/steps.ts';

test.afterEach(({ world: { front } }) => {
  front.own = false;
  front.cut = () => 'none';
});

test('one number on pack after pack stops the sweep, also on a full disk and through the back key', async ({
  phone,
  world,
  server,
}) => {
  const { front, maker } = world;
  const { page } = phone;
  const [pack] = maker.addLot('LOI1', 2) as [string, string];
  front.own = true;
  await prepare(phone, front, server);
  await phone.offline(true);
  await phone.see([
    { texts: [pack], frames: 20 },
    { texts: [], frames: 20 },
  ]);
  await page.evaluate(() => {
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (...row: Parameters<typeof put>) {
      if (this.name === 'frames') throw new DOMException('full', 'QuotaExceededError');
      return put.apply(this, row);
    };
  });
  await tab(phone, 'Kệ hàng');
  await page.getByRole('button', { name: 'Bắt đầu quét kệ' }).click();
  const asked = page.getByRole('heading', { name: 'Số tem này đã quét rồi' });
  await expect(asked).toBeVisible({ timeout: 20_000 });
  await expect(page.getByRole('img', { name: 'Gói thứ nhất' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(asked).toBeVisible();
  await page.getByRole('button', { name: 'GÓI KHÁC' }).click();
  const proven = page.getByRole('heading', { name: 'TRÙNG SỐ TEM' });
  await expect(page.getByRole('img', { name: 'Gói thứ hai' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(proven).toBeHidden();
  await expect(page.getByText('Bộ nhớ máy đã đầy')).toBeVisible();
  await page.getByRole('button', { name: 'Dừng quét' }).click();
  await phone.look('sweep-full');
});

test('a camera that comes when its screen was left is let go, one that is taken away is said, one that is open can be closed', async ({
  phone,
  world,
}) => {
  const { page } = phone;
  await page.addInitScript(() => {
    const media = navigator.mediaDevices;
    const open = media.getUserMedia.bind(media);
    const given: MediaStreamTrack[] = [];
    Object.assign(window, { given });
    media.getUserMedia = async (wishes) => {
      const stream = await open(wishes);
      await new Promise((resolve) => setTimeout(resolve, 500));
      given.push(...stream.getTracks());
      return stream;
    };
  });
  const states = () =>
    page.evaluate(() =>
      (window as unknown as { given: MediaStreamTrack[] }).given.map(
        ({ readyState }) => readyState,
      ),
    );
  await openApp(phone, world.front);
  const open = page.getByRole('button', { name: 'Mở máy ảnh' });
  await open.click();
  await tab(phone, 'Máy');
  await expect.poll(states).toEqual(['ended']);
  await tab(phone, 'Quét');
  await open.click();
  await expect.poll(states).toEqual(['ended', 'live']);
  await page.evaluate(() =>
    (window as unknown as { given: MediaStreamTrack[] }).given
      .at(-1)!
      .dispatchEvent(new Event('ended')),
  );
  await expect(page.getByText('Máy ảnh đã bị tắt')).toBeVisible();
  await phone.look('camera-ended');
  await page.getByRole('button', { name: 'Mở lại máy ảnh' }).click();
  await expect.poll(states).toEqual(['ended', 'ended', 'live']);
  await phone.look('camera-open');
  await page.getByRole('button', { name: 'Tắt máy ảnh' }).click();
  await expect.poll(states).toEqual(['ended', 'ended', 'ended']);
});

const form = {
  'Mã sản phẩm (GTIN)': '09520001100017',
  'Số lô': 'che1',
  'Nơi kiểm tra': 'Chợ Mường',
  'Ghi nhận': 'Đã xem 3 gói',
  'Lý do': 'Nhắc nhở',
};

test('several minutes are written side by side; what was typed last is kept; two presses sign once', async ({
  phone,
  world,
  server,
}) => {
  const { page } = phone;
  world.front.own = true;
  await prepare(phone, world.front, server);
  await phone.offline(true);
  await tab(phone, 'Biên bản');
  await page.getByRole('button', { name: 'Lập biên bản mới' }).click();
  for (const [label, text] of Object.entries(form)) await page.getByLabel(label).fill(text);
  const picture = { name: 'a.png', mimeType: 'image/png', buffer: Buffer.from('a picture') };
  const none = { name: 'b.heic', mimeType: 'image/heic', buffer: Buffer.from('none') };
  await page.getByLabel('Thêm ảnh').setInputFiles([none, picture]);
  await expect(page.getByText('1 ảnh không đọc được')).toBeVisible();
  await expect(page.getByText('Ảnh (1/20)')).toBeVisible();
  await phone.look('form-unreadable');
  // A stamp in between begins minutes of its own.
  await tab(phone, 'Quét');
  await phone.seeStamp(world.stamp('valid'));
  await page.getByRole('button', { name: 'Mở máy ảnh' }).click();
  await page.getByRole('button', { name: 'Lập biên bản' }).click();
  await page.getByLabel('Ghi nhận').pressSequentially('Chưa rời ô này');
  await page.evaluate(() => dispatchEvent(new Event('pagehide')));
  await page.reload();
  await expect(page.getByLabel('Ghi nhận')).toHaveValue('Chưa rời ô này');
  await tab(phone, 'Biên bản');
  await expect(page.getByRole('button', { name: 'Viết tiếp' })).toHaveCount(2);
  await phone.look('drafts');
  await page
    .getByRole('listitem')
    .filter({ hasText: 'Chợ Mường' })
    .getByRole('button', { name: 'Viết tiếp' })
    .click();
  await expect(page.getByLabel('Ghi nhận')).toHaveValue('Đã xem 3 gói');
  await page.getByRole('button', { name: 'Ký và lưu' }).evaluate((button: HTMLButtonElement) => {
    button.click();
    button.click();
  });
  await expect(page.getByText('Đã ký và lưu trên máy')).toBeVisible();
  await tab(phone, 'Biên bản');
  await expect(page.getByText('1 biên bản chưa gửi')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Viết tiếp' })).toHaveCount(1);
});

test('a sweep of two lots makes minutes of each, with the time of the data and what is too much', async ({
  phone,
  world,
  server,
}) => {
  const { front, maker } = world;
  const { page } = phone;
  const [one] = maker.addLot('LOI2', 1) as [string];
  const [other] = maker.addLot('LOI3', 1) as [string];
  front.own = true;
  await prepare(phone, front, server);
  await phone.offline(true);
  await phone.see(
    [
      { texts: [one, one], frames: 5 },
      { texts: [other], frames: 5 },
    ],
    2,
    640,
    320,
  );
  await tab(phone, 'Kệ hàng');
  await page.getByRole('button', { name: 'Bắt đầu quét kệ' }).click();
  await page.getByRole('button', { name: 'Đã giữ lại' }).click({ timeout: 20_000 });
  await expect(page.getByText('3 gói').first()).toBeVisible({ timeout: 20_000 });
  await page.getByRole('button', { name: 'Kết thúc lượt' }).click();
  await expect(page.getByText('đã gặp 2 gói, theo dữ liệu lúc')).toBeVisible();
  await phone.look('sweep-books');
  await page.getByRole('button', { name: 'Đưa lô LOI2 vào biên bản' }).click();
  await expect(page.getByLabel('Ghi nhận')).toHaveValue(
    /1 đạt, 0 cần xem xét, 1 không đạt. Theo dữ liệu lúc .* đã cấp 1 tem. Lô còn mở/,
  );
  await expect(page.getByText('Ảnh (2/20)').or(page.getByText('Ảnh (1/20)'))).toBeVisible();
  await phone.look('sweep-minutes');
  await tab(phone, 'Kệ hàng');
  await page.getByRole('button', { name: 'Đưa lô LOI3 vào biên bản' }).click();
  await expect(page.getByLabel('Số lô')).toHaveValue('LOI3');
  await tab(phone, 'Kệ hàng');
  await page.getByRole('button', { name: 'Đưa lô LOI2 vào biên bản' }).click();
  await expect(page.getByLabel('Số lô')).toHaveValue('LOI2');
  await tab(phone, 'Biên bản');
  await expect(page.getByRole('button', { name: 'Viết tiếp' })).toHaveCount(2);
});

test('who signs out without a network is out, also after the app was closed, and the session ends first', async ({
  phone,
  world,
  server,
}) => {
  const { front } = world;
  const { page } = phone;
  front.own = true;
  await prepare(phone, front, server);
  await phone.offline(true);
  await tab(phone, 'Máy');
  await page.getByRole('button', { name: 'Đăng xuất' }).click();
  await expect(page.getByRole('button', { name: 'Đăng nhập' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('button', { name: 'Đăng nhập' })).toBeVisible();
  const before = front.seen.length;
  await phone.offline(false);
  const asked = () =>
    front.seen
      .slice(before)
      .filter(({ path }) => path.startsWith('/api/'))
      .map(({ method, path, status }) => `${method} ${path} ${status}`);
  await expect
    .poll(() => asked().slice(0, 3))
    .toEqual([
      'GET /api/v1/account 200',
      'DELETE /api/v1/sessions/current 200',
      'GET /api/v1/account 401',
    ]);
  await expect(page.getByRole('button', { name: 'Đăng nhập' })).toBeVisible();
});

test('a typed number that is of another lot than the chosen one is said; data of this morning are so many hours old', async ({
  phone,
  world,
  server,
}) => {
  const { front, stamp, maker } = world;
  const { page } = phone;
  maker.addLot('LOI4', 1);
  front.own = true;
  await prepare(phone, front, server);
  await page.getByRole('button', { name: 'Gõ số tem' }).click();
  const typed = new URL(stamp('listed')).searchParams.get('serial')!;
  await page.getByLabel('Số tem (12 ký tự').fill(typed);
  const lot = page.getByLabel('Lô (khi không có mạng)');
  const options = await lot.locator('option').allTextContents();
  await lot.selectOption({ label: options.find((text) => text.startsWith('LOI4'))! });
  await page.getByRole('button', { name: 'Kiểm tra' }).click();
  await expect(page.getByText('thuộc lô CHE1, không phải lô LOI4 đã chọn')).toBeVisible();
  await phone.look('other-lot');
  await phone.offline(true);
  await page.clock.setFixedTime(Date.now() + 5.5 * 3_600_000);
  await page.reload();
  await expect(page.getByText('(5 giờ trước)')).toBeVisible();
});

test('a clock that was a year ahead once is trusted again when the service agrees with it', async ({
  phone,
  world,
  server,
}) => {
  const { front, stamp } = world;
  const { page } = phone;
  front.own = true;
  await prepare(phone, front, server);
  const now = Date.now();
  await phone.offline(true);
  await page.clock.setFixedTime(now + 365 * 86_400_000);
  await page.reload();
  await expect(page.getByText('DỮ LIỆU CŨ')).toBeVisible();
  await page.clock.setFixedTime(now);
  await page.reload();
  await expect(page.getByText('ĐỒNG HỒ MÁY SAI')).toBeVisible();
  await phone.offline(false);
  await expect(page.getByText('ĐỒNG HỒ MÁY SAI')).toBeHidden({ timeout: 20_000 });
  await phone.offline(true);
  await phone.seeStamp(stamp('valid'));
  await tab(phone, 'Quét');
  await page.getByRole('button', { name: 'Mở máy ảnh' }).click();
  await expect(page.locator('.verdict')).toHaveClass(/green_outline/);
});
