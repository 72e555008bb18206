import { isUnsent } from '@xiangzhan/core';

import { keepMeta, store } from './store';

const asText = (blob: Blob): Promise<string> =>
  new Promise((done, fail) => {
    const reader = new FileReader();
    reader.onload = () => done(String(reader.result));
    reader.onerror = () => fail(reader.error ?? new Error('unreadable'));
    reader.readAsDataURL(blob);
  });

/** Everything the server lacks, photos included, as one file a person can carry away. */
export async function backupText(device: { letter: string; station: string }): Promise<string> {
  const items = (await store().outbox.all()).filter(isUnsent);
  const uids = new Set(items.map((item) => item.uid));
  const photos = (await store().photos.all()).filter((photo) => uids.has(photo.item) && !photo.sent);
  const pictures = await Promise.all(
    photos.map(async ({ id, item, made_at, blob }) => ({ id, item, made_at, data: await asText(blob) })),
  );
  const file = { format: 'xiangzhan-outbox-1', made_at: new Date().toISOString(), device, items, photos: pictures };
  return JSON.stringify(file, null, 1);
}

/** Hands the file to the browser's downloads. */
export async function saveBackup(
  name: string, device: { letter: string; station: string },
): Promise<void> {
  const blob = new Blob([await backupText(device)], { type: 'application/json' });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  await keepMeta('backup_at', Date.now());
}
