import { fenToApi, formatBothWeights, formatYuan } from '@xiangzhan/core';
import { computed } from 'vue';
import { useRouter } from 'vue-router';

import { STEP_PATHS, TARES } from './intake';
import { t } from './messages.zh';
import { useReceiving } from './useReceiving';

/** Step 3: gross and tare in, net and amount live. */
export function useWeighStep() {
  const receiving = useReceiving();
  const router = useRouter();
  const gross = computed({
    get: () => receiving.intake.gross_g,
    set: (gross_g) => receiving.change({ gross_g }),
  });
  const tare = computed({
    get: () => receiving.intake.tare_g,
    set: (tare_g) => receiving.change({ tare_g }),
  });
  const unit = computed({
    get: () => receiving.intake.unit,
    set: (value) => receiving.change({ unit: value }),
  });
  const preset = computed({
    get: () => (TARES.some(({ value }) => value === tare.value) ? tare.value : null),
    set: (value) => {
      if (value !== null) tare.value = value;
    },
  });
  const netWords = computed(() =>
    receiving.net === null ? '—' : formatBothWeights(receiving.net),
  );
  const amountWords = computed(() => {
    if (!receiving.intake.price) return t('receive.unpriced');
    return receiving.amount === null ? '—' : formatYuan(receiving.amount);
  });
  const priceWords = computed(() => {
    const price = receiving.intake.price;
    return price ? t('receive.price', { price: fenToApi(price.buy_fen) }) : t('receive.unpriced');
  });
  const canGoOn = computed(() => receiving.net !== null && !receiving.complaint);
  const canSetAside = computed(
    () => gross.value !== null && gross.value > (tare.value ?? 0) && !receiving.complaint,
  );

  /** This crate is weighed; the next one comes on the scale. */
  function setAside(): void {
    if (!canSetAside.value || gross.value === null) return;
    receiving.setAside({ gross_g: gross.value, tare_g: tare.value ?? 0 });
  }

  function next(): void {
    if (!canGoOn.value) return;
    receiving.weighed();
    void router.push(STEP_PATHS.confirm);
  }

  return {
    receiving, gross, tare, unit, preset, netWords, amountWords, priceWords, canGoOn, next,
    canSetAside, setAside,
  };
}
