import { useRouter } from 'vue-router';

import { openStep, type Step, STEP_PATHS } from './intake';
import { useReceiving } from './useReceiving';

const ORDER: Step[] = ['household', 'produce', 'weigh', 'confirm'];

/** A bookmark or a step back can open a step too early: then the first open one is shown. */
export function useStepGuard(step: Step): void {
  const open = openStep(useReceiving().intake);
  if (ORDER.indexOf(open) < ORDER.indexOf(step)) void useRouter().replace(STEP_PATHS[open]);
}
