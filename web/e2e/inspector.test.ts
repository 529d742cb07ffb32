// The inspector app in a browser with a camera, against the real service, and with it gone.
import { expect, openApp, Phone, tab, test } from './inspector/fixtures.ts';
import { enrol, prepare, signIn } from './inspector/steps.ts';

const verdict = (phone: Phone) => phone.page.locator('.verdict').getByRole('heading');

test.afterEach(({ world: { front } }) => {
  front.own = false;
  front.cut = () => 'none';
});

async function scan(phone: Phone, uri: string) {
  await phone.seeStamp(uri);
  const { page } = phone;
  const next = page.getByRole('button', { name: 'Quét tiếp' });
  await page.getByRole('button', { name: 'Mở máy ảnh' }).or(next).click();
}

test('a stamp before the camera: verdict online, then with the service gone; a changed digit is red', async ({
  phone,
  world,
  server,
}) => {
  const { front, stamp } = world;
  const { page } = phone;
  await prepare(phone, front, server);
  await scan(phone, stamp('valid'));
  await expect(verdict(phone)).toContainText('Tem do hệ thống cấp');
  await expect(page.getByText('Hỏi trực tuyến')).toBeVisible();
  await phone.look('valid-online');

  await front.stop();
  await scan(phone, stamp('valid'));
  await expect(page.getByText('Theo dữ liệu trên máy')).toBeVisible();
  await expect(verdict(phone)).toContainText('Tem do hệ thống cấp');
  await expect(page.getByText('Máy này đã gặp số tem này')).toBeVisible();
  await phone.look('valid-offline');

  // A cold start with no service: the app itself comes from the phone.
  await phone.offline(true);
  await page.reload();
  await expect(page.getByText('Không có mạng').first()).toBeVisible();
  await scan(phone, stamp('signature_invalid'));
  await expect(verdict(phone)).toHaveText('Chữ ký không khớp');
  await expect(page.locator('.verdict')).toHaveClass(/red/);
  await phone.look('signature-invalid');
  await phone.offline(false);
  await front.start();
});

test('what the samples are is told offline as online', async ({ phone, world, server }) => {
  const { front, stamp } = world;
  await prepare(phone, front, server);
  await phone.offline(true);
  const headings = {
    valid: 'Tem do hệ thống cấp',
    certificate_lapsed: 'Dán khi còn hạn',
    certificate_expired: 'Giấy chứng nhận đã hết hạn khi dán tem',
    certificate_withdrawn: 'Giấy chứng nhận bị thu hồi',
    not_activated: 'Cơ sở chưa báo dán tem này',
    past_best_before: 'Đã quá hạn sử dụng ghi trên lô',
    key_revoked: 'Khóa ký đã bị thu hồi',
    signature_invalid: 'Chữ ký không khớp',
    malformed: 'Mã sai định dạng – có thể gõ nhầm',
    unsigned: 'Trang thông tin; không xác nhận gói hàng trên tay bạn',
  };
  for (const [name, heading] of Object.entries(headings)) {
    await scan(phone, stamp(name));
    await expect(verdict(phone), name).toContainText(heading);
    await expect(phone.page.getByText('Đang tìm mã')).toBeHidden();
  }
  await scan(phone, stamp('valid').replace('localhost', 'localh0st'));
  await expect(verdict(phone)).toHaveText('Địa chỉ này không phải của cơ quan cấp tem');
  await phone.look('foreign');
});

test('what to look for on a label is told to an inspector', async ({ phone, world, server }) => {
  const { front, stamp } = world;
  front.own = true;
  await prepare(phone, front, server);
  await phone.offline(true);
  await scan(phone, stamp('valid'));
  await expect(phone.page.getByText('Chấm UV dưới số lô')).toBeVisible();
});

