import { useLoad } from '@xiangzhan/ui/base';
import { computed, type Ref } from 'vue';

type Names = Record<string, string>;
export interface Regions {
  province_list: Names;
  city_list: Names;
  county_list: Names;
}

/** The list is large: it comes when an address is written. */
export async function loadRegions(): Promise<Regions> {
  return (await import('@vant/area-data')).areaList;
}

/** Province, city, county by name; the text chosen is "青海省 西宁市 大通回族土族自治县". */
export function useRegions(region: Ref<string>) {
  const { data, state, reload } = useLoad<Regions>(loadRegions);

  const chosen = computed(() => region.value.split(' '));
  const provinces = computed(() => entries(data.value?.province_list, ''));
  const cities = computed(() => below(provinces.value, chosen.value[0], data.value?.city_list, 2));
  const counties = computed(() => below(cities.value, chosen.value[1], data.value?.county_list, 4));

  function choose(level: number, name: string): void {
    region.value = [...chosen.value.slice(0, level), name].filter(Boolean).join(' ');
  }

  const levels = computed(() => [
    { label: '省', options: provinces.value, value: chosen.value[0] ?? '' },
    { label: '市', options: cities.value, value: chosen.value[1] ?? '' },
    { label: '区县', options: counties.value, value: chosen.value[2] ?? '' },
  ]);
  return { levels, choose, state, reload };
}

type Entry = { code: string; name: string };

function entries(names: Names | undefined, prefix: string): Entry[] {
  return Object.entries(names ?? {})
    .filter(([code]) => code.startsWith(prefix))
    .map(([code, name]) => ({ code, name }));
}

function below(
  parents: Entry[],
  name: string | undefined,
  names: Names | undefined,
  digits: number,
): Entry[] {
  const parent = parents.find((one) => one.name === name);
  return parent ? entries(names, parent.code.slice(0, digits)) : [];
}

export function isWholeRegion(region: string): boolean {
  return region.split(' ').length === 3;
}
