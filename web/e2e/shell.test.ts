import { expect, look, test } from './fixtures.ts';

test('the console opens at any place inside it', async ({ page, server }) => {
  await page.goto(`${server.url}/console/lots`);
  await expect(page.getByRole('heading', { name: 'OCOP Trace' })).toBeVisible();
  await look(page, 'console');
});
