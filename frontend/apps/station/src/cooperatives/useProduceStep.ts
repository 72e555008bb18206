import { fenToApi, localDate } from '@xiangzhan/core';
import { computed, ref, watch } from 'vue';
import { useRouter } from 'vue-router';

import type { Mode, Product } from './api';
import { STEP_PATHS } from './intake';
import { t } from './messages.zh';
import { type Tile, usePrices } from './usePrices';
import { useReceiving } from './useReceiving';

/** Step 2: a product, one of the grades that have a price today, and the mode. */
export function useProduceStep() {
  const receiving = useReceiving();
  const prices = usePrices();
  const router = useRouter();
  const product = ref<Product | null>(receiving.intake.price?.product ?? null);

  const ofProduct = computed(
    () => prices.all.value.find((tile) => tile.product.uid === product.value?.uid)?.prices ?? [],
  );
  const grades = computed(() =>
    ofProduct.value.map((price) => ({
      value: price.grade, label: price.grade_name, note: fenToApi(price.buy_fen),
    })),
  );
  const grade = computed({
    get: () => receiving.intake.price?.grade ?? null,
    set: (value) =>
      receiving.choosePrice(ofProduct.value.find((price) => price.grade === value) ?? null),
  });
  const mode = computed<Mode | null>({
    get: () => receiving.intake.mode,
    set: (value) => receiving.change({ mode: value ?? 'consignment' }),
  });
  const modes: { value: Mode; label: string }[] = [
    { value: 'consignment', label: `${t('mode.consignment')}（${t('mode.consignment_note')}）` },
    { value: 'purchase', label: `${t('mode.purchase')}（${t('mode.purchase_note')}）` },
  ];
  const price = computed(() => receiving.intake.price);
  const priceWords = computed(() =>
    price.value ? t('receive.price', { price: fenToApi(price.value.buy_fen) }) : '',
  );
  const sinceWords = computed(() =>
    price.value ? t('receive.price_since', { date: localDate(price.value.effective_from) }) : '',
  );

  /** A draft of yesterday takes today's price of the same product and grade. */
  watch(prices.data, (fresh) => {
    const old = receiving.intake.price;
    if (!fresh || !old) return;
    const same = fresh.find(
      (one) => one.product.uid === old.product.uid && one.grade === old.grade,
    );
    if (same?.price_entry === old.price_entry && same.buy_fen === old.buy_fen) return;
    const problem = receiving.problem;
    receiving.choosePrice(same ?? null);
    receiving.problem = problem;
  });

  function pick(tile: Tile): void {
    product.value = tile.product;
    const only = tile.prices.length === 1 ? tile.prices[0] : undefined;
    const sameGrade = tile.prices.find((one) => one.grade === receiving.intake.price?.grade);
    receiving.choosePrice(only ?? sameGrade ?? null);
  }

  function next(): void {
    if (!receiving.intake.price) return;
    prices.remember(receiving.intake.price);
    void router.push(STEP_PATHS.weigh);
  }

  return {
    receiving, prices, product, grades, grade, mode, modes, priceWords, sinceWords, pick, next,
  };
}
