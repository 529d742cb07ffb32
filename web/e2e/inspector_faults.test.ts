// What goes wrong on a phone: a full disk, the back gesture, a camera that is taken away, a hand that
// presses twice.
import { expect, openApp, tab, test } from './inspector/fixtures.ts';
import { prepare } from './inspector/steps.ts';

test('one number on pack after pack stops the sweep, also on a full disk and through the back key', async ({
  phone,
  world,
  server,
}) => {
  const { front, maker } = world;
  const { page } = phone;
  const [pack] = maker.addLot('LOI1', 2) as [string, string];
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