test('a day, three days and a month without a network are told, and never plain green', async ({
  phone,
  world,
  server,
}) => {
  const { front, stamp } = world;
  const { page } = phone;
  await prepare(phone, front, server);
  await phone.offline(true);
  const now = Date.now();
  const hour = 3_600_000;
  const at = async (hours: number) => {
    await page.clock.setFixedTime(now + hours * hour);
    await scan(phone, stamp('valid'));
    await expect(verdict(phone)).toBeVisible();
  };
  await at(23);
  await expect(page.locator('.verdict')).toHaveClass(/green_outline/);
  await at(25);
  await expect(page.locator('.verdict')).toHaveClass(/green_outline/);
  await expect(page.locator('main .age').first()).toHaveClass(/aging/);
  await phone.look('aging');
  await at(73);
  await expect(verdict(phone)).toHaveText('Chữ ký đúng – dữ liệu đã cũ');
  await expect(page.locator('.verdict')).toHaveClass(/grey/);
  await page.clock.setFixedTime(now + 30 * 24 * hour);
  await page.reload();
  await at(30 * 24);
  await expect(verdict(phone)).toHaveText('Chữ ký đúng – dữ liệu đã cũ');
  await phone.look('old');
  // The clock set back does not make the data young again.
  await page.clock.setFixedTime(now + hour);
  await page.reload();
  await scan(phone, stamp('valid'));
  await expect(page.locator('.verdict')).toHaveClass(/grey/);
});

test('typed, by photo, and without any data', async ({ phone, world, server }) => {
  const { front, stamp } = world;
  const { page } = phone;
  await openApp(phone, front);
  await phone.look('first');
  await phone.offline(true);
  await scan(phone, stamp('valid'));
  await expect(page.getByText('Máy chưa có dữ liệu và không có mạng')).toBeVisible();
  await phone.offline(false);
  await signIn(phone, server, server.account('inspector'));
  await enrol(phone);
  await phone.offline(true);
  await tab(phone, 'Quét');
  await page.getByRole('button', { name: 'Gõ số tem' }).click();
  const typed = new URL(stamp('listed')).searchParams.get('serial')!;
  await page.getByLabel('Số tem (12 ký tự').fill(typed.toLowerCase());
  await page.getByLabel('Lô (khi không có mạng)').selectOption({ index: 1 });
  await phone.look('typed');
  const options = await page
    .getByLabel('Lô (khi không có mạng)')
    .locator('option')
    .allTextContents();
  await page
    .getByLabel('Lô (khi không có mạng)')
    .selectOption({ label: options.find((text) => text.startsWith('CHE1'))! });
  await page.getByRole('button', { name: 'Kiểm tra' }).click();
  await expect(verdict(phone)).toContainText('Số này có trong sổ tem');
  await page.getByRole('button', { name: 'Quét tiếp' }).click();
  await page
    .getByLabel('Số tem (12 ký tự')
    .fill(typed.slice(0, -1) + (typed.endsWith('0') ? '1' : '0'));
  await page.getByRole('button', { name: 'Kiểm tra' }).click();
  await expect(page.getByText('Hai ký tự kiểm tra ở cuối không khớp')).toBeVisible();
  await tab(phone, 'Máy');
  await phone.look('device');
  await tab(phone, 'Quét');
  await page.getByLabel('Chọn ảnh').setInputFiles(server.lines.get('png')!);
  await expect(verdict(phone)).toContainText('Tem do hệ thống cấp');
  await page.getByRole('button', { name: 'Quét tiếp' }).click();
  await page
    .getByLabel('Chọn ảnh')
    .setInputFiles({ name: 'x.png', mimeType: 'image/png', buffer: Buffer.from('no picture') });
  await expect(page.getByText('Không thấy mã QR trong ảnh này')).toBeVisible();
  await tab(phone, 'Đã gặp');
  await expect(page.getByRole('listitem')).not.toHaveCount(0);
  await phone.look('sightings');
  await page.getByRole('button', { name: 'English' }).click();
  await expect(page.getByRole('heading', { name: 'Stamps this device met' })).toBeVisible();
  await phone.look('sightings-en');
});

