// What an inspector does with the app before what a test is about.
import type { Page } from '@playwright/test';
import type { Account, Server } from '../server.ts';
import { expect, openApp, Phone, tab } from './fixtures.ts';
import type { Front } from './front.ts';

export async function signIn(phone: Phone, server: Server, account: Account) {
  const { page } = phone;
  await tab(phone, 'Máy');
  await page.getByLabel('Tên đăng nhập').fill(account.login);
  await page.getByLabel('Mật khẩu').fill(account.password);
  await page.getByLabel('Mã xác thực').fill(await server.code(account.secret));
  await page.getByRole('button', { name: 'Đăng nhập' }).click();
  await expect(page.getByRole('button', { name: 'Đăng xuất' })).toBeVisible();
}

type Known = { id: string; revoked?: object };

// Each test has a new phone, and a person has ten devices.
async function revokeDevices(page: Page) {
  const left = await page.evaluate(async () => {
    const own = (await (await fetch('/api/v1/account')).json()) as { session: { csrf: string } };
    const list = (await (await fetch('/api/v1/devices')).json()) as { items: Known[] };
    const headers = { 'Content-Type': 'application/json', 'X-CSRF-Token': own.session.csrf };
    const body = JSON.stringify({ reason: 'Máy của bài thử trước' });
    const statuses: number[] = [];
    for (const { id, revoked } of list.items) {
      if (revoked) continue;
      const answer = await fetch(`/api/v1/devices/${id}/revoke`, { method: 'POST', headers, body });
      statuses.push(answer.status);
    }
    return statuses.filter((status) => status !== 200);
  });
  expect(left).toEqual([]);
}

export async function enrol(phone: Phone) {
  await revokeDevices(phone.page);
  await phone.page.getByLabel('Tên máy').fill('Điện thoại đội 2');
  await phone.page.getByRole('button', { name: 'Đăng ký máy này' }).click();
  await expect(phone.page.getByText('Đã đăng ký: Điện thoại đội 2')).toBeVisible();
  await expect(phone.page.getByText('Đã kiểm bằng khóa gốc')).toBeVisible();
}

// Signed in, enrolled, with the bundle that the front gives.
export async function prepare(phone: Phone, front: Front, server: Server) {
  await openApp(phone, front);
  await signIn(phone, server, server.account('inspector'));
  await enrol(phone);
  await tab(phone, 'Quét');
}
