import { flushPromises, mount } from '@vue/test-utils';
import { expect, test } from 'vitest';
import { defineComponent, h } from 'vue';

import { askConfirm } from './dialogs';
import { UiTable, UiTableColumn } from './parts/table';
import UiProvider from './UiProvider.vue';

test('an empty table says so in Chinese', async () => {
  const page = defineComponent({
    render: () =>
      h(UiProvider, () =>
        h(UiTable, { data: [] }, () => h(UiTableColumn, { prop: 'name', label: '姓名' })),
      ),
  });
  const wrapper = mount(page, { attachTo: document.body });
  await flushPromises();
  expect(wrapper.text()).toContain('暂无数据');
  expect(wrapper.get('th').text()).toBe('姓名');
});

test('a confirmation names the deed and tells the answer', async () => {
  const answer = askConfirm({ title: '下架', message: '下架后买家看不到', confirmText: '下架土豆' });
  await flushPromises();
  const buttons = [...document.querySelectorAll<HTMLButtonElement>('.el-message-box button')];
  buttons.find((button) => button.textContent?.includes('下架土豆'))?.click();
  await expect(answer).resolves.toBe(true);
});
