import { fenToApi, localDate } from '@xiangzhan/core';
import { computed, watch } from 'vue';
import { useRouter } from 'vue-router';

import type { Mode, Price } from './api';
import { GRADES, STEP_PATHS } from './intake';
import { t } from './messages.zh';
import { type Tile, usePrices } from './usePrices';
import { useReceiving } from './useReceiving';

const MODES: { value: Mode; label: string }[] = [
  { value: 'consignment', label: `${t('mode.consignment')}（${t('mode.consignment_note')}）` },
  { value: 'purchase', label: `${t('mode.purchase')}（${t('mode.purchase_note')}）` },
];

/** Step 2: a product, its grade and the mode; a grade without a price is taken as 待定价. */
export function useProduceStep() {
  const receiving = useReceiving();
  const prices = usePrices();
  const router = useRouter();
  const product = computed(() => receiving.intake.product);

  const priceOf = (grade: string | null): Price | null => {
    const tile = prices.all.value.find((one) => one.product.uid === product.value?.uid);
    return tile?.prices.find((price) => price.grade === grade) ?? null;
  };
  const grades = computed(() =>
    GRADES.map((one) => {
      const price = priceOf(one.value);
      return { ...one, note: price ? fenToApi(price.buy_fen) : t('receive.unpriced') };
    }),
  );
  const grade = computed({
    get: () => receiving.intake.grade,
    set: (value) => {
      if (product.value) receiving.chooseGoods(product.value, value, priceOf(value));
    },
  });
  const mode = computed<Mode | null>({
    get: () => receiving.intake.mode,
    set: (value) => receiving.change({ mode: value ?? 'consignment' }),
  });
  const priceWords = computed(() => {
    const { price } = receiving.intake;
    if (price) return t('receive.price', { price: fenToApi(price.buy_fen) });
    return grade.value ? t('receive.unpriced') : '';
  });
  const sinceWords = computed(() => {
    const { price } = receiving.intake;
    if (price) return t('receive.price_since', { date: localDate(price.effective_from) });
    return grade.value ? t('receive.unpriced_note') : '';
  });

  /** A draft of yesterday takes today's price of the same product and grade. */
  watch(prices.prices.data, (fresh) => {
    const { price, grade: chosen, product: goods } = receiving.intake;
    if (!fresh || !goods || !chosen) return;
    const same = priceOf(chosen);
    if (same?.price_entry !== price?.price_entry) receiving.change({ price: same });
  });

  function pick(tile: Tile): void {
    const only = tile.prices.length === 1 ? tile.prices[0]?.grade : undefined;
    const kept = tile.prices.find((one) => one.grade === receiving.intake.grade)?.grade;
    const chosen = only ?? kept ?? null;
    const price = tile.prices.find((one) => one.grade === chosen) ?? null;
    receiving.chooseGoods(tile.product, chosen, price);
  }

  function next(): void {
    if (!product.value || !grade.value) return;
    prices.remember(product.value);
    void router.push(STEP_PATHS.weigh);
  }

  return {
    receiving, prices, product, grades, grade, mode, modes: MODES, priceWords, sinceWords, pick,
    next,
  };
}
