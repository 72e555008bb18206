import { ApiProblem, errorText, isProblem, type ProblemFields } from '@xiangzhan/core';

/** The words of a refusal by field; none where the failure names no field. */
export function fieldsOf(problem: unknown): ProblemFields {
  return isProblem(problem) ? problem.fields : {};
}

const DETAIL: Record<string, string> = {
  QuotaExceededError: '本机存储已满，没有保存。请到“上传箱”上传或导出备份，清出空间后再点一次，填写的内容还在',
};

/** The device could not write: said at once, with what was typed still on the page. */
export function savingProblem(error: unknown): ApiProblem {
  const { name, message, inner } = error as { name?: string; message?: string; inner?: { name?: string } };
  const cause = DETAIL[inner?.name ?? ''] ?? DETAIL[name ?? ''];
  const own = error instanceof RangeError ? message : undefined;
  return new ApiProblem({
    status: 0, code: 'not_saved', title: '', fields: {}, request_id: '', extra: {},
    detail: own ?? cause ?? '没有保存到本机，请再点一次；仍不行请导出备份并联系管理员',
  });
}

/** All the words of a refusal in one line. */
export function refusedWords(error: unknown): string {
  return [errorText(error), ...Object.values(fieldsOf(error))].join('；');
}
