import { launch } from 'chrome-launcher';
import lighthouse from 'lighthouse';
import { expect, test } from './fixtures.ts';

// Lighthouse of a phone (its own throttling): performance 95, accessibility and best practices 100,
// the largest paint within 1.5 s.
test('pages for buyers are quick and well made', async ({ server }) => {
  test.setTimeout(600_000);
  const chrome = await launch({
    chromePath: process.env['OCOP_CHROMIUM'] ?? '/usr/bin/chromium',
    chromeFlags: ['--headless=new', '--no-sandbox', '--ignore-certificate-errors'],
  });
  try {
    for (const url of [
      server.lines.get('stamp valid')!,
      `${server.url}/`,
      `${server.url}/catalogue`,
      `${server.url}/address`,
    ]) {
      const run = await lighthouse(url, {
        port: chrome.port,
        logLevel: 'error',
        onlyCategories: ['performance', 'accessibility', 'best-practices'],
      });
      const { categories, audits } = run!.lhr;
      const figures = Object.entries(categories).map(([id, category]) => `${id} ${category.score}`);
      const paint = audits['largest-contentful-paint']!.numericValue ?? Infinity;
      console.log(`${new URL(url).pathname}: ${figures.join(', ')}, LCP ${Math.round(paint)} ms`);
      const failed = Object.values(audits).filter((a) => a.score !== null && a.score < 0.9);
      const why = failed.map((a) => a.id).join(', ');
      expect(categories['performance']!.score, `${url}: ${why}`).toBeGreaterThanOrEqual(0.95);
      expect(categories['accessibility']!.score, `${url}: ${why}`).toBe(1);
      expect(categories['best-practices']!.score, `${url}: ${why}`).toBe(1);
      expect(paint, url).toBeLessThanOrEqual(1_500);
      expect(audits['cumulative-layout-shift']!.numericValue, url).toBeLessThanOrEqual(0.02);
    }
  } finally {
    await chrome.kill();
  }
});
