import { newUuid, type OutboxItem } from '@xiangzhan/core';
import { computed, reactive, ref, shallowRef } from 'vue';

import { useLocal } from '../backend/lists';
import { savingProblem } from '../backend/problems';
import { useOutbox } from '../backend/useOutbox';
import type { LocalHousehold } from './api';
import { HOME, homeOf, type NewHome } from './homeKind';
import { villageList } from './local';
import { t } from './messages.zh';

const NAME = /^(?=.{2,20}$)\p{Script=Han}+(·\p{Script=Han}+)*$/u;
const DOTS = /[•‧∙⋅・･.．]/g;

/** As the register writes names: without spaces, and one dot however it was typed. */
export const cleanName = (typed: string): string =>
  typed.normalize('NFKC').replace(/\s/g, '').replace(DOTS, '·');

interface Asked {
  name: string;
  /** A refused entry that is being mended. */
  mends?: string;
  among: readonly LocalHousehold[];
}

/** Name and village are enough to weigh in for somebody; with or without network. */
export function useNewHome(asked: Asked, onDone: (household: LocalHousehold) => void) {
  const outbox = useOutbox();
  const local = useLocal(villageList);
  const before = asked.mends ? outbox.byUid(asked.mends) : undefined;
  const said = before?.body as NewHome | undefined;
  const form = reactive({ name: said?.name ?? asked.name, village: said?.village ?? null });
  const tried = ref(false);
  const problem = shallowRef<unknown>(null);

  const villages = computed(() =>
    (local.data.value ?? []).map(({ code, name }) => ({ value: code, label: name })),
  );
  const village = computed({
    get: () => form.village ?? (villages.value.length === 1 ? (villages.value[0]?.value ?? null) : null),
    set: (code) => (form.village = code),
  });
  const villageName = computed(() => villages.value.find((one) => one.value === village.value)?.label ?? '');
  const complaints = computed((): Record<string, string> => ({
    ...(tried.value && !NAME.test(cleanName(form.name)) ? { name: t('home.bad_name') } : {}),
    ...(tried.value && !village.value ? { village: t('home.need_village') } : {}),
  }));
  /** Perhaps it is in the register after all. */
  const namesakes = computed(() =>
    asked.among.filter(
      (one) => one.head_name === cleanName(form.name) && one.village === villageName.value && one.uid !== asked.mends,
    ),
  );

  async function write(body: NewHome): Promise<OutboxItem | undefined> {
    const title = t('home.title', { name: body.name, village: body.village_name });
    if (before) {
      await outbox.apply(before.uid, { type: 'edit', body, title });
      void outbox.sendAll();
      return outbox.byUid(before.uid);
    }
    const [item] = await outbox.add(() => Promise.resolve([{ uid: newUuid(), kind: HOME, title, body }]));
    return item;
  }

  async function save(): Promise<void> {
    tried.value = true;
    problem.value = null;
    if (Object.keys(complaints.value).length || !village.value) return;
    try {
      const body = { name: cleanName(form.name), village: village.value, village_name: villageName.value };
      const item = await write(body);
      if (item) onDone(homeOf(item));
    } catch (error) {
      problem.value = savingProblem(error);
    }
  }

  return { form, village, villages, complaints, namesakes, problem, save };
}
