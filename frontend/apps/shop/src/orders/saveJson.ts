/** Gives a value to the person as a file of its own device. */
export function saveJson(name: string, value: unknown): void {
  const link = document.createElement('a');
  const blob = new Blob([JSON.stringify(value, null, 2)], { type: 'application/json' });
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
