"""What rows name by word or code: products and cooperatives."""

from backend.common.actor import Actor
from backend.exchange.rules.rows import Row
from cooperatives.models import Cooperative, Product


class Products:
    """By code, name or another name of the product (洋芋 = 土豆)."""

    def __init__(self) -> None:
        self.codes: dict[int, str] = {}
        self.names: dict[int, str] = {}
        self.uids: dict[int, str] = {}
        self.by_word: dict[str, int] = {}
        found = Product.objects.values_list("pk", "uid", "code", "name", "aliases")
        for pk, uid, code, name, aliases in found:
            self.codes[pk], self.names[pk], self.uids[pk] = code, name, str(uid)
            for word in (*aliases, name, code):
                self.by_word[word.lower()] = pk

    def find(self, row: Row, key: str = "product") -> None:
        word = row.values.get(key)
        if word is None:
            return
        pk = self.by_word.get(str(word).lower())
        if pk is None:
            row.refuse(key, f"没有产品“{word}”，请先登记产品")
            return
        row.values[key], row.refs["product_id"] = self.names[pk], pk


class Cooperatives:
    """The cooperatives within reach, by credit code or by name."""

    def __init__(self, actor: Actor) -> None:
        self.by_word: dict[str, int] = {}
        self.codes: dict[int, str] = {}
        for pk, code, name in Cooperative.objects.visible_to(actor).values_list(
            "pk", "credit_code", "name"
        ):
            self.codes[pk] = code
            self.by_word[code] = self.by_word[name] = pk

    def find(self, row: Row, key: str = "cooperative_code") -> None:
        word = row.values.get(key)
        if word is None:
            return
        pk = self.by_word.get(str(word))
        if pk is None:
            row.refuse(key, "没有这个合作社，或不在您的管辖范围")
            return
        row.values[key], row.refs["cooperative_id"] = self.codes[pk], pk


def home_of_cooperative(actor: Actor) -> tuple[str, str] | None:
    """Where a batch of a cooperative's person belongs."""
    found = Cooperative.objects.filter(uid__in=actor.cooperatives).order_by("id").first()
    return (found.area_code, str(found.uid)) if found else None
