import { localProblem, problemFromAnswer } from '@xiangzhan/core';
import { mount } from '@vue/test-utils';
import { expect, test } from 'vitest';

import StateView from './StateView.vue';
import type { ViewState } from './viewState';

function show(state: ViewState, props: Record<string, unknown> = {}) {
  return mount(StateView, { props: { state, ...props }, slots: { default: '<b>内容</b>' } });
}

test('loading is a skeleton that says so and hides the content', () => {
  const view = show('loading', { lines: 3 });
  expect(view.attributes('aria-busy')).toBe('true');
  expect(view.findAll('.line')).toHaveLength(3);
  expect(view.text()).toBe('正在载入');
});

test('empty says why and offers its action', () => {
  const view = mount(StateView, {
    props: { state: 'empty', emptyText: '还没有订单' }, slots: { action: '<a>去逛逛</a>' },
  });
  expect(view.text()).toBe('还没有订单去逛逛');
});

test('an error gives cause, request id and a retry', async () => {
  const view = show('error', { problem: problemFromAnswer(502, {}, 'r-7') });
  expect(view.text()).toContain('服务器出错了，请稍后重试');
  expect(view.text()).toContain('请求编号 r-7');
  await view.get('button').trigger('click');
  expect(view.emitted('retry')).toHaveLength(1);
});

test('offline keeps what there is and counts what is unsent', () => {
  const view = show('offline', {
    problem: localProblem('offline'), unsent: 2, asOf: '14:05', hasContent: true,
  });
  expect(view.text()).toContain('2 条未上传');
  expect(view.text()).toContain('数据截至 14:05');
  expect(view.text()).toContain('内容');
});

test('forbidden says who can grant', () => {
  const view = show('forbidden', { grantor: '县商务局' });
  expect(view.text()).toContain('请联系县商务局授权');
  expect(view.text()).not.toContain('内容');
});

test('stale shows the content with its time and ready without', () => {
  expect(show('stale', { asOf: '14:05' }).text()).toBe('数据截至 14:05内容');
  expect(show('ready').text()).toBe('内容');
});
