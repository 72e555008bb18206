import type { Regions } from './useRegions';

export interface PastedAddress {
  name: string;
  phone: string;
  /** "青海省 西宁市 城中区"; as many levels as were found. */
  region: string;
  address: string;
}

const PHONE = /(?:\+?86[- ]?)?(1[3-9]\d)[- ]?(\d{4})[- ]?(\d{4})(?!\d)/;
const LABELS = /(收货人|收件人|姓名|联系人|手机号码?|联系电话|电话|所在地区|地区|详细地址|收货地址|地址)\s*[:：]/g;
const BREAKS = /[\s,，;；、|]+/;
const NAME = /^[\p{Script=Han}·]{2,10}$/u;
const PLACE = /[省市区县州盟旗镇乡村路街道号室楼栋院园城苑厦]/;
/** What people leave off when they write a place: 青海 for 青海省, 大通 for 大通回族土族自治县. */
const TAIL = /(?:[\p{Script=Han}]{1,6}族)?(?:自治[区州县旗]|特别行政区|省|市|区|县|盟|旗|地区)$/u;
const LEVEL = /[省市区县州盟旗]/;
const NATIONS = /(?:壮|回|维吾尔|土|藏|蒙古|哈萨克|撒拉|满|苗|彝)族.*$/u;

/** Splits what a person pasted from a chat into receiver, mobile, region and street. */
export function splitAddress(pasted: string, regions: Regions): PastedAddress {
  let rest = pasted.replace(LABELS, ' ');
  const phone = PHONE.exec(rest);
  if (phone) rest = rest.replace(phone[0], ' ');
  const words = rest.split(BREAKS).filter(Boolean);
  const name = nameAmong(words);
  const place = words.filter((word) => word !== name).join(' ');
  const found = regionIn(place, regions);
  return {
    name, phone: phone ? phone.slice(1).join('') : '', region: found.names.join(' '), address: found.rest,
  };
}

/** A short word of characters that names no place; the last such word, as most write it. */
function nameAmong(words: string[]): string {
  const like = words.filter((word) => NAME.test(word) && word.length <= 4);
  return like.find((word) => !PLACE.test(word)) ?? like.filter((word) => word.length <= 3).at(-1) ?? '';
}

function regionIn(place: string, regions: Regions): { names: string[]; rest: string } {
  const provinces = Object.entries(regions.province_list);
  const cities = Object.entries(regions.city_list);
  const counties = Object.entries(regions.county_list);
  const province = first(place, provinces);
  let rest = after(place, province);
  const city = first(rest, within(cities, province?.code, 2));
  rest = after(rest, city);
  const county = first(rest, within(counties, city?.code ?? province?.code, city ? 4 : 2));
  rest = after(rest, county);
  const names = named(province, city, county, regions);
  return { names, rest: rest.replace(/\s+/g, '').trim() };
}

interface Found {
  code: string;
  name: string;
  at: number;
  end: number;
}

/** The place named furthest in front; of several, the longest written; two alike name none. */
function first(text: string, places: [string, string][]): Found | undefined {
  const found = places
    .flatMap(([code, name]) => waysOf(name).map((way) => spanOf(text, code, name, way)))
    .filter((one) => one !== undefined)
    .sort((one, other) => one.at - other.at || other.end - one.end);
  const best = found[0];
  const alike = found.find((one) => one.at === best?.at && one.end === best.end && one.code !== best.code);
  return alike ? undefined : best;
}

function spanOf(text: string, code: string, name: string, way: string): Found | undefined {
  const at = text.indexOf(way);
  const end = at + way.length;
  // 朝阳区 is not 朝阳市 written short.
  const another = !way.endsWith(name.slice(-1)) && LEVEL.test(text.slice(end, end + 1));
  return at < 0 || at > 6 || another ? undefined : { code, name, at, end };
}

/** 大通回族土族自治县 is also written 大通县 and 大通. */
function waysOf(name: string): string[] {
  const short = name.replace(NATIONS, '').replace(TAIL, '');
  if (short.length < 2) return name.length > 1 ? [name] : [];
  const level = /自治([州县旗])$/.exec(name)?.[1];
  return [...new Set([name, short, ...(level ? [short + level] : [])])];
}

function after(text: string, found: Found | undefined): string {
  return found ? text.slice(found.end).trimStart() : text;
}

function within(places: [string, string][], code: string | undefined, digits: number): [string, string][] {
  return code ? places.filter(([own]) => own.startsWith(code.slice(0, digits))) : places;
}

/** A county or city alone names those above it. */
function named(
  province: Found | undefined, city: Found | undefined, county: Found | undefined, regions: Regions,
): string[] {
  const code = county?.code ?? city?.code ?? province?.code;
  if (!code) return [];
  const above = [regions.province_list[`${code.slice(0, 2)}0000`]];
  if (county ?? city) above.push(regions.city_list[`${code.slice(0, 4)}00`]);
  if (county) above.push(county.name);
  return above.filter((name): name is string => Boolean(name));
}
