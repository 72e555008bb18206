"""The two commands as a stranger uses them: a file in, JSON out, mistakes named."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from bench.studies import STUDIES
from tests.impact.estimators.tables import HERE, MPDTA, recorded

MPDTA_OPTIONS = {
    "data": MPDTA,
    "unit": "countyreal",
    "time": "year",
    "cohort": "first.treat",
    "outcome": "lemp",
}
PANEL = "户,年,开站,收入,村\n" + "".join(
    f"{unit},{year},{'2021' if unit % 2 else ''},{1000 + 7 * unit * year % 90},{unit // 2}\n"
    for unit in range(8)
    for year in (2019, 2020, 2021, 2022)
)
OWN = {"unit": "户", "time": "年", "cohort": "开站", "outcome": "收入"}


def run(capsys: pytest.CaptureFixture[str], name: str, **options: Any) -> dict[str, Any]:
    call_command(name, **options)
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return answer


def told(name: str, **options: Any) -> str:
    with pytest.raises(CommandError) as caught:
        call_command(name, **options)
    return str(caught.value)


def write(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "table.csv"
    path.write_text(text, encoding=encoding)
    return path


def test_a_published_table_comes_out_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    found = run(capsys, "estimate", **MPDTA_OPTIONS)
    assert found["simple"]["att"] == pytest.approx(-0.0399512751551763, abs=1e-9)
    assert [row["e"] for row in found["dynamic"]["event"]] == [-3, -2, -1, 0, 1, 2, 3]
    assert (found["n_units"], found["n_clusters"], found["dropped"]) == (500, None, [])
    assert found["simple"]["ci"] == pytest.approx([-0.063538, -0.016365], abs=1e-6)


def test_covariates_mean_doubly_robust(capsys: pytest.CaptureFixture[str]) -> None:
    found = run(capsys, "estimate", **MPDTA_OPTIONS, covariates=["lpop"])
    named = run(capsys, "estimate", **MPDTA_OPTIONS, covariates=["lpop"], est="dr")
    assert found == named
    assert found["simple"]["att"] == pytest.approx(-0.0417518, abs=1e-6)


def test_draws_bring_bands_and_repeat(capsys: pytest.CaptureFixture[str]) -> None:
    options = MPDTA_OPTIONS | {"bootstrap": 99, "seed": 4}
    found = run(capsys, "estimate", **options)
    assert found == run(capsys, "estimate", **options)
    assert found["inference"]["draws"] == 99
    assert found["dynamic"]["event"][0]["band"][0] < found["dynamic"]["event"][0]["ci"][0]


def kielmc(folder: Path) -> Path:
    """House prices as cross-sections: near the incinerator, treated in 1981."""
    rows = [line.split(",") for line in (HERE / "data" / "kielmc.csv").read_text().splitlines()]
    lines = [f"{year},{price},{1981 if near == '1' else ''}" for year, price, _, near in rows[1:]]
    return write(folder, "\n".join(["year,rprice,g", *lines]))


def test_two_way_effects_stand_beside_for_comparison(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = {"time": "year", "cohort": "g", "outcome": "rprice", "repeated_cross_section": True}
    found = run(capsys, "estimate", data=kielmc(tmp_path), **options)
    assert round(found["simple"]["att"], 2) == -11863.90
    assert round(found["two_way"]["att"], 2) == -11863.90
    assert round(found["two_way"]["se"], 2) == 7456.65


def test_years_can_be_dealt_out_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, options = write(tmp_path, PANEL), OWN | {"cluster": "户", "randomise": 99}
    found = run(capsys, "estimate", data=path, **options)["randomisation"]
    assert found["draws"] == 99
    assert 0 < found["p"] <= 1
    assert "不同的处理年份" in told("estimate", data=path, **(options | {"cluster": "村"}))
    assert "--cluster" in told("estimate", data=path, **OWN, randomise=9)


def test_empty_means_never_and_villages_are_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = run(capsys, "estimate", data=write(tmp_path, PANEL), cluster="村", **OWN)
    assert (found["n_units"], found["n_clusters"]) == (8, 4)
    assert found["simple"]["treated_clusters"] == 4


def test_a_file_saved_by_a_chinese_spreadsheet(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, PANEL, encoding="gb18030")
    assert run(capsys, "estimate", data=path, **OWN)["n_units"] == 8


def test_cross_sections_need_no_unit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = {name: value for name, value in OWN.items() if name != "unit"}
    path = write(tmp_path, PANEL)
    found = run(capsys, "estimate", data=path, repeated_cross_section=True, **options)
    assert found["n_units"] == 32
    assert "--unit" in told("estimate", data=path, **options)


def test_a_word_among_incomes_is_named_with_its_line(tmp_path: Path) -> None:
    path = write(tmp_path, PANEL.replace("0,2019,,1000", "0,2019,,约一千"))
    assert "列“收入”第 2（约一千） 行不是数字" in told("estimate", data=path, **OWN)


def test_a_column_that_is_not_there_is_named(tmp_path: Path) -> None:
    said = told("estimate", data=write(tmp_path, PANEL), **(OWN | {"outcome": "纯收入"}))
    assert "没有列 “纯收入”" in said
    assert "户、年、开站、收入、村" in said


def test_a_line_with_a_cell_too_many_is_named(tmp_path: Path) -> None:
    path = write(tmp_path, PANEL + "9,2019,,1000,4,5\n")
    assert "第 34 行的列数与表头" in told("estimate", data=path, **OWN)


def test_covariates_without_an_estimator_for_them(tmp_path: Path) -> None:
    said = told("estimate", data=write(tmp_path, PANEL), **OWN, covariates=["村"], est="none")
    assert "不使用协变量" in said


def test_a_file_that_cannot_be_read() -> None:
    assert "读不到文件" in told("estimate", data=Path("nowhere.csv"), **OWN)


def study_files(folder: Path, header: str = "") -> dict[str, Any]:
    made = STUDIES[1]
    np.savetxt(folder / "b.csv", made.betas, header=header, comments="")
    np.savetxt(folder / "s.csv", made.sigma(), delimiter=",", header=header, comments="")
    return {
        "betas": folder / "b.csv",
        "sigma": folder / "s.csv",
        "pre": made.pre,
        "post": made.post,
    }


@pytest.mark.parametrize("method", ["rm", "sd"])
def test_sensitivity_of_an_event_study(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], method: str
) -> None:
    files = study_files(tmp_path)
    found = run(capsys, "honest", **files, method=method, grid=[0.5, 1.0])
    rows = recorded("honest")["medicaid_like"]["rm"]
    peer = {m: [lower, upper] for m, lower, upper in rows}
    assert [row["m"] for row in found["rows"]] == [0.5, 1.0]
    assert found["breakdown"] > 0
    assert method == "sd" or [found["rows"][0]["lower"], found["rows"][0]["upper"]] == (
        pytest.approx(peer[0.5], abs=2e-3)
    )


def test_a_header_line_and_a_target(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = {"method": "sd", "grid": [0.0]}
    plain = run(capsys, "honest", **study_files(tmp_path), **options)
    headed = run(capsys, "honest", **study_files(tmp_path, header="a"), **options)
    first = run(capsys, "honest", **study_files(tmp_path), **options, target=["1,0"])
    other = run(capsys, "honest", **study_files(tmp_path), **options, target=["0", "1"])
    assert plain == headed == first
    assert other["rows"][0]["upper"] > plain["rows"][0]["upper"]


def test_the_wrong_number_of_betas(tmp_path: Path) -> None:
    files = study_files(tmp_path) | {"pre": 4}
    assert "系数有 7 个，应为 4＋2 个" in told("honest", **files, method="rm", grid=[1.0])


def test_a_matrix_that_is_not_symmetric_is_named_by_place(tmp_path: Path) -> None:
    files = study_files(tmp_path)
    sigma = STUDIES[1].sigma()
    sigma[0, 3] += 0.01
    np.savetxt(files["sigma"], sigma, delimiter=",")
    assert "不对称：(1,4)" in told("honest", **files, method="rm", grid=[1.0])
