import { expect, test } from 'vitest';

import { causeText, errorText, isOffline, isProblem, localProblem, mayHaveArrived, problemFromAnswer } from './problem';

const SOLD_OUT = {
  type: 'about:blank', title: '库存不足', status: 409, code: 'listing_sold_out',
  detail: '土豆只剩 3 斤', fields: { quantity: ['不能超过 3', '请减少数量'] },
  request_id: 'r-1', available_g: 1500,
};

test('a problem keeps code, fields, request id and what it brings along', () => {
  const problem = problemFromAnswer(409, SOLD_OUT, '');
  expect(problem.code).toBe('listing_sold_out');
  expect(problem.fields).toEqual({ quantity: '不能超过 3；请减少数量' });
  expect(problem.request_id).toBe('r-1');
  expect(problem.extra).toEqual({ available_g: 1500 });
  expect(isProblem(problem, 'listing_sold_out')).toBe(true);
  expect(isProblem(problem, 'other')).toBe(false);
});

test('the words of the server come first', () => {
  expect(errorText(problemFromAnswer(409, SOLD_OUT, ''))).toBe('土豆只剩 3 斤');
});

test.each([
  [problemFromAnswer(409, undefined, ''), '内容已被他人修改，请核对后重试'],
  [problemFromAnswer(409, { code: 'listing_exists', title: '本站已有同规格的商品，请直接补货' }, ''), '本站已有同规格的商品，请直接补货'],
  [problemFromAnswer(404, { code: 'not_found', title: '没有找到' }, ''), '没有找到，可能已删除或不在您的范围内'],
  [problemFromAnswer(502, '<html>', 'r-2'), '服务器出错了，请稍后重试'],
  [problemFromAnswer(418, { title: '茶壶' }, ''), '茶壶'],
  [problemFromAnswer(418, null, ''), '操作没有成功，请稍后重试'],
  [problemFromAnswer(400, { code: 'wrong_credentials' }, ''), '账号或密码不正确，请重新输入'],
  [localProblem('offline'), '没有网络，请检查连接后重试'],
  [new TypeError('x'), '页面出错了，请刷新后重试'],
])('%s is said as %s', (error, words) => {
  expect(errorText(error)).toBe(words);
});

test('where no field is on the page the fields are said, else the sentence', () => {
  const refused = { code: 'invalid', title: '填写有误，请按提示修改', fields: { mobile: '请填写 11 位手机号' } };
  expect(causeText(problemFromAnswer(422, refused, ''))).toBe('请填写 11 位手机号');
  expect(causeText(localProblem('offline'))).toBe('没有网络，请检查连接后重试');
});

test('an answer without a body takes the request id of the header', () => {
  expect(problemFromAnswer(502, undefined, 'r-2')).toMatchObject({
    status: 502, code: 'http_502', request_id: 'r-2', fields: {},
  });
});

test('offline and timeout are the two that never arrived', () => {
  expect(isOffline(localProblem('offline'))).toBe(true);
  expect(isOffline(localProblem('timeout'))).toBe(true);
  expect(isOffline(problemFromAnswer(500, {}, ''))).toBe(false);
});

test('a deed may have been done although the answer was bad', () => {
  expect(mayHaveArrived(localProblem('timeout'))).toBe(true);
  expect(mayHaveArrived(problemFromAnswer(502, {}, ''))).toBe(true);
  expect(mayHaveArrived(problemFromAnswer(409, { code: 'in_flight' }, ''))).toBe(true);
  expect(mayHaveArrived(problemFromAnswer(422, { code: 'invalid' }, ''))).toBe(false);
});
