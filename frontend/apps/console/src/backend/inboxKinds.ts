import type { Decided } from './desk';
import { type InboxKinds, reviewed, type Secret } from './inbox';

const at = (kind: string) => (uid: string) => `/approvals/${kind}/${uid}`;
const decideAt = (kind: string) => (uid: string) => `${at(kind)(uid)}/decide`;

function passwordOf(answer: unknown): Secret | null {
  const secret = (answer as Decided).one_time_password;
  const note = '只显示这一次。请当面交给本人，首次登录时必须修改，并重新绑定动态验证码。';
  return secret ? { title: '一次性密码', secret, note } : null;
}

/** What the kernel itself asks a second person for. */
export const backendInbox: InboxKinds = {
  assignment: reviewed(at('assignment'), decideAt('assignment'), {
    explain: '最后一步同意后，这项授权按任期生效。',
  }),
  password_reset: reviewed(at('password-reset'), decideAt('password-reset'), {
    explain: '同意后原密码和动态验证码立即失效，一次性密码只在这里显示一次。',
    secret: passwordOf,
  }),
  import_batch: { link: (uid) => `/imports/${uid}`, words: '查看这批数据的对照并审批' },
  duplicate_case: { link: () => '/duplicates?state=proposed', words: '查看疑似重复的判定并审批' },
  export_file: { link: () => '/exports', words: '查看导出申请并审批' },
};
