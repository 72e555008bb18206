import { problemFromAnswer } from '@xiangzhan/core';

/** Fetches a file that the server makes for this request alone, and hands it to the browser. */
export async function download(path: string, body: unknown, key: string): Promise<void> {
  const csrf = /csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? '';
  const answer = await fetch(`/api/v1${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key, 'X-CSRFToken': csrf },
    body: JSON.stringify(body),
  });
  if (!answer.ok) {
    const said: unknown = await answer.json().catch(() => null);
    throw problemFromAnswer(answer.status, said, answer.headers.get('X-Request-Id') ?? '');
  }
  const name = /filename="?([^";]+)/.exec(answer.headers.get('Content-Disposition') ?? '')?.[1];
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await answer.blob());
  link.download = name ?? 'export';
  link.click();
  URL.revokeObjectURL(link.href);
}
