"""Numbers: narrow no-break spaces between thousands, a real minus, the decimal sign of the language."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_EVEN, Context, Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

NARROW = "\u202f"  # narrow no-break space
MINUS = "\u2212"
DASH = "\u2013"
MOST_CHANGE = 10.0  # as a share of what was; beyond it the figure itself says nothing more

_WIDE = Context(prec=400)  # a float has up to 309 digits before its decimal sign

Number = int | float | Decimal


def no_data() -> str:
    """The words for a figure that is not there."""
    return _("no data")


def number(value: Number | None, places: int | None = None) -> str:
    """Write a number; without `places` as many as it takes to tell three digits, at most two.

    >>> number(12480), number(-0.5), number(3.0), number(3.14159), number(2.5, 2)
    ('12\\u202f480', '−0.5', '3', '3.14', '2.50')
    """
    if value is None or not _is_finite(value):
        return no_data()
    written = _digits(value, places)
    negative, written = written.startswith("-"), written.lstrip("-")
    whole, _point, rest = written.partition(".")
    if len(whole) > 3:
        whole = _grouped(whole)
    sign = MINUS if negative and any(digit in "123456789" for digit in whole + rest) else ""
    return sign + whole + (decimal_sign() + rest if rest else "")


def plain(value: Number | None, places: int | None = None) -> str:
    """As `number`, but empty when there is none: for a cell whose column says so already."""
    return "" if value is None else number(value, places)


def signed(value: Number | None, places: int | None = None) -> str:
    """A difference: with its sign, also when positive.

    >>> signed(3), signed(-3), signed(0)
    ('+3', '−3', '0')
    """
    written = number(value, places)
    is_more = value is not None and _is_finite(value) and value > 0 and any(c in "123456789" for c in written)
    return f"+{written}" if is_more else written


def share(value: Number | None, places: int | None = None) -> str:
    """A share from 0 to 1 in per cent. Below ten per cent with one decimal, so that 0.4 % is not read as none.

    >>> share(0.82), share(0.004), share(1)
    ('82\\u202f%', '0.4\\u202f%', '100\\u202f%')
    """
    if value is None or not _is_finite(value):
        return no_data()
    percent = float(value) * 100
    return _percent(number(percent, _percent_places(percent) if places is None else places))


def signed_share(value: Number | None, places: int | None = None) -> str:
    """A change as a share of what was, with its sign: −0.41 is −41 %. An interval without an upper end ends far out.

    >>> signed_share(-0.41), signed_share(10), signed_share(4503599627370495.5)
    ('−41\u202f%', '+1\u202f000\u202f%', 'over +1\u202f000\u202f%')
    """
    if value is None or not _is_finite(value):
        return no_data()
    if value > MOST_CHANGE:
        return _("over %(share)s") % {"share": signed_share(MOST_CHANGE)}
    percent = float(value) * 100
    return _percent(signed(percent, _percent_places(percent) if places is None else places))


def interval(low: Number | None, high: Number | None, places: int | None = None) -> str:
    """An interval of confidence, in square brackets; empty when there is none.

    >>> interval(-52, -28)
    '[−52, −28]'
    """
    if low is None or high is None or not (_is_finite(low) and _is_finite(high)):
        return ""
    separator = "; " if decimal_sign() == "," else ", "
    return f"[{number(low, places)}{separator}{number(high, places)}]"


def between(low: Number | None, high: Number | None, places: int | None = None) -> str:
    """A spread such as p10–p90: both ends and an en dash, spaced when an end is negative."""
    if low is None or high is None:
        return ""
    dash = f" {DASH} " if low < 0 or high < 0 else DASH
    return f"{number(low, places)}{dash}{number(high, places)}"


def money(value: Number | None, currency: str) -> str:
    """An amount in whole units of its currency: sign or code first, as in `€ 5 390`; after it in Russian."""
    if value is None:
        return no_data()
    sign = {"EUR": "€", "USD": "$", "GBP": "£", "CNY": "¥", "RUB": "₽", "JPY": "¥"}.get(currency, currency)
    written = number(value, 0)
    if (get_language() or "en").startswith("ru"):
        return f"{written}\u00a0{sign}"
    return f"{MINUS if written.startswith(MINUS) else ''}{sign}\u00a0{written.lstrip(MINUS)}"


def compact(value: Number | None) -> str:
    """A count for narrow places; past a thousand the reader is told there are more.

    >>> compact(42), compact(1000), compact(10214)
    ('42', '1\\u202f000', '1\\u202f000+')
    """
    if value is None:
        return no_data()
    return f"{number(1000)}+" if value > 1000 else number(value)


def decimal_sign() -> str:
    return "," if (get_language() or "en").startswith("ru") else "."


def _percent(written: str) -> str:
    return f"{written}%" if (get_language() or "en").startswith("zh") else f"{written}{NARROW}%"


def _percent_places(percent: float) -> int:
    return 1 if 0 < abs(percent) < 10 and not float(percent).is_integer() else 0


def _grouped(whole: str) -> str:
    first = len(whole) % 3
    parts = [whole[:first]] if first else []
    return NARROW.join(parts + [whole[at : at + 3] for at in range(first, len(whole), 3)])


def _digits(value: Number, places: int | None) -> str:
    # repr keeps what a person typed: 2.675 rounds by its decimal digits, not by its binary neighbour.
    exact = value if isinstance(value, Decimal) else Decimal(repr(value) if isinstance(value, float) else int(value))
    if places is not None:
        return f"{exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN, _WIDE):f}"
    if exact == exact.to_integral_value():
        return f"{exact.to_integral_value():f}"
    shown = 0 if abs(exact) >= 100 else 1 if abs(exact) >= 10 else 2
    written = f"{exact.quantize(Decimal(1).scaleb(-shown), ROUND_HALF_EVEN, _WIDE):f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def _is_finite(value: Number) -> bool:
    return math.isfinite(value)
