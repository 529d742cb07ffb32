import { defineConfig } from '@playwright/test';

// Run by CTest (tests/CMakeLists.txt) with OCOP_PROGRAM and OCOP_E2E_OUT.
export default defineConfig({
  testDir: '.',
  testMatch: '*.test.ts',
  outputDir: `${process.env['OCOP_E2E_OUT'] ?? 'test-results'}/failed`,
  workers: 1,
  timeout: 180_000,
  expect: { timeout: 20_000 },
  forbidOnly: Boolean(process.env['CI']),
  reporter: 'list',
  use: {
    actionTimeout: 20_000,
    browserName: 'chromium',
    locale: 'vi-VN',
    timezoneId: 'Asia/Ho_Chi_Minh',
    ignoreHTTPSErrors: true,
    viewport: { width: 360, height: 740 },
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env['OCOP_CHROMIUM'] ?? '/usr/bin/chromium',
      // The development certificate signs itself; a service worker asks for this flag besides.
      args: ['--no-sandbox', '--disable-dev-shm-usage', '--ignore-certificate-errors'],
    },
  },
});
