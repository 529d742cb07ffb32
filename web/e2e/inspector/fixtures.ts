import { chromium, expect, type BrowserContext, type Page } from '@playwright/test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, violations } from '../fixtures.ts';
import { Maker } from './bundle.ts';
import { type Film, film } from './camera.ts';
import { Front } from './front.ts';

// The fetch of Node asks the development service, whose certificate signs itself.
process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
process.removeAllListeners('warning');

// A phone with a camera that films what it is told, and storage of its own.
export class Phone {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly #film: string;

  constructor(context: BrowserContext, page: Page, path: string) {
    this.context = context;
    this.page = page;
    this.#film = path;
  }

  // What the camera sees when it is opened the next time.
  see(scenes: Film, ...more: [number?, number?, number?]): Promise<void> {
    return film(this.#film, scenes, ...more);
  }

  seeStamp(uri: string): Promise<void> {
    return this.see([{ texts: [uri], frames: 5 }]);
  }

  async offline(isOffline: boolean) {
    await this.context.setOffline(isOffline);
  }

  // At 360 px: nothing sticks out, axe is content; the picture is for people.
  async look(name: string) {
    const sticksOut = await this.page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(sticksOut, `${name} is wider than the screen`).toBe(0);
    const folder = process.env['OCOP_E2E_OUT'] ?? 'test-results';
    await this.page.screenshot({ path: join(folder, 'screens', `app-${name}.png`) });
    expect(await violations(this.page), name).toEqual([]);
  }
}

type World = { maker: Maker; front: Front; stamp: (verdict: string) => string };

export const test = base.extend<{ phone: Phone }, { world: World }>({
  world: [
    async ({ server }, use) => {
      const stamp = (verdict: string) => server.lines.get(`stamp ${verdict}`)!;
      const signed = [...server.lines].filter(
        ([key, uri]) => key.startsWith('stamp ') && /[?]s=/.test(uri),
      );
      const maker = await Maker.of(
        server.url,
        signed.map(([, uri]) => uri),
      );
      const front = new Front(server.url, maker);
      await front.start();
      await use({ maker, front, stamp });
      await front.stop();
    },
    { scope: 'worker' },
  ],
  phone: async ({ world }, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'ocop-phone-'));
    const path = join(folder, 'camera.y4m');
    await film(path, [{ texts: [], frames: 2 }]);
    const context = await chromium.launchPersistentContext(join(folder, 'profile'), {
      executablePath: process.env['OCOP_CHROMIUM'] ?? '/usr/bin/chromium',
      headless: true,
      args: [
        '--no-sandbox',
        '--ignore-certificate-errors',
        '--use-fake-ui-for-media-stream',
        '--use-fake-device-for-media-stream',
        `--use-file-for-fake-video-capture=${path}`,
      ],
      permissions: ['camera'],
      viewport: { width: 360, height: 740 },
      locale: 'vi-VN',
      timezoneId: 'Asia/Ho_Chi_Minh',
      ignoreHTTPSErrors: true,
    });
    const page = context.pages()[0] ?? (await context.newPage());
    const faults: string[] = [];
    context.on('request', (request) => {
      const url = request.url();
      if (!/^(blob|data):/.test(url) && !url.startsWith(world.front.url))
        faults.push(`asked ${url}`);
    });
    page.on('console', (message) => {
      if (/Content Security Policy|Permissions-Policy/.test(message.text()))
        faults.push(message.text());
    });
    page.on('pageerror', (error) => faults.push(String(error)));
    await use(new Phone(context, page, path));
    await context.close();
    rmSync(folder, { recursive: true, force: true });
    expect([...new Set(faults)]).toEqual([]);
  },
  // The phone's own; the fixture of other tests would open a second browser.
  strict: async ({}, use) => use(),
});

export { expect };

export async function openApp(phone: Phone, front: Front) {
  await phone.page.goto(`${front.url}/app/`);
  await expect(phone.page.getByRole('heading', { name: 'Quét tem' })).toBeVisible();
  await phone.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
}

export async function tab(phone: Phone, name: string) {
  await phone.page.getByRole('navigation').getByRole('link', { name }).click();
}
