const KEY = 'xz-large-text';

/** 大字: remembered on the device, set before the first paint by each app's main.ts. */
export function restoreLargeText(): void {
  setLargeText(isLargeText());
}

export function isLargeText(): boolean {
  return localStorage.getItem(KEY) === '1';
}

export function setLargeText(large: boolean): void {
  localStorage.setItem(KEY, large ? '1' : '0');
  if (large) document.documentElement.dataset.text = 'large';
  else delete document.documentElement.dataset.text;
}
