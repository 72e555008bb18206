import type { ComparedRow, Entry } from './api';

export const CYCLES = [
  ['quarter', '季度通报'], ['half', '半年考核'], ['year', '年终评估'],
] as const;
export const LEVELS = [['township', '乡镇'], ['village', '村'], ['county', '县']] as const;
export const METHODS = [
  ['ratio', '按完成率'], ['pass', '达标得满分'], ['judged', '由人评定'],
] as const;
export const ORIGINS = [['national', '国家综合示范'], ['county', '本县']] as const;
export const UNITS = [
  ['count', '数量'], ['percent', '百分比（0 到 100）'], ['change', '增减百分比'], ['yuan', '元'],
] as const;

/** The period of the same kind that a cycle begins with: its last that is over. */
export function lastOver(cycle: string, today: string): string {
  const [year = 0, month = 1] = today.split('-').map(Number);
  if (cycle === 'year') return String(year - 1);
  const months = cycle === 'half' ? 6 : 3;
  const letter = cycle === 'half' ? 'H' : 'Q';
  const part = Math.floor((month - 1) / months);
  return part ? `${year}-${letter}${part}` : `${year - 1}-${letter}${12 / months}`;
}

export function withUnit(text: string, unit: string): string {
  return text && unit ? `${text} ${unit}` : text || '—';
}

/** What stands in the cell of a value: the figure, or why there is none. */
export function valueText(entry: Entry): string {
  if (entry.value) return withUnit(entry.value, entry.unit_name);
  return entry.by_hand || '未填';
}

export function pointsText(points: string | null | undefined): string {
  return points ?? '—';
}

/** The rank of each place among those with points; equal points share a rank. */
export function rankOf(row: ComparedRow, rows: readonly ComparedRow[]): string {
  if (row.total === null || row.state !== 'locked') return '—';
  const better = rows.filter(
    (other) => other.state === 'locked' && Number(other.total) > Number(row.total),
  );
  return String(better.length + 1);
}

export function stateText(row: ComparedRow): string {
  if (!row.sheet) return '未填报';
  return row.correcting ? `更正中（列第 ${row.number} 版）` : row.state_name;
}
