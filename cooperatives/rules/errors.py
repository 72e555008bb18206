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


class ReceiptChanged(Conflict):
    code, title = "receipt_changed", "同一收货编号已上传过不同的内容，请核对原单"
