"""Currencies: how they are written before and behind a figure. None is ever converted into another."""

from __future__ import annotations

from collections.abc import Sequence

from claimcheck.quantities.spelled import at
from claimcheck.quantities.tokens import Token

# Currencies: ISO code, then words (singular), then symbols.
_CURRENCY_TABLE = """
USD dollar;us dollar;u.s. dollar;american dollar;buck $;US$;U.S.$;USD
EUR euro €;EUR
GBP pound;pound sterling;british pound;quid £;GBP;PS
JPY yen;japanese yen ¥;JPY
CNY yuan;chinese yuan;renminbi CNY;RMB;CN¥
INR rupee;indian rupee ₹;INR;Rs;Rs.
CAD canadian dollar;c$ C$;CA$;CAD
AUD australian dollar A$;AU$;AUD
NZD new zealand dollar NZ$;NZD
HKD hong kong dollar HK$;HKD
SGD singapore dollar;singaporean dollar S$;SGD
CHF swiss franc;franc CHF;SFr
SEK swedish krona;swedish crown SEK
NOK norwegian krone;norwegian crown NOK
DKK danish krone;danish crown DKK
krona krona;krone kr
crown crown -
PLN zloty PLN;zł
CZK koruna;czech koruna CZK
HUF forint HUF;Ft
HRK kuna HRK;kn
RUB rouble;ruble;russian rouble;russian ruble ₽;RUB
UAH hryvnia ₴;UAH
TRY lira;turkish lira ₺;TRY
ILS shekel;new shekel ₪;ILS;NIS
KRW won;korean won;south korean won ₩;KRW
BRL real;brazilian real;reais R$;BRL
MXN mexican peso;mxn MXN;MX$
peso peso -
ZAR rand;south african rand ZAR
NGN naira ₦;NGN
KES kenyan shilling KES;KSh
shilling shilling -
EGP egyptian pound EGP
THB baht ฿;THB
IDR rupiah IDR;Rp
MYR ringgit;malaysian ringgit RM;MYR
PHP philippine peso ₱;PHP
VND dong ₫;VND
PKR pakistani rupee PKR
BDT taka BDT
SAR riyal;saudi riyal SAR
AED dirham AED
IQD dinar;iraqi dinar IQD
BTC bitcoin ₿;BTC
cent cent ¢
penny penny;pence -
"""
CURRENCIES: dict[str, str] = {}  # words and symbols -> code
_CURRENCY_WORDS: dict[tuple[str, ...], str] = {}


def _load_currencies() -> None:
    for line in _CURRENCY_TABLE.strip().splitlines():
        code, rest = line.split(" ", 1)
        words, symbols = rest.rsplit(" ", 1)
        for form in words.split(";"):
            parts = tuple(form.split())
            _CURRENCY_WORDS[parts] = code
            last = parts[-1]
            if last not in {"yen", "yuan", "renminbi", "won", "baht", "reais", "pence"}:
                _CURRENCY_WORDS[(*parts[:-1], {"penny": "pennies", "hryvnia": "hryvnia"}.get(last, last + "s"))] = code
        for symbol in symbols.split(";"):
            if symbol != "-":
                CURRENCIES[symbol] = code


_load_currencies()
_LONGEST_WORDS = max(map(len, _CURRENCY_WORDS))
_NATIONAL = ("ian", "ean", "ese", "ish", "ani", "an")
# Words that several countries use; which one is meant the adjective must say.
CURRENCY_FAMILIES = frozenset({"USD", "GBP", "krona", "crown", "peso", "shilling", "IQD", "cent", "penny"})
# Letters that stand before "$" as part of the sign: "US$5", "HK $3.7 billion".
_DOLLAR_PREFIX = {"US", "U.S.", "A", "AU", "C", "CA", "CAD", "NZ", "HK", "S", "R", "MX", "CDN", "AUD"}


def currency_before(tokens: Sequence[Token], i: int) -> tuple[str, int] | None:
    """The currency written right before tokens[i]: (code, index of its first token). "$5", "US $5", "EUR 5m"."""
    if not 1 <= i < len(tokens):
        return None
    token = tokens[i - 1]
    if token.text == "=" and i >= 2 and tokens[i - 2].text in {"Y", "¥"}:
        return "JPY", i - 2
    if token.text == "$":
        previous = tokens[i - 2] if i >= 2 else None
        if previous is not None and previous.text in _DOLLAR_PREFIX:
            return CURRENCIES.get(
                {"U.S.": "US", "CDN": "C", "CAD": "C", "AUD": "A"}.get(previous.text, previous.text) + "$", "USD"
            ), i - 2
        return "USD", i - 1
    if token.kind == "mark" and token.text in CURRENCIES:
        return CURRENCIES[token.text], i - 1
    if token.kind == "word" and token.text in CURRENCIES and token.text not in {"kr", "kn"}:
        return CURRENCIES[token.text], i - 1
    if token.text == "." and i >= 2 and tokens[i - 2].text == "Rs":
        return "INR", i - 2
    return None


def currency_after(tokens: Sequence[Token], i: int) -> tuple[str, int] | None:
    """The currency at tokens[i:]: (code, end). "euros", "U.S. dollars", "USD", "€"."""
    for n in range(min(_LONGEST_WORDS, len(tokens) - i), 0, -1):
        code = _CURRENCY_WORDS.get(tuple(t.lower for t in tokens[i : i + n]))
        if code:
            return code, i + n
    if (
        at(tokens, i).endswith(_NATIONAL)
        and (code := _CURRENCY_WORDS.get((at(tokens, i + 1),)))
        and code not in CURRENCY_FAMILIES
    ):
        return code, i + 2  # "Indonesian rupiah"
    if i < len(tokens):
        token = tokens[i]
        if token.text == "p" and token.glued:
            return "penny", i + 1  # "312p"
        if token.text in {"€", "£", "¥", "₽", "₴", "₹", "zł"} or (token.text in CURRENCIES and token.kind == "word"):
            following = tokens[i + 1] if i + 1 < len(tokens) else None
            if token.kind == "mark" and following is not None and following.kind == "number":
                return None
            if token.text in {"RM", "Rs", "Ft", "PS", "Rp", "C", "S"}:
                return None
            return CURRENCIES[token.text], i + 1
    return None
