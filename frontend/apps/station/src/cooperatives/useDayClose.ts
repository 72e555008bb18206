import { type Fen, fenToApi, isOffline, localDate, newUuid } from '@xiangzhan/core';
import { useLoad } from '@xiangzhan/ui/base';
import { computed, ref, shallowRef, watch } from 'vue';

import { useDevice } from '../backend/device';
import { owedOf } from '../backend/kinds';
import { savingProblem } from '../backend/problems';
import { useOutbox } from '../backend/useOutbox';
import { usePhotos } from '../backend/usePhotos';
import { t } from './messages.zh';
import { type DayPreview, shelfApi } from './shelfApi';
import { DAY_CLOSE, type DayCloseBody } from './shelfKinds';

const DRAFT = 'day';
const DAY_MS = 24 * 3600 * 1000;
export const MOST_DAYS = 30;

interface Draft {
  uid: string;
  on: string;
  cash_fen: Fen | null;
  signed: boolean;
}

const emptyDraft = (on = localDate(new Date())): Draft => ({ uid: newUuid(), on, cash_fen: null, signed: false });

/** What was typed and signed stands until the day is closed, whatever happens to the page. */
function useDraft() {
  const device = useDevice();
  const draft = ref<Draft>(device.read<Draft>(DRAFT) ?? emptyDraft());
  watch(draft, (value) => device.keep(DRAFT, value), { deep: true });
  const photos = usePhotos(() => draft.value.uid);

  async function unsign(): Promise<void> {
    for (const { photo } of photos.shown.value) await photos.remove(photo);
    draft.value.signed = false;
  }
  async function sign(blob: Blob): Promise<void> {
    await photos.add(blob, 'signature');
    draft.value.signed = photos.words.value === '';
  }
  return { draft, photos, sign, unsign };
}

/** What the server says of the day; without network what it said last is shown with its hour. */
function useFigures(on: () => string) {
  const device = useDevice();
  const { data, state, problem, reload } = useLoad<DayPreview>(async (signal) => {
    try {
      const said = await shelfApi.preview(on(), signal);
      device.keep(`day/${said.on}`, said);
      return said;
    } catch (error) {
      const kept = device.read<DayPreview>(`day/${on()}`);
      if (isOffline(error) && kept) return kept;
      throw error;
    }
  });
  watch(on, () => void reload());
  return { data, state, problem, reload };
}

/** 日结: what the day came to, the cash that was counted, a signature; refused with unsent records. */
export function useDayClose() {
  const outbox = useOutbox();
  const { draft, photos, sign, unsign } = useDraft();
  const figures = useFigures(() => draft.value.on);
  const saving = shallowRef<unknown>(null);
  const unsent = computed(() => owedOf(outbox.items).unsent);
  /** Closed on this device for that day and still on its way, or refused. */
  const queued = computed(() =>
    outbox.items.find((item) =>
      item.kind === DAY_CLOSE && !['sent', 'withdrawn'].includes(item.state) && (item.body as DayCloseBody).on === draft.value.on,
    ) ?? null,
  );
  const closed = computed(() => figures.data.value?.close ?? null);
  const others = computed(() => Math.max(0, (figures.data.value?.unsent_count ?? 0) - unsent.value));
  const mayClose = computed(
    () => unsent.value === 0 && draft.value.signed && draft.value.cash_fen !== null && !closed.value && !queued.value,
  );
  watch(() => outbox.counts.sent, () => void figures.reload());

  async function close(): Promise<void> {
    if (!mayClose.value) return;
    const { uid, on, cash_fen } = draft.value;
    const body: DayCloseBody = { on, cash: fenToApi(cash_fen ?? 0) };
    saving.value = null;
    try {
      await outbox.add(() => Promise.resolve([{ uid, kind: DAY_CLOSE, title: t('day.title', { on }), body }]));
      draft.value = emptyDraft(on);
    } catch (error) {
      saving.value = savingProblem(error);
    }
  }

  const first = localDate(new Date(Date.now() - MOST_DAYS * DAY_MS));
  return {
    draft, photos, sign, unsign, ...figures, unsent, others, queued, closed, mayClose, close, saving, first,
    today: localDate(new Date()),
  };
}
