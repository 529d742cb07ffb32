import { launch } from 'chrome-launcher';
import lighthouse from 'lighthouse';
import { expect, test } from './fixtures.ts';

// Lighthouse of a phone (its own throttling): performance 95, accessibility and best practices 100,
// the largest paint within 1.5 s. Its performance counts what else the machine does meanwhile: the
// best of three runs is the page's own.
const runsMax = 3;

type Result = NonNullable<Awaited<ReturnType<typeof lighthouse>>>['lhr'];

const performanceOf = (result?: Result) => result?.categories['performance']?.score ?? -1;
const paintOf = (result?: Result) =>
  result?.audits['largest-contentful-paint']?.numericValue ?? Infinity;

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
      let best: Result | undefined;
      for (let n = 0; n < runsMax && (performanceOf(best) < 0.95 || paintOf(best) > 1_500); ++n) {
        const run = await lighthouse(url, {
          port: chrome.port,
          logLevel: 'error',
          onlyCategories: ['performance', 'accessibility', 'best-practices'],
        });
        if (performanceOf(run!.lhr) > performanceOf(best)) best = run!.lhr;
      }
      const { categories, audits } = best!;
      const figures = Object.entries(categories).map(([id, category]) => `${id} ${category.score}`);
      const paint = paintOf(best);
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
