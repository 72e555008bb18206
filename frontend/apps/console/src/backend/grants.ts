/** Which role fits which scope; the server checks again. */
export const GRANTABLE: readonly (readonly [role: string, name: string, scope: string])[] = [
  ['CO', '县级干部', 'county'],
  ['AU', '审计员', 'county'],
  ['TO', '乡镇干部', 'township'],
  ['PS', '村党支部书记', 'village'],
  ['SO', '服务站运营员', 'station'],
  ['CM', '合作社理事长', 'cooperative'],
  ['CM.village', '合作社发起人（登记新社）', 'village'],
  ['CA', '合作社会计', 'cooperative'],
  ['CS', '合作社监事', 'cooperative'],
  ['SA', '系统管理员', 'none'],
];

export const STATES: readonly (readonly [string, string])[] = [
  ['', '全部'],
  ...GRANTABLE.filter(([role]) => role === roleOf(role)).map(([role, name]) => [role, name] as const),
];

/** A founder wears a manager's hat over a village. */
export function roleOf(code: string): string {
  return code.split('.')[0] ?? code;
}

export function scopeOf(role: string): string {
  return GRANTABLE.find(([code]) => code === role)?.[2] ?? 'none';
}
