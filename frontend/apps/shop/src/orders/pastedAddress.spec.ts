import { areaList } from '@vant/area-data';
import { expect, test } from 'vitest';

import { splitAddress } from './pastedAddress';

test.each([
  ['周敏 15490009999 青海省西宁市城中区长江路 1 号 2 单元 301', '青海省 西宁市 城中区', '长江路1号2单元301'],
  ['青海西宁城中长江路1号，周敏，154-9000-9999', '青海省 西宁市 城中区', '长江路1号'],
  ['收货人：周敏\n手机号：+86 15490009999\n所在地区：青海省西宁市大通回族土族自治县\n详细地址：桥头镇人民路8号', '青海省 西宁市 大通回族土族自治县', '桥头镇人民路8号'],
  ['周敏 15490009999 大通县桥头镇人民路8号', '青海省 西宁市 大通回族土族自治县', '桥头镇人民路8号'],
  ['北京市朝阳区建国路88号 周敏 15490009999', '北京市 北京市 朝阳区', '建国路88号'],
])('a pasted text is split: %s', (pasted, region, address) => {
  expect(splitAddress(pasted, areaList)).toEqual({ name: '周敏', phone: '15490009999', region, address });
});

test('a name that two counties share is not guessed', () => {
  expect(splitAddress('周敏 15490009999 朝阳区建国路88号', areaList).region).toBe('');
});

test('what cannot be told is left empty for the person to fill in', () => {
  expect(splitAddress('明天到', areaList)).toMatchObject({ phone: '', region: '' });
});
