import { mount } from '@vue/test-utils';
import { expect, test } from 'vitest';
import { defineComponent, h } from 'vue';

import ScanListener from './ScanListener.vue';
import { useEnter } from './useEnter';

function inputThatCounts() {
  let enters = 0;
  const onEnter = useEnter(() => {
    enters += 1;
  });
  const wrapper = mount(defineComponent({ render: () => h('input', { onKeydown: onEnter }) }));
  return { press: (init: KeyboardEventInit) => press(wrapper.element, init), count: () => enters };
}

function press(target: EventTarget, init: KeyboardEventInit): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init });
  if (init.keyCode) Object.defineProperty(event, 'keyCode', { value: init.keyCode });
  target.dispatchEvent(event);
  return event;
}

test('Enter counts, other keys do not', () => {
  const input = inputThatCounts();
  input.press({ key: 'a' });
  input.press({ key: 'Enter', keyCode: 13 });
  expect(input.count()).toBe(1);
});

test('Enter that picks a pinyin candidate does not count', () => {
  const input = inputThatCounts();
  input.press({ key: 'Enter', isComposing: true });
  input.press({ key: 'Enter', keyCode: 229 });
  expect(input.count()).toBe(0);
});

function scan(target: EventTarget, code: string): KeyboardEvent {
  for (const key of code) press(target, { key });
  return press(target, { key: 'Enter' });
}

test('a scan is announced with its kind and shown', async () => {
  const listener = mount(ScanListener, { attachTo: document.body });
  scan(document.body, 'HC00012345');
  await listener.vm.$nextTick();
  expect(listener.emitted('scan')).toEqual([[{ kind: 'household', code: 'HC00012345' }]]);
  expect(listener.text()).toBe('已扫：农户卡 HC00012345');
  listener.unmount();
});

test('the same code at once is taken once, an unreadable one is said', async () => {
  const listener = mount(ScanListener, { attachTo: document.body });
  scan(document.body, 'OD202609300001');
  scan(document.body, 'OD202609300001');
  expect(listener.emitted('scan')).toHaveLength(1);
  scan(document.body, 'HC?12345');
  await listener.vm.$nextTick();
  expect(listener.text()).toContain('扫码有误：HC?12345：不认识这个码');
  listener.unmount();
});

test('a scan into a focused input is taken back and Enter submits nothing', () => {
  const listener = mount(ScanListener, { attachTo: document.body });
  const input = document.body.appendChild(document.createElement('input'));
  input.value = '备注OD202609300002';
  expect(scan(input, 'OD202609300002').defaultPrevented).toBe(true);
  expect(input.value).toBe('备注');
  listener.unmount();
});

test('after it is gone nobody listens', () => {
  const listener = mount(ScanListener, { attachTo: document.body });
  listener.unmount();
  scan(document.body, 'OD202609300003');
  expect(listener.emitted('scan')).toBeUndefined();
});
