import { chromium } from '@playwright/test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, look, signIn, test, violations } from './fixtures.ts';
import { film } from './inspector/camera.ts';

test('the ends of a roll are read by the camera', async ({ server }) => {
  const stamp = server.lines.get('stamp valid') ?? '';
  const folder = mkdtempSync(join(tmpdir(), 'ocop-console-'));
  const path = join(folder, 'camera.y4m');
  await film(path, [{ texts: [stamp], frames: 5 }]);
  const context = await chromium.launchPersistentContext(join(folder, 'profile'), {
    executablePath: process.env['OCOP_CHROMIUM'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-dev-shm-usage',
      '--ignore-certificate-errors',
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${path}`,
    ],
    permissions: ['camera'],
    viewport: { width: 360, height: 740 },
    locale: 'vi-VN',
    ignoreHTTPSErrors: true,
  });
  const page = await context.newPage();
  await signIn(page, server, server.account('producer_owner'));
  await page.goto(`${server.url}/console/stamps`);
  await page.getByRole('button', { name: 'Quét bằng camera' }).click();
  await expect(page.getByText('Đã đọc tem đầu.')).toBeVisible();
  const screens = join(process.env['OCOP_E2E_OUT'] ?? 'test-results', 'screens');
  await page.screenshot({ path: join(screens, 'scan-phone.png') });
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Chỉ có một tem' }).click();
  await expect(page.getByText('Tem 1–1 · 1 tem')).toBeVisible();
  await context.close();
  rmSync(folder, { recursive: true, force: true });
});

test('without a camera a roll is read from photos, and one without a stamp says so', async ({
  page,
  server,
}) => {
  await signIn(page, server, server.account('producer_owner'));
  await page.goto(`${server.url}/console/stamps`);
  await page.getByRole('button', { name: 'Quét bằng camera' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  const photo = page.getByLabel('Chọn ảnh chụp tem');
  await photo.setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: Buffer.from('none') });
  await expect(page.getByText('Không thấy mã QR trong ảnh này.')).toBeVisible();
  await look(page, 'scan-photo');
  await photo.setInputFiles(server.lines.get('png') ?? '');
  await expect(page.getByText('Đã đọc tem đầu.')).toBeVisible();
  await page.getByRole('button', { name: 'Chỉ có một tem' }).click();
  await expect(page.getByText('Tem 1–1 · 1 tem')).toBeVisible();
});