test('minutes made with no network are signed, and recorded once through a network that is cut', async ({
  phone,
  world,
  server,
}) => {
  const { front, stamp } = world;
  const { page } = phone;
  await prepare(phone, front, server);
  await phone.offline(true);
  for (const number of [1, 2, 3]) {
    await tab(phone, 'Quét');
    await scan(phone, stamp('valid'));
    await page.getByRole('button', { name: 'Lập biên bản' }).click();
    await page.getByLabel('Nơi kiểm tra').fill('Chợ Mường');
    if (number === 1) {
      await page.getByRole('button', { name: 'Ký và lưu' }).click();
      await expect(page.getByText('Cần điền: Ghi nhận, Lý do')).toBeVisible();
      await phone.look('form');
    }
    await page.getByLabel('Ghi nhận').fill(`Kiểm tra lần ${number}`);
    await page.getByLabel('Lý do').fill('Nhắc nhở');
    await page.getByRole('button', { name: 'Ký và lưu' }).click();
    await expect(page.getByText(`Đã ký và lưu trên máy, số ${number}`)).toBeVisible();
  }
  await tab(phone, 'Biên bản');
  await expect(page.getByText('3 biên bản chưa gửi')).toBeVisible();
  await phone.look('queue');
  // Each answer but the third to each number is lost, before or after the service heard.
  const tries = new Map<string, number>();
  front.cut = (method, path) => {
    if (method !== 'POST' || path !== '/api/v1/inspections') return 'none';
    const count = (tries.get(path) ?? 0) + 1;
    tries.set(path, count);
    return (['before', 'after', 'none'] as const)[count % 3]!;
  };
  const seenBefore = front.seen.length;
  await phone.offline(false);
  await expect(async () => {
    const send = page.getByRole('button', { name: 'Gửi ngay' });
    if (await send.isVisible()) await send.click({ timeout: 500 }).catch(() => undefined);
    await expect(page.getByText('Mọi biên bản đã gửi.')).toBeVisible({ timeout: 1000 });
  }).toPass({ timeout: 40_000 });
  front.cut = () => 'none';
  const posts = front.seen
    .slice(seenBefore)
    .filter(({ path, method }) => method === 'POST' && path === '/api/v1/inspections');
  expect(posts.length).toBeGreaterThan(3);
  expect(posts.every(({ signed, status }) => signed && status === 201)).toBe(true);
  const recorded = await page.evaluate(async () => {
    const answer = await fetch('/api/v1/inspections');
    const { items } = (await answer.json()) as {
      items: { sequence: number; gap: boolean; findings: string }[];
    };
    return items.map(({ sequence, gap, findings }) => ({ sequence, gap, findings }));
  });
  const own = recorded.filter(({ findings }) => findings.startsWith('Kiểm tra lần'));
  expect(own.map(({ sequence }) => sequence).sort()).toEqual([1, 2, 3]);
  expect(own.every(({ gap }) => !gap)).toBe(true);
  await phone.look('sent');
});

test('storage that the browser erased is noticed and said, with what waited in it', async ({
  phone,
  world,
  server,
}) => {
  const { front } = world;
  const { page } = phone;
  await prepare(phone, front, server);
  await phone.offline(true);
  await tab(phone, 'Biên bản');
  await page.getByRole('button', { name: 'Lập biên bản mới' }).click();
  const fields = {
    'Mã sản phẩm (GTIN)': '09520001100017',
    'Số lô': 'che1',
    'Nơi kiểm tra': 'Chợ',
    'Ghi nhận': 'Ghi',
    'Lý do': 'Nhắc',
  };
  for (const [label, text] of Object.entries(fields)) await page.getByLabel(label).fill(text);
  await page.getByRole('button', { name: 'Ký và lưu' }).click();
  await expect(page.getByText('Đã ký và lưu trên máy')).toBeVisible();
  await page.evaluate(async () => {
    for (const { name } of await indexedDB.databases()) indexedDB.deleteDatabase(name!);
  });
  await page.reload();
  await expect(page.getByText('1 biên bản CHƯA GỬI đã mất')).toBeVisible();
  await phone.look('evicted');
  await page.getByRole('button', { name: 'Tôi đã biết' }).click();
  await page.reload();
  await expect(page.getByText('Chưa có dữ liệu')).toBeVisible();
  await expect(page.getByText('CHƯA GỬI đã mất')).toBeHidden();
});

