import { useLoad } from '@xiangzhan/ui/base';
import { computed } from 'vue';

import { surveyApi } from './surveyApi';

/** The county within reach, for forms that are a whole county's; empty until it is known. */
export function useCounty() {
  const { data } = useLoad((signal) => surveyApi.counties(signal));
  return computed(() => data.value?.results[0]?.code ?? '');
}
