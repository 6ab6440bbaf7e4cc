"""Dates, money and counts out of words."""

from __future__ import annotations

import pytest

from kg import values


@pytest.mark.parametrize(
    ("text", "value", "low", "high", "qualifier"),
    [
        ("more than 12,500 containers", 12500, 12500, None, "more than"),
        ("up to 4 million shells", 4e6, None, 4e6, "up to"),
        ("at least a single launcher", 1, 1, None, "at least"),
        ("some 90,000 rounds", 90000, None, None, "some"),
        ("half a million shells", 5e5, 5e5, 5e5, ""),
        ("a pair of helicopters", 2, 2, 2, ""),
        ("a million and a half shells", 1.5e6, 1.5e6, 1.5e6, ""),
        ("six from the one and four from the other", 6, 6, 6, ""),
        ("two dozen tanks", 24, 24, 24, ""),
        ("thirty-six jets", 36, 36, 36, ""),
        ("one hundred and ten trucks", 110, 110, 110, ""),
        ("a first batch of 12 tanks", 12, 12, 12, ""),
        ("the first five of its jets", 5, 5, 5, "the first"),
        ("300 or more missiles", 300, 300, None, "or more"),
        ("2.5 million 155mm shells", 2.5e6, 2.5e6, 2.5e6, ""),
        ("two 155 mm howitzers", 2, 2, 2, ""),
        ("twenty-odd trucks", 20, 20, 20, ""),
        ("in March 1997 6,000 carbines", 6000, 6000, 6000, ""),
        ("between 20 and 30 tanks", None, 20, 30, "between"),
        ("20-30 tanks", None, 20, 30, "between"),
    ],
)
def test_counts(text: str, value: float | None, low: float | None, high: float | None, qualifier: str) -> None:
    quantity = values.parse_quantity(text)
    assert quantity is not None
    assert (quantity.value, quantity.low, quantity.high, quantity.qualifier) == (value, low, high, qualifier)


@pytest.mark.parametrize(
    ("text", "qualifier", "low"),
    [
        ("dozens of tanks", "dozens", 24),
        ("hundreds of thousands of shells", "hundreds of thousands", 200_000),
        ("shells in their millions", "millions", 2e6),
        ("an undisclosed number of drones", "an undisclosed number", None),
        ("several howitzers", "several", None),
        ("a few dozen jets", "a few dozen", 24),
        ("missiles by the thousand", "by the thousand", 2e3),
    ],
)
def test_vague_counts_give_no_number(text: str, qualifier: str, low: float | None) -> None:
    quantity = values.parse_quantity(text)
    assert quantity is not None
    assert (quantity.value, quantity.qualifier, quantity.low) == (None, qualifier, low)


@pytest.mark.parametrize(
    "text",
    ["F-16 fighter jets", "155mm artillery", "T-72 tanks", "weapons", "a tank", "40 kilometers", "weapons in 2022"],
)
def test_designations_calibres_and_lengths_are_no_counts(text: str) -> None:
    assert values.parse_quantity(text) is None


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("a $2 billion package", 2e9, "USD"),
        ("USD 5.75 billion", 5.75e9, "USD"),
        ("€ 3.2 billion", 3.2e9, "EUR"),
        ("$13.13bn", 13.13e9, "USD"),
        ("A$5.5 billion", 5.5e9, "AUD"),
        ("1.6 billion Swedish crowns", 1.6e9, "SEK"),
        ("3 billion Danish crowns", 3e9, "DKK"),
        ("7 trillion won", 7e12, "KRW"),
        ("four million dollars", 4e6, "USD"),
        ("375 million EUR", 375e6, "EUR"),
    ],
)
def test_money(text: str, amount: float, currency: str) -> None:
    money = values.parse_money(text)
    assert money is not None
    assert (money.amount, money.currency) == (amount, currency)


def test_no_money() -> None:
    assert values.parse_money("a few dollars more, and 20 tanks") is None


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("on May 28, 2024", "2024-05-28"),
        ("28 May 2024", "2024-05-28"),
        ("March 2023", "2023-03"),
        ("in 2017", "2017"),
        ("Tuesday, April 25, 2017", "2017-04-25"),
        ("2024-05-01", "2024-05-01"),
    ],
)
def test_absolute_dates_need_no_article_date(text: str, label: str) -> None:
    interval = values.parse_date(text)
    assert interval is not None
    assert interval.label() == label


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("28 June", "2024-06-28"),
        ("since February", "2024-02"),
        ("in November", "2023-11"),
        ("last month", "2024-06"),
        ("earlier this month", "2024-07"),
        ("last year", "2023"),
        ("April last year", "2023-04"),
        ("on Thursday", "2024-07-04"),
        ("yesterday", "2024-07-09"),
        ("the 14th of next month", "2024-08-14"),
        ("on the 30th", "2024-06-30"),
        ("last week", "2024-07-01"),
        ("two years ago", "2022"),
    ],
)
def test_relative_dates_hang_on_the_article_date(text: str, label: str) -> None:
    assert values.parse_date(text) is None
    interval = values.parse_date(text, "2024-07-10")
    assert interval is not None
    assert interval.label() == label


def test_a_modal_verb_is_no_month() -> None:
    assert values.parse_date("it may march on", "2024-07-10") is None


def test_every_date_in_order() -> None:
    found = list(values.find_dates("signed in March 2021 and delivered on 4 May 2022"))
    assert [i.label() for i in found] == ["2021-03", "2022-05-04"]
