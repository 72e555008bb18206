import type { AccessRow, Account, Assignment, AuditRow, Device } from './desk';
import type { Column } from './lists';
import { instantText } from './words';

export const ACCOUNTS: readonly Column<Account>[] = [
  { label: '姓名', text: (row) => row.name },
  { label: '账号', text: (row) => row.username },
  { label: '在任身份', text: (row) => row.hats.join('、') || '无' },
  { label: '状态', text: accountState },
  { label: '上次登录', text: (row) => instantText(row.last_login) },
];

function accountState(row: Account): string {
  if (!row.is_active) return '已停用';
  if (row.locked) return '输错次数过多，暂时锁定';
  return row.must_change_password ? '待改一次性密码' : '正常';
}

export const ASSIGNMENTS: readonly Column<Assignment>[] = [
  { label: '姓名', text: (row) => row.person_name },
  { label: '身份', text: (row) => row.role_name },
  { label: '范围', text: (row) => row.scope_name || '全系统' },
  { label: '任期', text: (row) => `${row.valid_from} 至 ${row.valid_to ?? '长期'}` },
  { label: '状态', text: (row) => row.state_name },
  { label: '提出', text: (row) => row.granted_by_name },
  { label: '复核', text: (row) => row.approved_by_name || '—' },
  { label: '兼任说明', text: (row) => row.waiver || '—' },
];

export const EVENTS: readonly Column<AuditRow>[] = [
  { label: '时间', text: (row) => instantText(row.at) },
  { label: '姓名', text: (row) => row.person_name },
  { label: '身份', text: (row) => row.hat_name },
  { label: '动作', text: (row) => row.action_name },
  { label: '对象', text: (row) => `${row.subject_name} ${row.subject_uid.slice(0, 8)}` },
  { label: '内容', text: (row) => contentText(row.values) },
  { label: '链', text: (row) => row.hash.slice(0, 10) || '待入链' },
];

function contentText(values: unknown): string {
  const entries = Object.entries((values ?? {}) as Record<string, unknown>);
  return entries.map(([key, value]) => `${key}=${String(value)}`).join(' ').slice(0, 80) || '—';
}

export const ACCESSES: readonly Column<AccessRow>[] = [
  { label: '时间', text: (row) => instantText(row.at) },
  { label: '姓名', text: (row) => row.person_name },
  { label: '身份', text: (row) => row.hat_name },
  { label: '看了谁', text: (row) => `${row.subject_name} ${row.subject_uid.slice(0, 8)}` },
  { label: '看了什么', text: (row) => row.read_name },
  { label: '为什么', text: (row) => row.purpose },
];

export const DEVICES: readonly Column<Device>[] = [
  { label: '名称', text: (row) => row.name },
  { label: '字母', text: (row) => row.letter || '—' },
  { label: '使用人', text: (row) => row.person_name },
  { label: '站点或范围', text: (row) => row.scope_name },
  { label: '最近使用', text: (row) => instantText(row.last_seen_at) },
  { label: '未上传', number: true, text: (row) => String(row.unsent_count) },
  { label: '最早一条', text: (row) => instantText(row.oldest_unsent_at) },
  { label: '到期', text: (row) => instantText(row.expires_at) },
  { label: '状态', text: (row) => (row.revoked_at ? `已停用：${row.revoke_reason}` : '使用中') },
];
