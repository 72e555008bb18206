import { useLoad } from '@xiangzhan/ui/base';
import { computed, watch } from 'vue';
import { useRoute, useRouter } from 'vue-router';

export type Asked = Record<string, string>;

/** A page whose filters live in the address, so that a link shows the same figures. */
export function useAsked<T>(
  names: readonly string[],
  load: (asked: Asked, signal: AbortSignal) => Promise<T>,
) {
  const route = useRoute();
  const router = useRouter();
  const { path } = route;
  const asked = computed<Asked>(() =>
    Object.fromEntries(names.map((name) => [name, String(route.query[name] ?? '')])),
  );
  const loaded = useLoad((signal) => load(asked.value, signal));
  watch(() => JSON.stringify(asked.value), () => {
    if (route.path === path) void loaded.reload();
  });

  const ask = (more: Asked) => router.push({
    query: Object.fromEntries(
      Object.entries({ ...asked.value, cursor: '', ...more }).filter(([, value]) => value),
    ),
  });
  return { ...loaded, asked, ask };
}
