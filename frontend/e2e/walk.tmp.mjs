import { chromium } from 'playwright-core';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const base = 'http://127.0.0.1:8830';
const [role, width, which, ...paths] = process.argv.slice(2);
const app = role==='SO'?'station':role==='BY'?'shop':'console';
const b = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox','--disable-gpu','--disable-background-networking','--disable-quic'] });
const c = await b.newContext({ viewport: { width: +width, height: 900 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
const p = await c.newPage();
let errs = [];
p.on('pageerror', e => errs.push('JS ' + e.message.slice(0,200)));
p.on('response', r => { if (r.status() >= 400) errs.push(r.status() + ' ' + r.request().method() + ' ' + r.url().replace(base,'')); });
await p.goto(`${base}/${app}/sign-in`);
await p.locator(`[data-role="${role}"]`).nth(+which).click();
await p.waitForURL(u => !u.pathname.endsWith('/sign-in'));
for (const path of paths) {
  errs = [];
  await p.goto(`${base}/${app}${path}`); await p.waitForLoadState('networkidle'); await p.waitForTimeout(400);
  const name = `${role}-${width}-${path.replace(/[^a-z0-9]+/gi,'_')}`;
  await p.screenshot({ path: `/tmp/walk/${name}.png`, fullPage: true });
  await p.evaluate(axe);
  const v = await p.evaluate(async () => (await axe.run(document, {resultTypes:['violations']})).violations.filter(x=>['serious','critical'].includes(x.impact)).map(x=>x.id+': '+x.nodes.map(n=>n.target.join(' ')).slice(0,2).join(', ')));
  const over = await p.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  console.log(path, over>0?`OVERFLOW ${over}`:'', v.join(' | '), errs.join(' | '), (await p.locator('body').innerText()).length);
}
await b.close();