test('a shelf of a hundred packs is swept in three minutes; a serial on two packs is shouted, with both pictures', async ({
  phone,
  world,
  server,
}) => {
  test.setTimeout(240_000);
  const { front, maker } = world;
  const { page } = phone;
  const lots = ['KE1', 'KE2', 'KE3'].map((lot, i) => maker.addLot(lot, [40, 34, 26][i]!));
  maker.recall('KE3');
  front.own = true;
  await prepare(phone, front, server);
  await phone.offline(true);
  const packs = lots.flat();
  const twin = lots[0]![3]!;
  await phone.see(
    [
      ...packs.map((uri) => ({ texts: [uri], frames: 1 })),
      { texts: [], frames: 2 },
      { texts: [twin, twin], frames: 30 },
    ],
    2,
    640,
    320,
  );
  await tab(phone, 'Kệ hàng');
  await page.getByLabel('Nơi kiểm tra').fill('Cửa hàng Hoa Mai');
  await phone.look('sweep-begin');
  const begun = Date.now();
  await page.getByRole('button', { name: 'Bắt đầu quét kệ' }).click();
  await expect(page.getByText('TRÙNG SỐ TEM')).toBeVisible({ timeout: 180_000 });
  await expect(page.getByRole('img', { name: 'Gói thứ nhất' })).toBeVisible();
  await expect(page.getByRole('img', { name: 'Gói thứ hai' })).toBeVisible();
  await phone.look('sweep-shout');
  await page.getByRole('button', { name: 'Đã giữ lại – quét tiếp' }).click();
  await page.getByRole('button', { name: 'Dừng quét' }).click();
  const count = Number(/\d+/.exec((await page.locator('.counter strong').textContent())!)![0]);
  console.log(`sweep: ${count} of 101 packs in ${Math.round((Date.now() - begun) / 1000)} s`);
  expect(Date.now() - begun).toBeLessThan(180_000);
  expect(count).toBeGreaterThanOrEqual(100);
  await expect(page.getByText('Trùng số: 1').first()).toBeVisible();
  await phone.look('sweep-tally');
  await page.getByRole('button', { name: 'Đưa lô KE1 vào biên bản' }).click();
  await expect(page.getByLabel('Ghi nhận')).toHaveValue(/Trùng số tem/);
  await expect(page.getByText('Ảnh (2/20)')).toBeVisible();
  await expect(page.getByLabel('Biện pháp')).toHaveValue('copied');
  await phone.look('sweep-form');
});

test('a serial that comes back after other packs is asked about; a pack that stays is not', async ({
  phone,
  world,
  server,
}) => {
  const { front, maker } = world;
  const { page } = phone;
  const [first, second, third] = maker.addLot('KE4', 3) as [string, string, string];
  front.own = true;
  await prepare(phone, front, server);
  await phone.offline(true);
  // Two packs in one picture, then one, then the first again: 3 s each, over and over.
  await phone.see(
    [[first, second], [third], [first]].map((texts) => ({ texts, frames: 6 })),
    2,
    640,
    320,
  );
  await tab(phone, 'Kệ hàng');
  await page.getByRole('button', { name: 'Bắt đầu quét kệ' }).click();
  await expect(page.getByText('3 gói').first()).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Số tem này đã quét rồi' })).toBeVisible({
    timeout: 20_000,
  });
  await phone.look('sweep-again');
  await page.getByRole('button', { name: 'GÓI KHÁC' }).click();
  await expect(page.getByRole('heading', { name: 'TRÙNG SỐ TEM' })).toBeVisible();
  await page.getByRole('button', { name: 'Đã giữ lại' }).click();
  await page.getByRole('button', { name: 'Kết thúc lượt' }).click();
  await expect(page.getByText('Lượt quét')).toBeVisible();
  await expect(page.getByText('NHIỀU HƠN SỐ TEM ĐÃ CẤP')).toBeVisible();
  await phone.look('sweep-over');
  await page.reload();
  await expect(page.getByText('Trùng số: 1').first()).toBeVisible();
});

