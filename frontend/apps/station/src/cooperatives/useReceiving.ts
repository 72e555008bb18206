import { type ApiProblem, newUuid, type OutboxItem } from '@xiangzhan/core';
import { useSession } from '@xiangzhan/ui/session';
import { defineStore } from 'pinia';
import { computed, type Ref, ref, shallowRef, watch } from 'vue';

import { useDevice } from '../backend/device';
import { savingProblem } from '../backend/problems';
import { useBindings } from '../backend/useBindings';
import { useOutbox } from '../backend/useOutbox';
import type { LocalHousehold, Price, Product } from './api';
import { homeAhead } from './homeKind';
import {
  amountOf, type Crate, emptyIntake, type Intake, netOf, readBack, receiptOf, unusualWords,
  weightComplaint,
} from './intake';
import { nextLotCode, RECEIPT, type ReceiptBody } from './receiptKind';
import { usualOf } from './usual';

const DRAFT = 'intake';

/** The draft on this device, one per hat, written at every change. */
function useIntakeDraft() {
  const session = useSession();
  const device = useDevice();
  const intake = ref<Intake>(emptyIntake());
  const problem = shallowRef<ApiProblem | null>(null);

  watch(
    () => session.hat?.uid,
    () => {
      intake.value = { ...emptyIntake(), ...device.read<Intake>(DRAFT) };
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
    const { household, product, grade, price, mode, tare_g, unit } = intake.value;
    change({ ...emptyIntake(unit), household, product, grade, price, mode, tare_g });
  }

  return {
    intake, problem, change, again,
    chooseHousehold: (household: LocalHousehold) => change({ household }),
    chooseGoods: (product: Product, grade: string | null, price: Price | null) =>
      change({ product, grade, price }),
    /** The moment of weighing stays with the basket, however late it reaches the server. */
    weighed: () => change({ weighed_at: new Date().toISOString() }),
    setAside: (crate: Crate) =>
      change({ crates: [...intake.value.crates, crate], gross_g: null }),
    takeBack: (index: number) =>
      change({ crates: intake.value.crates.filter((_, place) => place !== index) }),
    nextHousehold: () => change(emptyIntake(intake.value.unit)),
  };
}

/** From the intake to a record of the outbox, new or mended. */
function useWriting(intake: Ref<Intake>, change: (part: Partial<Intake>) => void) {
  const outbox = useOutbox();
  const bindings = useBindings();

  async function codeFor(weighedAt: string): Promise<string> {
    const binding = bindings.active;
    return binding ? nextLotCode(binding.station, binding.letter, weighedAt) : '';
  }

  async function bodyOf(code: string | null): Promise<ReceiptBody | null> {
    const { weighed_at } = intake.value;
    const lotCode = code ?? (weighed_at ? await codeFor(weighed_at) : '');
    const wire = receiptOf(intake.value, bindings.active?.station.uid, lotCode);
    if (!wire) return null;
    return {
      wire,
      intake: JSON.parse(JSON.stringify(intake.value)) as Intake,
    };
  }

  async function write(): Promise<string> {
    const title = readBack(intake.value);
    const [item] = await outbox.add(async () => {
      const body = await bodyOf(null);
      const after = homeAhead(intake.value.household, outbox.byUid);
      return body ? [{ uid: body.wire.uid, kind: RECEIPT, title, body, after }] : [];
    });
    return item?.uid ?? '';
  }

  /** A refused record keeps its code, for the label may hang already, unless the code is at fault. */
  async function mend(uid: string): Promise<string> {
    const item = outbox.byUid(uid);
    if (!item) return write();
    const before = (item.body as ReceiptBody).wire.lot_code;
    const keeps = before !== '' && !item.problem?.code.startsWith('lot_code');
    change({ uid: item.tries > 0 ? newUuid() : uid });
    const body = await bodyOf(keeps ? before : null);
    if (!body) return '';
    const title = readBack(intake.value);
    const after = homeAhead(intake.value.household, outbox.byUid);
    await outbox.apply(uid, { type: 'edit', body, title, uid: body.wire.uid, after });
    void outbox.sendAll();
    return body.wire.uid;
  }

  return { write, mend };
}

/** The basket in work. It outlives the pages of its four steps and a reload, hence a store. */
export const useReceiving = defineStore('receiving', () => {
  const draft = useIntakeDraft();
  const outbox = useOutbox();
  const { intake, problem, change } = draft;
  const busy = ref(false);

  const { write, mend } = useWriting(intake, change);

  /** Writes the basket down once, however often it is tapped; '' when the device could not. */
  async function confirm(): Promise<string> {
    if (busy.value || !receiptOf(intake.value)) return '';
    busy.value = true;
    problem.value = null;
    try {
      const { mends } = intake.value;
      const uid = await (mends ? mend(mends) : write());
      if (uid) draft.again();
      return uid;
    } catch (error) {
      problem.value = savingProblem(error);
      return '';
    } finally {
      busy.value = false;
    }
  }

  /** Opens a record of the outbox for mending. */
  function open(item: OutboxItem): void {
    change({ ...(item.body as ReceiptBody).intake, mends: item.uid });
    problem.value = null;
  }

  return {
    ...draft, busy, confirm, open,
    net: computed(() => netOf(intake.value)),
    amount: computed(() => amountOf(intake.value)),
    complaint: computed(() => weightComplaint(intake.value)),
    unusual: computed(() => unusualWords(intake.value, usualOf(outbox.items, intake.value))),
    line: computed(() => readBack(intake.value)),
  };
});
