import { errorText, isProblem } from '@xiangzhan/core';
import { shrink } from '@xiangzhan/ui/base';
import { onScopeDispose, ref, shallowRef, watch } from 'vue';

import { keepPhoto, photosOf } from './photos';
import { savingProblem } from './problems';
import { type Photo, type PhotoKind, store } from './store';

export interface ShownPhoto {
  photo: Photo;
  address: string;
}

/** The photos of one record on this device, with addresses to show them by. */
export function usePhotos(uid: () => string) {
  const shown = shallowRef<ShownPhoto[]>([]);
  const words = ref('');
  const busy = ref(false);

  function forget(): void {
    shown.value.forEach(({ address }) => URL.revokeObjectURL(address));
  }

  async function reload(): Promise<void> {
    const photos = await photosOf(uid());
    forget();
    shown.value = photos
      .filter((photo) => photo.blob.size > 0)
      .map((photo) => ({ photo, address: URL.createObjectURL(photo.blob) }));
  }

  /** A photo that fails costs nothing but the photo: what was typed stands. */
  async function add(blob: Blob, kind: PhotoKind): Promise<void> {
    busy.value = true;
    words.value = '';
    try {
      await keepPhoto(uid(), kind, await shrink(blob));
    } catch (error) {
      const problem = savingProblem(error);
      words.value = isProblem(problem) ? errorText(problem) : '';
    } finally {
      busy.value = false;
      await reload();
    }
  }

  async function remove(photo: Photo): Promise<void> {
    await store().photos.drop(photo.id);
    await reload();
  }

  watch(uid, () => void reload(), { immediate: true });
  onScopeDispose(forget);
  return { shown, words, busy, add, remove };
}
