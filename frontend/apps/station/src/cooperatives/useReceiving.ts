import { isOffline, isProblem, newUuid, type ProblemFields } from '@xiangzhan/core';
import { useSession } from '@xiangzhan/ui/session';
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';

import { useDevice } from '../backend/device';
import { fieldsOf } from '../backend/problems';
import { type Household, type NewReceipt, type Price, type Receipt, receiptsApi } from './api';
import { amountOf, emptyIntake, type Intake, netOf, readBack, receiptOf, weightComplaint } from './intake';

const DRAFT = 'intake';
const KEPT_CODES = ['in_flight', 'not_signed_in'];

/** The basket in work. It outlives the pages of its four steps and a reload, hence a store. */
export const useReceiving = defineStore('receiving', () => {
  const session = useSession();
  const device = useDevice();
  const intake = ref<Intake>(emptyIntake());
  const problem = shallowRef<unknown>(null);
  const busy = ref(false);
  /** The receipt just written, so that its label stands there at once. */
  const done = shallowRef<{ receipt: Receipt; already: boolean } | null>(null);

  watch(
    () => session.hat?.uid,
    () => {
      intake.value = device.read<Intake>(DRAFT) ?? emptyIntake();
      problem.value = null;
      done.value = null;
    },
    { immediate: true },
  );
  watch(intake, (value) => device.keep(DRAFT, value), { deep: true });

  const net = computed(() => netOf(intake.value));
  const amount = computed(() => amountOf(intake.value));
  const complaint = computed(() => weightComplaint(intake.value));
  const line = computed(() => readBack(intake.value));
  const fields = computed<ProblemFields>(() => fieldsOf(problem.value));

  function change(part: Partial<Intake>): void {
    Object.assign(intake.value, part);
    problem.value = null;
  }

  function chooseHousehold(household: Household): void {
    change({ household });
  }

  function choosePrice(price: Price | null): void {
    change({ price });
  }

  /** The moment of weighing stays with the basket, however late it reaches the server. */
  function weighed(): void {
    change({ weighed_at: new Date().toISOString() });
  }

  /** The same household and produce, a new basket. */
  function again(): void {
    const { household, price, mode, tare_g, unit } = intake.value;
    intake.value = { ...emptyIntake(unit), household, price, mode, tare_g };
    problem.value = null;
  }

  function nextHousehold(): void {
    intake.value = emptyIntake(intake.value.unit);
    problem.value = null;
  }

  /** Was the basket sent before the line broke, and then changed? Then look before sending again. */
  async function alreadyThere(receipt: NewReceipt): Promise<Receipt | null> {
    const { lost } = intake.value;
    if (!lost || JSON.stringify(lost) === JSON.stringify(receipt)) return null;
    try {
      return await receiptsApi.one(lost.uid);
    } catch (error) {
      if (!isProblem(error) || error.status !== 404) throw error;
      receipt.uid = newUuid();
      change({ uid: receipt.uid, lost: null });
      return null;
    }
  }

  async function send(receipt: NewReceipt): Promise<Receipt> {
    const there = await alreadyThere(receipt);
    const written = there ?? (await receiptsApi.create(receipt));
    done.value = { receipt: written, already: there !== null };
    again();
    return written;
  }

  function refused(error: unknown, receipt: NewReceipt): void {
    const kept = isProblem(error) && KEPT_CODES.includes(error.code);
    if (isOffline(error)) change({ lost: receipt });
    else if (!kept) change({ uid: newUuid(), lost: null });
    problem.value = error;
  }

  /** Writes the basket down once, however often it is tapped; undefined when it was refused. */
  async function confirm(): Promise<Receipt | undefined> {
    const receipt = receiptOf(intake.value);
    if (busy.value || !receipt) return undefined;
    busy.value = true;
    problem.value = null;
    try {
      return await send(receipt);
    } catch (error) {
      refused(error, receipt);
      return undefined;
    } finally {
      busy.value = false;
    }
  }

  return {
    intake, problem, busy, done, net, amount, complaint, line, fields,
    change, chooseHousehold, choosePrice, weighed, again, nextHousehold, confirm,
  };
});
