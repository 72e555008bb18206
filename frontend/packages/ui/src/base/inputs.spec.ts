import { mount } from '@vue/test-utils';
import { expect, test } from 'vitest';

import MoneyInput from './MoneyInput.vue';
import QuantityStepper from './QuantityStepper.vue';
import TextInput from './TextInput.vue';
import WeightInput from './WeightInput.vue';

test('the label, the complaint and the input belong together', () => {
  const field = mount(TextInput, {
    props: { label: '手机号', modelValue: '', error: '号码不对' }, attachTo: document.body,
  });
  const input = field.get('input');
  expect(field.get('label').attributes('for')).toBe(input.attributes('id'));
  expect(input.attributes('aria-invalid')).toBe('true');
  expect(document.getElementById(input.attributes('aria-describedby') ?? '')?.textContent).toBe(
    '号码不对',
  );
});

test('money typed in yuan comes out in fen and is tidied on leaving', async () => {
  const field = mount(MoneyInput, {
    props: { label: '价格', modelValue: null, 'onUpdate:modelValue': (fen) => set(fen) },
  });
  const set = (fen: number | null) => void field.setProps({ modelValue: fen });
  await field.get('input').setValue('12.5');
  expect(field.emitted('update:modelValue')?.at(-1)).toEqual([1250]);
  await field.get('input').trigger('blur');
  expect(field.get('input').element.value).toBe('12.50');
});

test('money that is no amount says so and gives null', async () => {
  const field = mount(MoneyInput, { props: { label: '价格', modelValue: 100 } });
  await field.get('input').setValue('一百');
  expect(field.emitted('update:modelValue')).toEqual([[null]]);
  expect(field.get('[role=alert]').text()).toBe('价格要填数字，最多两位小数');
});

test('money outside its limits names the limit', async () => {
  const field = mount(MoneyInput, { props: { label: '价格', modelValue: null, max: 5000 } });
  await field.get('input').setValue('50.01');
  expect(field.get('[role=alert]').text()).toBe('不能超过 ¥50.00');
});

test('weight is read back in the other unit', async () => {
  const field = mount(WeightInput, { props: { label: '毛重', modelValue: 12_500 } });
  expect(field.get('input').element.value).toBe('25');
  expect(field.text()).toContain('= 12.5 公斤');
});

test('changing the unit keeps the weight and changes the number', async () => {
  const field = mount(WeightInput, { props: { label: '毛重', modelValue: 12_500 } });
  await field.get('button').trigger('click');
  expect(field.get('input').element.value).toBe('12.5');
  expect(field.emitted('update:modelValue')).toBeUndefined();
  await field.get('input').setValue('13');
  expect(field.emitted('update:modelValue')?.at(-1)).toEqual([13_000]);
});

test('a weight over the limit asks about the unit', async () => {
  const field = mount(WeightInput, { props: { label: '毛重', modelValue: null, max: 50_000 } });
  await field.get('input').setValue('101');
  expect(field.get('[role=alert]').text()).toBe('不能超过 100 斤，请核对单位');
});

test('the stepper stays within its bounds', async () => {
  const stepper = mount(QuantityStepper, { props: { label: '数量', modelValue: 3, max: 3 } });
  const [less, more] = stepper.findAll('button');
  expect(more?.attributes('disabled')).toBeDefined();
  await less?.trigger('click');
  await stepper.get('input').setValue('99');
  expect(stepper.emitted('update:modelValue')).toEqual([[2], [3]]);
});
