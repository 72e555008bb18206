"""What can go wrong between a weigh-in and a sale."""

from backend.common.errors import Conflict, DomainError, Invalid, NotFound


class ListingSoldOut(DomainError):
    code, title, status = "listing_sold_out", "库存不足，请减少数量", 409


class ListingNotOnSale(DomainError):
    code, title, status = "listing_not_on_sale", "商品未在售", 409


class ListingExists(DomainError):
    code, title, status = (
        "listing_exists",
        "本站已有同品种、同等级、同规格的商品，请直接补货",
        409,
    )


class LotAlreadyListed(DomainError):
    code, title, status = "lot_already_listed", "批次已在其他商品中上架", 409


class LotDoesNotMatch(DomainError):
    code, title, status = "lot_does_not_match", "批次与商品的品种或等级不一致", 409


class LotNumbersUsedUp(DomainError):
    code, title, status = "lot_numbers_used_up", "本站当日批次号已用完，请明日再收", 409


class HeldStockMissing(DomainError):
    """An order asked for weight that is no longer held: its hold was released before."""

    code, title, status = "held_stock_missing", "预留的库存已释放", 409


class PriceNotOfTheDay(Invalid):
    code, title = "price_not_of_the_day", "收购价与当日价不一致，请刷新价格后再称"


class HouseholdNotServed(NotFound):
    """No such household, or its village is served by another station: the two look alike."""

    title = "本站服务范围内没有这户"


class StationHasNoCooperative(DomainError):
    code, title, status = "station_has_no_cooperative", "服务站还没有挂靠合作社，不能收货", 409


class StationNotOperating(DomainError):
    code, title, status = "station_not_operating", "服务站未在运营，不能收货或上架", 409


class PaperMissing(DomainError):
    code, title, status = "paper_missing", "缺少上架所需的证件或已过期", 409


class ReceiptChanged(Conflict):
    code, title = "receipt_changed", "同一收货编号已上传过不同的内容，请核对原单"


class ClockWrong(Invalid):
    code, title = "clock_wrong", "设备时间不准，请校准后重传"


class LotCodeRefused(DomainError):
    """A code made on a device that the station's server cannot take over."""

    status = 422


class LotCodeMalformed(LotCodeRefused):
    code, title = "lot_code_malformed", "批次号写法或校验位不对，请重新生成标签"


class LotCodeOfOtherStation(LotCodeRefused):
    code, title = "lot_code_of_other_station", "批次号属于另一个服务站，请切换到该站的身份后再传"


class LotCodeOfOtherDevice(LotCodeRefused):
    code, title = "lot_code_of_other_device", "批次号不是这台设备的编号，请在原设备上传"


class LotCodeOfOtherDay(LotCodeRefused):
    code, title = "lot_code_of_other_day", "批次号的日期与称重日期不一致，请重新生成标签"


class LotCodeTaken(LotCodeRefused):
    code, title, status = "lot_code_taken", "批次号已被另一张收货单占用，请重新生成标签", 409


class ReceiptOfOtherStation(NotFound):
    code, title = "receipt_of_other_station", "这张收货单属于另一个服务站，请切换到该站的身份后再传"


class LotNotPriced(DomainError):
    code, title, status = "lot_not_priced", "批次还没有定价，合作社定价后才能上架", 409


class ListingChanged(Conflict):
    code, title = "listing_changed", "商品在您打开后已被修改，请核对两个版本后再提交"


class GradeNotWeighed(Invalid):
    code, title = "grade_not_weighed", "本品种没有这个等级，请重新选择"
