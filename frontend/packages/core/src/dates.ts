const ZONE = 'Asia/Shanghai';

const PARTS = new Intl.DateTimeFormat('en-GB', {
  timeZone: ZONE,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

function parts(instant: string | Date): Record<string, string> {
  const entries = PARTS.formatToParts(new Date(instant)).map((part) => [part.type, part.value]);
  return Object.fromEntries(entries) as Record<string, string>;
}

/** UTC instant -> local date of the county, "2026-09-30". */
export function localDate(instant: string | Date): string {
  const { year, month, day } = parts(instant);
  return `${year}-${month}-${day}`;
}

/** UTC instant -> "2026-09-30 14:05" in the county. */
export function formatInstant(instant: string | Date): string {
  const { hour, minute } = parts(instant);
  return `${localDate(instant)} ${hour}:${minute}`;
}

/** UTC instant -> "14:05" in the county. */
export function formatTime(instant: string | Date): string {
  const { hour, minute } = parts(instant);
  return `${hour}:${minute}`;
}
