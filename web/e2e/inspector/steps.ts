// What an inspector does with the app before what a test is about.
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

export async function enrol(phone: Phone) {
  await phone.page.getByLabel('Tên máy').fill('Điện thoại đội 2');
  await phone.page.getByRole('button', { name: 'Đăng ký máy này' }).click();
  await expect(phone.page.getByText('Đã đăng ký: Điện thoại đội 2')).toBeVisible();
  await expect(phone.page.getByText('Đã kiểm bằng khóa gốc')).toBeVisible();
}

// Signed in, enrolled, with the bundle of the test.
export async function prepare(phone: Phone, front: Front, server: Server) {
  front.own = true;
  await openApp(phone, front);
  await signIn(phone, server, server.account('inspector'));
  await enrol(phone);
  await tab(phone, 'Quét');
}
