import { ref } from 'vue';
import { useRouter } from 'vue-router';

const KEY = 'xz-order-views';

export interface View {
  name: string;
  query: Record<string, string>;
}

/** Filters under a name, kept on this computer: no person stands in them. */
export function useViews(asked: () => Record<string, string>) {
  const router = useRouter();
  const views = ref<View[]>(read());

  function write(now: View[]): void {
    views.value = now;
    localStorage.setItem(KEY, JSON.stringify(now));
  }

  function keep(name: string): void {
    const query = Object.fromEntries(
      Object.entries(asked()).filter(([key, value]) => value && key !== 'cursor' && key !== 'household'),
    );
    write([...views.value.filter((one) => one.name !== name), { name, query }]);
  }

  return {
    views,
    keep,
    drop: (name: string) => write(views.value.filter((one) => one.name !== name)),
    open: (view: View) => router.push({ query: view.query }),
  };
}

function read(): View[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? (kept as View[]).filter((one) => typeof one.name === 'string') : [];
  } catch {
    return [];
  }
}
