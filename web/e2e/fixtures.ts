import { expect, test as base, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Server, type Account } from './server.ts';

const axeSource = readFileSync(
  createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
  'utf8',
);

type Violation = { id: string; nodes: { html: string; failureSummary?: string }[] };

// What axe (WCAG 2.2 AA and best practices) finds wrong with the page as it is; injected by the
// debugger, which a Content-Security-Policy does not bind.
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  const found = (await page.evaluate('axe.run()')) as { violations: Violation[] };
  return found.violations.flatMap((v) =>
    v.nodes.map((node) => `${v.id}: ${node.html.slice(0, 200)} ${node.failureSummary ?? ''}`),
  );
}

export const widths = { phone: 360, desk: 1280 };

// Looks at the page at both widths: nothing sticks out, axe is content (but of what others made), and
// the pictures lie in the build folder for people.
export async function look(page: Page, name: string, { axe } = { axe: true }) {
  for (const [kind, width] of Object.entries(widths)) {
    await page.setViewportSize({ width, height: width === widths.phone ? 740 : 800 });
    const sticksOut = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(sticksOut, `${name} at ${width} px is wider than the screen`).toBe(0);
    const folder = process.env['OCOP_E2E_OUT'] ?? 'test-results';
    await page.screenshot({ path: join(folder, 'screens', `${name}-${kind}.png`), fullPage: true });
    if (axe) expect(await violations(page), `${name} at ${width} px`).toEqual([]);
  }
}

// Signs in by the form, or goes on with the session of the sign-in before; with a recovery code where
// one is given.
export async function signIn(page: Page, server: Server, account: Account, recovery?: string) {
  const inside = page.getByRole('navigation', { name: 'Các mục' });
  const login = page.getByLabel('Tên đăng nhập');
  await page.context().addCookies(server.sessions.get(account.login) ?? []);
  await page.goto(`${server.url}/console/`);
  await expect(inside.or(login).first()).toBeVisible();
  if (await inside.isVisible()) return;
  await login.fill(account.login);
  await page.getByLabel('Mật khẩu').fill(account.password);
  await page.getByRole('button', { name: 'Đăng nhập' }).click();
  const code = page.getByLabel('Mã xác thực');
  await expect(code.or(inside).first()).toBeVisible();
  if (await code.isVisible()) {
    await code.fill(recovery ?? (await server.code(account.secret)));
    await page.getByRole('button', { name: 'Đăng nhập' }).click();
  }
  await expect(inside).toBeVisible();
  server.sessions.set(account.login, await page.context().cookies());
}

// Of one test file; what it asks of other hosts, and what the policy stopped, fails the test.
export const test = base.extend<{ strict: void }, { server: Server }>({
  server: [
    async ({}, use) => {
      const server = await Server.start();
      await use(server);
      await server.stop();
    },
    { scope: 'worker' },
  ],
  strict: [
    async ({ context, server }, use) => {
      const faults: string[] = [];
      context.on('request', (request) => {
        const url = request.url();
        if (!/^(blob|data):/.test(url) && !url.startsWith(server.url)) faults.push(`asked ${url}`);
      });
      context.on('console', (message) => {
        if (/Content Security Policy|Permissions-Policy/.test(message.text())) {
          faults.push(message.text());
        }
      });
      context.on('weberror', (error) => faults.push(String(error.error())));
      await use();
      expect(faults).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
