"""The signs, codes and words under which news names currencies, with their ISO 4217 codes."""

from __future__ import annotations

CURRENCY_SIGNS = {
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "₩": "KRW",
    "₹": "INR",
    "₽": "RUB",
    "₴": "UAH",
    "₺": "TRY",
    "₪": "ILS",
}
SIGN_PREFIXES = {
    "us": "USD",
    "u.s.": "USD",
    "a": "AUD",
    "au": "AUD",
    "c": "CAD",
    "ca": "CAD",
    "nt": "TWD",
    "s": "SGD",
    "hk": "HKD",
    "nz": "NZD",
}
CURRENCY_CODES = frozenset(
    (
        "USD EUR GBP JPY CNY RMB KRW INR RUB UAH TRY ILS SEK NOK DKK PLN CZK HUF CHF CAD AUD NZD SGD TWD PHP IDR MYR"
        " THB VND PKR SAR AED QAR KWD EGP NGN ZAR BRL MXN ARS CLP COP IRR IQD RON BGN"
    ).split()
)
# The word for the unit alone means the currency of the first entry; a demonym before it chooses another.
CURRENCY_WORDS: dict[str, dict[str, str]] = {
    "dollar": {
        "": "USD",
        "australian": "AUD",
        "canadian": "CAD",
        "taiwan": "TWD",
        "taiwanese": "TWD",
        "new zealand": "NZD",
        "singapore": "SGD",
        "hong kong": "HKD",
    },
    "euro": {"": "EUR"},
    "pound": {"": "GBP", "egyptian": "EGP", "sudanese": "SDG", "syrian": "SYP", "lebanese": "LBP"},
    "yen": {"": "JPY"},
    "yuan": {"": "CNY"},
    "renminbi": {"": "CNY"},
    "won": {"": "KRW", "north korean": "KPW"},
    "rupee": {"": "INR", "pakistani": "PKR", "sri lankan": "LKR", "nepalese": "NPR"},
    "ruble": {"": "RUB"},
    "rouble": {"": "RUB"},
    "hryvnia": {"": "UAH"},
    "lira": {"": "TRY"},
    "shekel": {"": "ILS"},
    "zloty": {"": "PLN"},
    "forint": {"": "HUF"},
    "crown": {"": "SEK", "swedish": "SEK", "norwegian": "NOK", "danish": "DKK", "czech": "CZK", "icelandic": "ISK"},
    "krona": {"": "SEK"},
    "kronor": {"": "SEK"},
    "krone": {"": "NOK", "danish": "DKK"},
    "kroner": {"": "NOK", "danish": "DKK"},
    "koruna": {"": "CZK"},
    "franc": {"": "CHF"},
    "peso": {"": "PHP", "mexican": "MXN", "argentine": "ARS", "colombian": "COP", "chilean": "CLP"},
    "rupiah": {"": "IDR"},
    "ringgit": {"": "MYR"},
    "baht": {"": "THB"},
    "riyal": {"": "SAR", "qatari": "QAR", "iranian": "IRR"},
    "rial": {"": "IRR", "omani": "OMR", "yemeni": "YER"},
    "dirham": {"": "AED", "moroccan": "MAD"},
    "dinar": {"": "IQD", "kuwaiti": "KWD", "jordanian": "JOD", "algerian": "DZD", "libyan": "LYD"},
    "naira": {"": "NGN"},
    "rand": {"": "ZAR"},
    "real": {"": "BRL"},
    "reais": {"": "BRL"},
    "leu": {"": "RON"},
    "lev": {"": "BGN"},
}
