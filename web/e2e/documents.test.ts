import { expect, look, test } from './fixtures.ts';

test('the API is read and tried out in the browser, and nothing leaves this host', async ({
  page,
  server,
}) => {
  await page.goto(`${server.url}/docs/`);
  await expect(page.getByRole('heading', { name: /OCOP Trace/ })).toBeVisible();
  await page.locator('#operations-tag-public').click();
  const verify = page.locator('#operations-public-verifyStamp');
  await verify.locator('.opblock-summary-control').click();
  await look(page, 'documents', { axe: false });
  await verify.getByRole('button', { name: 'Try it out' }).click();
  await verify
    .getByRole('textbox')
    .last()
    .fill(JSON.stringify({ uri: server.lines.get('stamp valid') }));
  await verify.getByRole('button', { name: 'Execute' }).click();
  await expect(
    verify.locator('.live-responses-table .response .response-col_status'),
  ).toContainText('200');
});

test('programs get the document itself', async ({ request, server }) => {
  for (const [file, type] of [
    ['openapi.json', 'application/json'],
    ['openapi.yaml', 'application/yaml'],
  ]) {
    const reply = await request.get(`${server.url}/${file}`);
    expect(reply.headers()['content-type']).toBe(type);
    expect(await reply.text()).toContain('/api/v1/verify');
  }
});
