import { launch } from 'chrome-launcher';
import lighthouse from 'lighthouse';
import { expect, test } from './fixtures.ts';

// Lighthouse of a phone (its own throttling): accessibility 100; pages for buyers have best practices
// 100, performance 95 and the largest paint within 1.5 s; the web applications, which are loaded once,
// lose one named practice, and have 90 and 2.5 s. Performance counts what else the machine does meanwhile: the best of three runs is
// the page's own.
const runsMax = 3;

type Result = NonNullable<Awaited<ReturnType<typeof lighthouse>>>['lhr'];

const performanceOf = (result?: Result) => result?.categories['performance']?.score ?? -1;
const paintOf = (result?: Result) =>
  result?.audits['largest-contentful-paint']?.numericValue ?? Infinity;

test('pages for buyers are quick and well made, and the web applications too', async ({
  server,
}) => {
  test.setTimeout(900_000);
  const chrome = await launch({
    chromePath: process.env['OCOP_CHROMIUM'] ?? '/usr/bin/chromium',
    chromeFlags: ['--headless=new', '--no-sandbox', '--ignore-certificate-errors'],
  });
  try {
    const page = { score: 0.95, lost: [] as string[], paint: 1_500 };
    // They ask who is signed in, and a stranger's 401 counts as a fault in the browser's console.
    const application = { score: 0.9, lost: ['errors-in-console'], paint: 2_500 };
    for (const [url, budget] of [
      [server.lines.get('stamp valid')!, page],
      [`${server.url}/`, page],
      [`${server.url}/catalogue`, page],
      [`${server.url}/address`, page],
      [`${server.url}/console/`, application],
      [`${server.url}/app/`, application],
    ] as const) {
      let best: Result | undefined;
      const isShort = () => performanceOf(best) < budget.score || paintOf(best) > budget.paint;
      for (let n = 0; n < runsMax && isShort(); ++n) {
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
      expect(categories['performance']!.score, `${url}: ${why}`).toBeGreaterThanOrEqual(
        budget.score,
      );
      expect(categories['accessibility']!.score, `${url}: ${why}`).toBe(1);
      const practices = categories['best-practices']!.auditRefs;
      const lost = practices.filter((one) => one.weight > 0 && (audits[one.id]!.score ?? 1) < 1);
      expect(
        lost.map((one) => one.id),
        url,
      ).toEqual(budget.lost);
      expect(paint, url).toBeLessThanOrEqual(budget.paint);
      expect(audits['cumulative-layout-shift']!.numericValue, url).toBeLessThanOrEqual(0.02);
    }
  } finally {
    await chrome.kill();
  }
});
