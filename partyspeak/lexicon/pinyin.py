"""Pinyin of Chinese forms, to show next to them and to find them by."""

from __future__ import annotations

import unicodedata
from functools import cache

__all__ = ["pinyin", "toneless", "toneless_pinyin"]


def pinyin(text: str) -> str:
    """The pinyin of a Chinese form, with tone marks.

    Examples
    --------
    >>> pinyin("双循环")
    'shuāng xún huán'
    """
    import pypinyin

    return " ".join(pypinyin.lazy_pinyin(text, style=pypinyin.Style.TONE))


@cache
def toneless_pinyin(text: str) -> str:
    """The pinyin of a Chinese form as one word of plain letters.

    Examples
    --------
    >>> toneless_pinyin("双循环")
    'shuangxunhuan'
    """
    return toneless(pinyin(text))


def toneless(text: str) -> str:
    """The plain letters of pinyin, however it is written.

    Examples
    --------
    >>> toneless("Shuāng xúnhuán"), toneless("lǜ"), toneless("双循环")
    ('shuangxunhuan', 'lv', '')
    """
    letters = unicodedata.normalize("NFD", text.lower().replace("ü", "v").replace("ǜ", "v"))
    return "".join(char for char in letters if char.isascii() and char.isalnum())
