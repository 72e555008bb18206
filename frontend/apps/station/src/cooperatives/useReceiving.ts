import { isProblem, mayHaveArrived, newUuid, type ProblemFields } from '@xiangzhan/core';
import { useSession } from '@xiangzhan/ui/session';
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';

import { useDevice } from '../backend/device';
import { fieldsOf } from '../backend/problems';
import { type Household, type NewReceipt, type Price, type Receipt, receiptsApi } from './api';
import { amountOf, emptyIntake, type Intake, netOf, readBack, receiptOf, weightComplaint } from './intake';
import { arrived, mustAsk } from './lostReceipt';

const DRAFT = 'intake';

/** The draft on this device, one per hat, written at every change. */
function useIntakeDraft() {
  const session = useSession();
  const device = useDevice();
  const intake = ref<Intake>(emptyIntake());
  const problem = shallowRef<unknown>(null);

  watch(
    () => session.hat?.uid,
    () => {
      intake.value = device.read<Intake>(DRAFT) ?? emptyIntake();
      problem.value = null;
    },
    { immediate: true },
  );
  watch(intake, (value) => device.keep(DRAFT, value), { deep: true });

  function change(part: Partial<Intake>): void {
    Object.assign(intake.value, part);
    problem.value = null;
  }

  /** The same household and produce, a new basket. */
  function again(): void {
    const { household, price, mode, tare_g, unit } = intake.value;
    change({ ...emptyIntake(unit), household, price, mode, tare_g });
  }

  return {
    intake, problem, change, again,
    chooseHousehold: (household: Household) => change({ household }),
    choosePrice: (price: Price | null) => change({ price }),
    /** The moment of weighing stays with the basket, however late it reaches the server. */
    weighed: () => change({ weighed_at: new Date().toISOString() }),
    nextHousehold: () => change(emptyIntake(intake.value.unit)),
  };
}

/** A refused basket is sent anew under a new uid; one that may have arrived keeps its own. */
function afterRefusal(error: unknown, intake: Intake): Partial<Intake> {
  if (mayHaveArrived(error)) return { lost: receiptOf(intake) };
  if (isProblem(error) && error.status === 401) return {};
  return { uid: newUuid(), lost: null };
}

/** The basket in work. It outlives the pages of its four steps and a reload, hence a store. */
export const useReceiving = defineStore('receiving', () => {
  const draft = useIntakeDraft();
  const { intake, problem, change } = draft;
  const busy = ref(false);
  /** The receipt just written, so that its label stands there at once. */
  const done = shallowRef<{ receipt: Receipt; already: boolean } | null>(null);

  async function send(receipt: NewReceipt): Promise<{ receipt: Receipt; already: boolean }> {
    if (!mustAsk(receipt, intake.value.lost)) {
      return { receipt: await receiptsApi.create(receipt), already: false };
    }
    const there = await arrived(intake.value.lost?.uid ?? receipt.uid, receiptsApi.one);
    if (there) return { receipt: there, already: true };
    change({ uid: newUuid(), lost: null });
    return {
      receipt: await receiptsApi.create({ ...receipt, uid: intake.value.uid }), already: false,
    };
  }

  /** Writes the basket down once, however often it is tapped; undefined when it was refused. */
  async function confirm(): Promise<Receipt | undefined> {
    const receipt = receiptOf(intake.value);
    if (busy.value || !receipt) return undefined;
    busy.value = true;
    problem.value = null;
    try {
      done.value = await send(receipt);
      draft.again();
      return done.value.receipt;
    } catch (error) {
      change(afterRefusal(error, intake.value));
      problem.value = error;
      return undefined;
    } finally {
      busy.value = false;
    }
  }

  return {
    ...draft, busy, done, confirm,
    net: computed(() => netOf(intake.value)),
    amount: computed(() => amountOf(intake.value)),
    complaint: computed(() => weightComplaint(intake.value)),
    line: computed(() => readBack(intake.value)),
    fields: computed<ProblemFields>(() => fieldsOf(problem.value)),
  };
});
