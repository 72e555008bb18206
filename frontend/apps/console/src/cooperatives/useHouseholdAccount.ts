import { causeText } from '@xiangzhan/core';
import { useAction } from '@xiangzhan/ui/base';
import { askReason, notify } from '@xiangzhan/ui/desktop';

import { registerApi } from './registerApi';

const ASK = {
  title: '开通农户账号',
  message: '请填写本人在用的 11 位手机号。乡镇同意后本人会收到短信，凭短信验证码自己设置密码。',
  confirmText: '提交乡镇审批',
};

/** Somebody of the household gets an account: asked for here, agreed to by the township. */
export function useHouseholdAccount(uid: string) {
  const opening = useAction((key: string, body: object) => registerApi.openAccount(uid, body, key));

  return async function openAccount(member: string): Promise<void> {
    const mobile = await askReason(ASK);
    if (!mobile) return;
    if (await opening.run({ member, mobile })) notify('已提交，请乡镇在“待我审批”中办理');
    else if (opening.problem.value) notify(causeText(opening.problem.value), 'error');
  };
}