test('a new version waits while somebody scans, and takes over when told', async ({
  phone,
  world,
}) => {
  const { front } = world;
  const { page } = phone;
  await openApp(phone, front);
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Quét tem' })).toBeVisible();
  await page.getByRole('button', { name: 'Mở máy ảnh' }).click();
  front.newerWorker = true;
  await page.evaluate(async () =>
    (await navigator.serviceWorker.getRegistration('/app/'))!.update(),
  );
  await expect(page.getByText('Đang dở việc: cập nhật sau khi xong.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Cập nhật ngay' })).toBeHidden();
  await tab(phone, 'Máy');
  const loaded = page.waitForEvent('load');
  await page.getByRole('button', { name: 'Cập nhật ngay' }).click();
  await loaded;
  front.newerWorker = false;
  await expect(page.getByText('Có phiên bản mới')).toBeHidden();
});

type Recorded = {
  findings: string;
  signature?: { signature: string };
  done: boolean;
  gap: boolean;
  device: string;
  action: { stamps: object[]; serials?: string[] };
};

// Last: it makes a sample's number one that is on other packs too.
test('a day with no network: verdicts of the service, and minutes that it has once and signed', async ({
  phone,
  world,
  server,
}) => {
  const { front, stamp } = world;
  const { page } = phone;
  await prepare(phone, front, server);
  await phone.offline(true);
  await front.stop();
  await page.reload();
  await scan(phone, stamp('valid'));
  await expect(verdict(phone)).toContainText('Tem do hệ thống cấp');
  await expect(page.locator('.verdict')).toHaveClass(/green/);
  await expect(page.getByText('Theo dữ liệu trên máy')).toBeVisible();
  await expect(page.locator('main .age')).toBeVisible();
  await scan(phone, stamp('signature_invalid'));
  await expect(page.locator('.verdict')).toHaveClass(/red/);
  await expect(verdict(phone)).toHaveText('Chữ ký không khớp');

  await scan(phone, stamp('past_best_before'));
  await page.getByRole('button', { name: 'Lập biên bản' }).click();
  const findings = 'Hai gói cùng một số tem, gặp khi không có mạng';
  await page.getByLabel('Nơi kiểm tra').fill('Chợ Mường');
  await page.getByLabel('Ghi nhận').fill(findings);
  await page.getByLabel('Biện pháp').selectOption('copied');
  await page.getByLabel('Lý do').fill('Trùng số');
  await page.getByRole('button', { name: 'Ký và lưu' }).click();
  await expect(page.getByText('Đã ký và lưu trên máy, số 1')).toBeVisible();

  const seenBefore = front.seen.length;
  await front.start();
  await phone.offline(false);
  await tab(phone, 'Biên bản');
  await expect(page.getByText('Mọi biên bản đã gửi.')).toBeVisible();
  const posts = front.seen
    .slice(seenBefore)
    .filter(({ path, method }) => method === 'POST' && path === '/api/v1/inspections');
  expect(posts.map(({ status, signed }) => ({ status, signed }))).toEqual([
    { status: 201, signed: true },
  ]);
  const recorded = await page.evaluate(async () => {
    const answer = await fetch('/api/v1/inspections');
    return ((await answer.json()) as { items: Recorded[] }).items;
  });
  const own = recorded.filter((one) => one.findings === findings);
  expect(own).toHaveLength(1);
  expect(own[0]!.signature!.signature).toMatch(/^[0-9A-Za-z_-]{86}$/);
  // The device knew the stamp by its serial; the service found it in its order.
  expect(own[0]!.action.serials).toHaveLength(1);
  expect(own[0]!.action.stamps).toHaveLength(1);
  expect([own[0]!.done, own[0]!.gap]).toEqual([true, false]);
});
