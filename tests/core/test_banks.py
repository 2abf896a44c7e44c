"""The list of banks, and the one that a trainer means."""

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.banks import by_bin, every, find

RECORDED = (Path(__file__).parent / "vectors" / "vietqr.jsonl").read_text(encoding="utf-8").splitlines()


def shorts(typed: str) -> list[str]:
    return [bank.short for bank in find(typed)]


def test_the_list_holds_every_bank_once():
    bins = [bank.bin for bank in every()]
    assert len(bins) == len(set(bins)) == 65
    assert all(len(b) == 6 and b.isdecimal() for b in bins)
    assert {json.loads(line)["bank"] for line in RECORDED} <= set(bins)


def test_a_bank_is_looked_up_by_its_number():
    assert by_bin("970436").short == "Vietcombank"
    assert by_bin("000000") is None


@pytest.mark.parametrize("bank", every(), ids=lambda bank: bank.short)
def test_a_bank_is_found_by_each_of_its_names(bank):
    shared = {"BVB": ["BaoVietBank", "BVBank"]}
    for name in bank.names:
        for typed in (name, name.lower(), f"ngân hàng {name}", f" {name} bank "):
            assert shorts(typed) == shared.get(name, [bank.short]), typed
    assert bank in find(bank.name)


def test_only_one_name_belongs_to_two_banks():
    named = Counter(name.casefold() for bank in every() for name in {n.casefold() for n in bank.names})
    assert [name for name, times in named.items() if times > 1] == ["bvb"]


@pytest.mark.parametrize(
    "typed, expected",
    [
        ("vcb", ["Vietcombank"]),
        ("Vietcombank", ["Vietcombank"]),
        ("vietcom", ["Vietcombank"]),
        ("VCB - Vietcombank", ["Vietcombank"]),
        ("techcom", ["Techcombank"]),
        ("Techcombank Việt Nam", ["Techcombank"]),
        ("mb", ["MB Bank"]),
        ("mbbank", ["MB Bank"]),
        ("ngân hàng quân đội", ["MB Bank"]),
        ("ngan hang quan doi", ["MB Bank"]),
        ("Ngân hàng thương mại cổ phần Quân đội", ["MB Bank"]),
        ("ngoại thương", ["Vietcombank"]),
        ("công thương", ["VietinBank", "SaigonBank"]),
        ("vietin", ["VietinBank"]),
        ("á châu", ["ACB"]),
        ("đông á", ["Vikki"]),
        ("nong nghiep", ["Agribank"]),
        ("sài gòn", ["SaigonBank", "Sacombank", "SHB", "SCB"]),
        ("viet a", ["VietABank"]),
        ("pvcom", ["PVcomBank", "PVcomBank Pay"]),
        ("bvb", ["BaoVietBank", "BVBank"]),
        ("hana", ["KEB Hana HCM", "KEB Hana HN"]),
    ],
)
def test_banks_are_found_as_trainers_type_them(typed, expected):
    assert shorts(typed) == expected


@pytest.mark.parametrize("typed", ["", " ", "bank", "ngân hàng", "💪", "no such bank at all", "x" * 5000])
def test_what_names_no_bank_finds_none(typed):
    assert find(typed) == []


@given(st.text(max_size=200))
def test_anything_may_be_typed(typed):
    assert len(find(typed)) == len(set(find(typed)))
