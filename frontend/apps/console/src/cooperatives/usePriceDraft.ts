import { errorText, fenToApi, parseYuan } from '@xiangzhan/core';
import { useAction, useLoad } from '@xiangzhan/ui/base';
import { notify } from '@xiangzhan/ui/desktop';
import { computed, reactive, ref, watch } from 'vue';
import { useRouter } from 'vue-router';

import { type DraftWords, type PriceLine, pricesApi } from './priceApi';

export interface Row {
  product: string;
  grade: string;
  buy: string;
  sell: string;
  institution: string;
}

/** A new price list begins as a copy of the one in force; sending it in asks the manager. */
export function usePriceDraft() {
  const router = useRouter();
  const rows = reactive<Row[]>([]);
  const begins = ref('');
  const note = ref('');
  const inForce = useLoad(async (signal) => {
    const [prices, products] = await Promise.all([
      pricesApi.table({}, signal), pricesApi.products(signal),
    ]);
    return { prices, products: products.results };
  });
  watch(inForce.data, (found) => {
    if (!found || rows.length) return;
    for (const price of found.prices) {
      rows.push({
        product: price.product.uid, grade: price.grade, buy: price.buy_per_jin,
        sell: price.sell_per_jin, institution: price.institution_per_jin ?? '',
      });
    }
  });
  const sending = useAction(async (key: string, words: DraftWords) => {
    const draft = await pricesApi.make(words, key);
    return pricesApi.submit(draft.uid, draft.version, `${key}-submit`);
  });
  const wrong = computed(() => rows.findIndex((row) => !lineOf(row)));
  const complaint = computed(() => (sending.problem.value ? errorText(sending.problem.value) : ''));

  async function send(): Promise<void> {
    const lines = rows.map(lineOf).filter((line): line is PriceLine => line !== null);
    const at = begins.value ? new Date(`${begins.value}:00+08:00`).toISOString() : null;
    if (await sending.run({ effective_from: at, note: note.value, lines })) {
      notify('已提交，等待理事长审批');
      await router.push('/prices');
    }
  }

  const add = (product: string) =>
    rows.push({ product, grade: 'first', buy: '', sell: '', institution: '' });
  const remove = (index: number) => rows.splice(index, 1);
  return { rows, begins, note, inForce, wrong, complaint, busy: sending.busy, send, add, remove };
}

/** The row as the API takes it; null while a price cannot be read. */
export function lineOf(row: Row): PriceLine | null {
  const [buy, sell] = [parseYuan(row.buy), parseYuan(row.sell)];
  const institution = row.institution.trim() ? parseYuan(row.institution) : 0;
  if (!buy || !sell || buy < 0 || sell < 0 || institution === null) return null;
  return {
    product: row.product, grade: row.grade, buy: fenToApi(buy), sell: fenToApi(sell),
    institution: institution ? fenToApi(institution) : null,
  };
}
