import { cleanCode, isMobile, newUuid } from '@xiangzhan/core';
import { useScan } from '@xiangzhan/ui/base';
import { computed, reactive, ref, shallowRef } from 'vue';

import { savingProblem } from '../backend/problems';
import { useOutbox } from '../backend/useOutbox';
import type { ParcelIn } from './counterApi';
import { PARCEL_IN } from './counterKinds';
import { t } from './messages.zh';

const NAMES = ['邮政', '顺丰', '中通', '圆通', '申通', '韵达', '极兔', '京东'];
export const CARRIERS = NAMES.map((name) => ({ value: name, label: name }));

export const DIRECTIONS: { value: ParcelIn['direction']; label: string }[] = [
  { value: 'in', label: t('parcel.for_them') },
  { value: 'out', label: t('parcel.by_them') },
];

const emptyForm = () => ({ waybill: '', shelf_code: '', phone: '', name: '' });

/** A parcel comes in: written down here first, its message follows from the server. */
export function useParcelIn() {
  const outbox = useOutbox();
  const form = reactive({ ...emptyForm(), carrier: null as string | null, direction: 'in' as ParcelIn['direction'] });
  const said = ref('');
  const tried = ref(false);
  const problem = shallowRef<unknown>(null);

  const own = computed((): Record<string, string> => {
    const found: Record<string, string> = {};
    if (cleanCode(form.waybill).length < 6) found.waybill = '请扫或输入运单号';
    if (form.direction === 'in' && !form.shelf_code.trim()) found.shelf_code = '请填货架号';
    const phone = cleanCode(form.phone);
    if (form.direction === 'in' && !phone && !form.name.trim()) found.phone = '请填手机号、尾号或姓名，取件时要核对';
    if (phone && !isMobile(phone) && !/^\d{4}$/.test(phone)) found.phone = '请填 11 位手机号，或 4 位尾号';
    return found;
  });
  const complaints = computed(() => (tried.value ? own.value : {}));

  function takeWaybill(code: string): void {
    form.waybill = code;
  }
  useScan((scan, repeated) => {
    if (!repeated) takeWaybill(scan.code);
  });

  function bodyOf(): ParcelIn {
    const phone = cleanCode(form.phone);
    return {
      direction: form.direction, waybill: cleanCode(form.waybill), carrier: form.carrier ?? '',
      shelf_code: form.shelf_code.trim(), name: form.name.trim(),
      phone: isMobile(phone) ? phone : '', phone_tail: isMobile(phone) ? '' : phone,
      arrived_at: new Date().toISOString(),
    };
  }

  async function save(): Promise<void> {
    tried.value = true;
    problem.value = null;
    if (Object.keys(own.value).length) return;
    const body = bodyOf();
    const { waybill } = body;
    const title = body.direction === 'in'
      ? t('parcel.stored', { shelf: `${body.shelf_code} ${waybill}` }) : t('parcel.accepted', { waybill });
    try {
      await outbox.add(() => Promise.resolve([{ uid: newUuid(), kind: PARCEL_IN, title, body }]));
    } catch (error) {
      problem.value = savingProblem(error);
      return;
    }
    said.value = title;
    Object.assign(form, emptyForm());
    tried.value = false;
  }

  return { form, complaints, said, problem, save, takeWaybill };
}
