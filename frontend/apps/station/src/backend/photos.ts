import { type Api, isProblem, mayHaveArrived, newUuid } from '@xiangzhan/core';

import { outboxRows } from './outboxRows';
import { refusedWords } from './problems';
import { type Photo, type PhotoKind, store } from './store';

/** Kept at once under the uid of its record, so that no photo is lost with the page. */
export async function keepPhoto(item: string, kind: PhotoKind, blob: Blob): Promise<Photo> {
  const photo: Photo = {
    id: newUuid(), item, kind, made_at: new Date().toISOString(), blob, sent: false, problem: '',
  };
  await store().photos.put(photo);
  return photo;
}

export async function photosOf(item: string): Promise<Photo[]> {
  return (await store().photos.all()).filter((photo) => photo.item === item);
}

async function upload(photo: Photo, line: Api, receipt?: string): Promise<string> {
  const form = new FormData();
  form.append('photo', photo.blob, `${photo.id}.jpg`);
  if (receipt) {
    form.append('receipt', receipt);
    form.append('kind', photo.kind);
  }
  const options = { idempotencyKey: photo.id, timeoutMs: 120_000 };
  return (await line.post<{ hash: string }>('/photos', form, options)).hash;
}

/** Photos that their record names by hash: they go first. Oldest first; a lost one goes again. */
export async function uploadFor(item: string, line: Api): Promise<string[]> {
  const hashes: string[] = [];
  const own = (await photosOf(item)).sort((a, b) => a.made_at.localeCompare(b.made_at));
  for (const photo of own) {
    const hash = photo.hash ?? (await upload(photo, line));
    hashes.push(hash);
    await store().photos.put({ ...photo, hash });
  }
  return hashes;
}

/** A photo the server will never take is said at its record; one that may still go waits. */
async function sendOne(photo: Photo, line: Api): Promise<boolean> {
  try {
    await upload(photo, line, photo.item);
    await store().photos.put({ ...photo, sent: true, blob: new Blob() });
    return true;
  } catch (error) {
    if (mayHaveArrived(error) || !isProblem(error) || [401, 429].includes(error.status)) return false;
    await store().photos.put({ ...photo, problem: refusedWords(error) });
    return true;
  }
}

/** Data goes before photos: only those whose record is on the server, oldest first. */
export async function sendPhotos(hat: string, line: Api): Promise<void> {
  const arrived = new Set(
    (await outboxRows.all())
      .filter((item) => item.state === 'sent' && item.owner.hat === hat)
      .map((item) => item.uid),
  );
  const due = (await store().photos.all())
    .filter((photo) => !photo.sent && !photo.problem && !photo.hash && arrived.has(photo.item))
    .sort((a, b) => a.made_at.localeCompare(b.made_at));
  for (const photo of due) {
    if (!(await sendOne(photo, line))) return;
  }
}
