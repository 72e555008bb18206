"""The facts of a station's record, by its number."""

from typing import Any

from stations import rules

SERVICES = ("bill_payment", "proxy_purchase", "consult", "government", "parcel_in", "parcel_out")


def facts_of(number: int) -> dict[str, Any]:
    """Equipment, zones, services, hours and size, by the station's number."""
    zones = [key for at, key in enumerate(rules.ZONES) if (number + at) % 4 or at == 3]
    equipment = [("电子秤", 1), ("标签打印机", 1), ("货架", 2 + number % 4), ("冷柜", number % 2)]
    return {
        "level": "township" if number % 15 == 0 else "village",
        "area_m2": 30 + number * 7 % 60,
        "broadband": True,
        "equipment": [{"name": name, "count": count} for name, count in equipment if count],
        "zones": zones,
        "services": list(SERVICES),
        "service_hours": "8:30-18:30",
    }
