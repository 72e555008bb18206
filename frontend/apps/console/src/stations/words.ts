export const STATUSES = [
  ['', '全部状态'], ['applied', '已申请'], ['approved', '已批准'], ['building', '建设中'],
  ['accepted', '已验收'], ['operating', '运营中'], ['suspended', '暂停'], ['closed', '已关闭'],
] as const;

export const LEVELS = [['county', '县级中心'], ['township', '乡镇站'], ['village', '村级点']] as const;

export const GRADES = [
  ['', '全部等级'], ['model', '模范'], ['advanced', '先进'], ['qualified', '达标'],
  ['ordinary', '一般'], ['below', '不达标'],
] as const;

export const HOSTS = [
  ['村委会', '村委会'], ['小卖部', '小卖部'], ['供销社', '供销社'], ['邮政', '邮政'], ['合作社', '合作社'],
] as const;

export const ZONES = [
  ['payment', '代收代缴'], ['warehouse', '仓储物流'], ['shopping', '网购体验'],
  ['parcel', '代收代投'], ['display', '产品展示'], ['training', '培训指导'],
] as const;

export const SERVICES = [
  ['proxy_purchase', '代买'], ['consignment_sale', '代卖'], ['parcel_in', '代收快递'],
  ['parcel_out', '代发快递'], ['bill_payment', '代缴费'], ['info_post', '信息发布'],
  ['training', '培训'], ['consult', '咨询'], ['finance', '便民金融'], ['government', '政务代办'],
] as const;

export const BRANCH_KINDS = [
  ['village', '村党支部'], ['community', '社区党支部'], ['office', '机关党组织'],
  ['cooperative', '合作社党支部'],
] as const;

/** What inspections score; the county's sheet is editable, so an item may be typed otherwise. */
export const ITEMS = [['服务质量', 40], ['运营效率', 30], ['经济社会效益', 30]] as const;

export const spanText = (from: string, to: string | null) => `${from} 至 ${to ?? '今'}`;

/** `电子秤×1、货架×2` as the record keeps it, and back. */
export function equipmentOf(text: string): { name: string; count: number }[] {
  return text.split(/[、,，\n]/).map((one) => one.trim()).filter(Boolean).map((one) => {
    const [name = '', count] = one.split(/[×xX*]/);
    return { name: name.trim(), count: Number(count) || 1 };
  });
}

export function equipmentText(rows: readonly { name: string; count: number }[]): string {
  return rows.map((row) => `${row.name}×${row.count}`).join('、');
}
