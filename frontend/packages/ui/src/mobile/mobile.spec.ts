import { mount } from '@vue/test-utils';
import { expect, test } from 'vitest';

import { UiButton } from './parts/button';
import UiNavBar from './UiNavBar.vue';
import UiPopup from './UiPopup.vue';

test('a button of the kit is a button', async () => {
  const button = mount(UiButton, { props: { type: 'primary' }, slots: { default: '收货' } });
  expect(button.element.tagName).toBe('BUTTON');
  await button.trigger('click');
  expect(button.emitted('click')).toHaveLength(1);
});

test('a popup is a named dialog with a way out', async () => {
  const popup = mount(UiPopup, { props: { title: '筛选', show: true }, attachTo: document.body });
  const dialog = popup.get('[role=dialog]');
  const heading = document.getElementById(dialog.attributes('aria-labelledby') ?? '');
  expect(heading?.textContent).toBe('筛选');
  await popup.get('[aria-label=关闭]').trigger('click');
  expect(popup.emitted('update:show')).toEqual([[false]]);
});

test('the bar at the top goes back only where there is a way back', async () => {
  expect(mount(UiNavBar, { props: { title: '今日' } }).find('button').exists()).toBe(false);
  const bar = mount(UiNavBar, { props: { title: '收货', back: true } });
  await bar.get('[aria-label=返回]').trigger('click');
  expect(bar.emitted('back')).toHaveLength(1);
});
