import { defineConfig } from '@playwright/test';

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

// Before every change each page is walked at the width it is mostly used at, before a release at both.
const once = Boolean(process.env.MAIN_WIDTH);
const AT_A_DESK = /(county|desk|exchange|people|places|prices|produce|register)\.spec\.ts/;
const ON_A_PHONE = /(shop(-\w+)?|sign-in|station(-\w+)?|two-accounts)\.spec\.ts/;

/** Runs against a real server with the demo county: BASE_URL says where it listens. */
export default defineConfig({
  testDir: 'specs',
  outputDir: '../test-results',
  workers: 1,
  timeout: 120_000,
  // A walk that passes only the second time is named "flaky" in the closing lines, and does not stop a landing.
  retries: process.env.CI ? 1 : 0,
  expect: { timeout: 10_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list']],
  use: {
    baseURL: process.env.BASE_URL ?? 'http://127.0.0.1:8000',
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: FLAGS,
    },
  },
  // A walk that changes the county is made once: the counter's and the buyer's on a phone, others at a desk.
  projects: [
    {
      name: 'phone',
      grepInvert: /@desk/,
      testIgnore: once ? AT_A_DESK : [],
      use: { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true },
    },
    { name: 'desktop', grepInvert: /@phone/, testIgnore: once ? ON_A_PHONE : [], use: { viewport: { width: 1280, height: 800 } } },
  ],
});
