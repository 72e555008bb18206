"""The workbook of an import bench, made by a stated rule, and the scratch database it goes into."""

import time
from collections.abc import Callable
from datetime import date
from typing import Any

ROWS = 50_000
TABLES = "cooperatives_household, exchange_importbatch, accounts_roleassignment"
HEAD = [
    "村编码", "村民小组", "住址", "户主姓名", "身份证号", "手机号", "家庭人口", "劳动力", "类别",
    "耕地面积(亩)", "主要困难原因", "备注",
]  # fmt: skip
SURNAMES, GIVEN = "马李王张冶韩赵祁鲍董", "有福成林国玉兰生华秀花占海文忠明义永祥桂英财春梅"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def identity(number: int) -> str:
    """The n-th invented person: born 1940 to 1999."""
    day = date(1940 + number % 60, 1 + number // 60 % 12, 1 + number // 720 % 28)
    body = f"639999{day:%Y%m%d}{number // 20_160:03d}"
    total = sum(int(sign) * weight for sign, weight in zip(body, WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


def row(number: int, codes: list[str]) -> list[Any]:
    name = SURNAMES[number % 10] + GIVEN[number // 10 % 24] + GIVEN[number // 240 % 24]
    return [
        codes[number * len(codes) // ROWS], f"{1 + number % 6}社", f"{1 + number % 180}号", name,
        identity(number), f"154{number:08d}", 2 + number % 5, 1 + number % 2,
        ("一般户", "帮扶户", "监测户")[number % 20 // 18], 2 + number % 2_000 / 100, "", "",
    ]  # fmt: skip


def workbook(path: str, codes: list[str]) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet("农户")
    sheet.write_row(0, 0, HEAD)
    for number in range(ROWS):
        sheet.write_row(number + 1, 0, row(number, codes))
    book.close()


def empty() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {TABLES} CASCADE")
        cursor.execute("TRUNCATE cooperatives_historicalhousehold")
        cursor.execute("TRUNCATE cooperatives_historicalhouseholdmember")


def village_codes() -> list[str]:
    from stations.models import Area

    found = Area.objects.filter(level="village").order_by("code")
    return list(found.values_list("code", flat=True))


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    found = work()
    return time.perf_counter() - began, found
