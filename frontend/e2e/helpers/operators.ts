import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { expect, type Page } from '@playwright/test';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const PASSWORD = 'Valley-morning-2026';

export interface Operator {
  username: string;
  password: string;
  name: string;
}

function inTheCounty(lines: readonly string[]): void {
  execFileSync('.venv/bin/python', ['manage.py', 'shell', '-v0', '-c', lines.join('\n')], { cwd: ROOT });
}

/** A colleague at the demo operator's station, as two people's words would leave it. */
export function secondOperator(name: string): Operator {
  const username = `so-${Date.now().toString(36)}`;
  inTheCounty([
    'from datetime import date',
    'from backend.accounts.models import RoleAssignment',
    'from backend.accounts.services import new_user',
    "hat = RoleAssignment.objects.filter(user__username='demo-so').first()",
    `user = new_user(username='${username}', name='${name}', password='${PASSWORD}')`,
    'user.save()',
    'same = dict(scope_kind=hat.scope_kind, scope_ref=hat.scope_ref, scope_name=hat.scope_name, place_code=hat.place_code)',
    "RoleAssignment.objects.create(user=user, role='SO', valid_from=date(2026, 1, 1), granted_by=hat.granted_by, approved_by=hat.approved_by, **same)",
  ]);
  return { username, password: PASSWORD, name };
}

/** Signs in by name and password and binds this device with a PIN of one's own. */
export async function bindAs(page: Page, operator: Operator, pin: string): Promise<void> {
  await page.goto('/station/sign-in');
  await page.getByRole('textbox', { name: /^账号/ }).fill(operator.username);
  await page.getByRole('textbox', { name: /^密码/ }).fill(operator.password);
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await expect(page.locator('[data-ready="bind"]')).toBeVisible();
  await page.getByLabel('设备名称').fill('柜台平板');
  await page.getByLabel('6 位开锁码').fill(pin);
  await page.getByLabel('再输一次').fill(pin);
  await page.getByRole('button', { name: '绑定本机' }).click();
  await expect(page.locator('[data-ready="home"]')).toBeVisible();
}
