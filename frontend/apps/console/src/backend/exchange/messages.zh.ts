/** Row statuses in the order people look at them. */
export const STATUSES: readonly (readonly [string, string])[] = [
  ['new', '新增'],
  ['changed', '变更'],
  ['conflict', '冲突'],
  ['held', '疑似重复'],
  ['error', '错误'],
  ['repeated', '表内重复'],
  ['unchanged', '无变化'],
];

const ROLES: Readonly<Record<string, string>> = {
  TO: '乡镇干部',
  CO: '县级干部',
  CM: '合作社理事长',
  AU: '审计员',
};

/** "乡镇干部 → 县级干部": whose words are asked for, in order. */
export function stepsText(steps: string[][]): string {
  return steps.map((roles) => roles.map((role) => ROLES[role] ?? role).join('或')).join(' → ');
}

export const GIVES_BACK = '请写明原因，提交人会看到这段话。';
