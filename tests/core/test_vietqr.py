"""VietQR's text: equal to what another implementation builds, and nothing in it that no bank reads."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import NotValid
from core.money import LIMIT
from core.vietqr import LONGEST_MEMO, account_number, checksum, memo, payload

#: Recorded with npm's vietnam-qr-pay by vectors/make_vietqr.mjs.
RECORDED = [
    json.loads(line)
    for line in (Path(__file__).parent / "vectors" / "vietqr.jsonl").read_text(encoding="utf-8").splitlines()
]
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
BINS = st.text("0123456789", min_size=6, max_size=6)
ACCOUNTS = st.text(ALPHABET, min_size=6, max_size=19)
AMOUNTS = st.none() | st.integers(1, LIMIT)
NAMES = st.text(max_size=64)
REFERENCES = st.text(ALPHABET + " /#", min_size=1, max_size=19).filter(lambda ref: ref.strip(" /#"))


def test_200_recorded_cases_of_another_implementation_are_equal():
    ours = [payload(c["bank"], c["account"], c["amount"], c["memo"]) for c in RECORDED]
    assert ours == [c["payload"] for c in RECORDED]
    assert len(set(ours)) == 200


def test_the_recorded_cases_reach_the_ends_of_every_field():
    amounts = {c["amount"] for c in RECORDED}
    assert {None, 1, 499_999_999} <= amounts
    assert {len(c["memo"]) for c in RECORDED} == set(range(20))
    assert {len(c["account"]) for c in RECORDED} == set(range(6, 20))
    assert any(not c["account"].isdigit() for c in RECORDED)
    assert len({c["bank"] for c in RECORDED}) > 50


def fields(text: str) -> dict[str, str]:
    found, at = {}, 0
    while at < len(text):
        number, length = text[at : at + 2], int(text[at + 2 : at + 4])
        value = text[at + 4 : at + 4 + length]
        assert len(value) == length > 0
        assert number not in found
        found[number] = value
        at += 4 + length
    return found


def slow_checksum(text: str) -> int:
    """CRC-16/CCITT-FALSE bit by bit, as its definition says."""
    register = 0xFFFF
    for byte in text.encode():
        register ^= byte << 8
        for _ in range(8):
            register = (register << 1) ^ (0x1021 if register & 0x8000 else 0)
        register &= 0xFFFF
    return register


@given(st.text(ALPHABET, max_size=200))
def test_the_checksum_is_that_of_the_definition(text):
    assert checksum(text) == f"{slow_checksum(text):04X}"


def test_the_checksum_has_the_published_check_value():
    assert checksum("123456789") == "29B1"


@given(BINS, ACCOUNTS, AMOUNTS, NAMES, REFERENCES)
def test_what_is_put_in_is_read_back_field_by_field(bank_bin, account, amount, name, ref):
    text = payload(bank_bin, account, amount, memo(name, ref))
    root = fields(text)
    assert list(root) == sorted(root)
    assert root.pop("54", None) == (None if amount is None else str(amount))
    beneficiary = fields(root.pop("38"))
    assert beneficiary == {"00": "A000000727", "01": beneficiary["01"], "02": "QRIBFTTA"}
    assert fields(beneficiary["01"]) == {"00": bank_bin, "01": account}
    assert fields(root.pop("62")) == {"08": memo(name, ref)}
    assert root == {
        "00": "01",
        "01": "11" if amount is None else "12",
        "53": "704",
        "58": "VN",
        "63": f"{slow_checksum(text[:-4]):04X}",
    }


@given(NAMES, REFERENCES)
def test_a_memo_is_short_and_plain_and_ends_with_the_whole_reference(name, ref):
    said = memo(name, ref)
    assert 0 < len(said) <= LONGEST_MEMO
    assert set(said) <= set(ALPHABET + " ")
    assert said.endswith(memo("", ref))
    assert said == " ".join(said.split())


@pytest.mark.parametrize(
    "name, ref, expected",
    [
        ("Lan Anh", "1510 12", "LAN ANH 1510 12"),
        ("Đặng Ngọc Đỗ", "1510 12", "NGOC DO 1510 12"),
        ("Nguyễn Thị Đỗ Quyên", "1510 12", "DO QUYEN 1510 12"),
        ("Christopher-Montgomery", "1510 12", "MONTGOMERY 1510 12"),
        ("Wolfeschlegelsteinhausen", "1510 12", "WOLFESCHLEG 1510 12"),
        ("Lan (gym) 💪", "15/10 #12", "LAN GYM 15 10 12"),
        ("Владимир", "1510 12", "1510 12"),
        ("", "1510 12", "1510 12"),
        ("Lan", "1234567890123456789", "1234567890123456789"),
        ("Lan", "123456789012345678", "123456789012345678"),
        ("Lan", "12345678901234567", "L 12345678901234567"),
    ],
)
def test_memos_by_example(name, ref, expected):
    assert memo(name, ref) == expected


@pytest.mark.parametrize("ref", ["", " ", "#", "💪", "12345678901234567890"])
def test_a_memo_needs_a_reference_that_fits(ref):
    with pytest.raises(ValueError, match="not a reference"):
        memo("Lan", ref)


@pytest.mark.parametrize(
    "wrong",
    [
        {"bank_bin": "97043"},
        {"bank_bin": "9704366"},
        {"bank_bin": "97043６"},
        {"account": ""},
        {"account": "12345"},
        {"account": "1" * 20},
        {"account": "0071 0001"},
        {"account": "abcdefg"},
        {"account": "12345678\n"},
        {"amount": 0},
        {"amount": -1},
        {"amount": LIMIT + 1},
        {"purpose": "A" * 20},
        {"purpose": "Lan Ánh"},
        {"purpose": " LAN"},
        {"purpose": "LAN  ANH"},
        {"purpose": "LAN+ANH"},
        {"purpose": "LAN\n"},
    ],
    ids=repr,
)
def test_what_no_bank_would_read_is_refused(wrong):
    right = {
        "bank_bin": "970436",
        "account": "0071000123456",
        "amount": 500_000,
        "purpose": "LAN ANH 1510 12",
    }
    assert payload(**right)
    with pytest.raises(ValueError, match="not "):
        payload(**(right | wrong))


@pytest.mark.parametrize(
    "typed, expected",
    [
        ("0071000123456", "0071000123456"),
        (" 0071 0001 23456 ", "0071000123456"),
        ("0071.0001-23456", "0071000123456"),
        ("99mm24011m34875080", "99MM24011M34875080"),
        ("123456", "123456"),
        ("1" * 19, "1" * 19),
    ],
)
def test_an_account_number_is_read_as_people_write_it(typed, expected):
    assert account_number(typed) == expected


@pytest.mark.parametrize("typed", ["", "12345", "1" * 20, "0071/000123456", "số 0071000123456", "٠٠٧١٠٠٠١٢٣"])
def test_what_is_no_account_number_is_said_so(typed):
    with pytest.raises(NotValid) as refused:
        account_number(typed)
    assert refused.value.field == "account"
