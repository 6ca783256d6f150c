"""Resolver of phrase names: by id, Chinese, English or pinyin."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from partyspeak.errors import PartyspeakError
from partyspeak.lexicon.pinyin import toneless, toneless_pinyin
from partyspeak.text.folding import fold, fold_all

__all__ = ["PhraseNames"]

_NEAR = 3


class PhraseNames:
    """The names of some phrases; a phrase can be looked up by any of its names.

    Parameters
    ----------
    names : mapping of str to sequence of str
        The forms of each phrase by its id, the canonical Chinese and English ones first.

    Examples
    --------
    >>> names = PhraseNames({"dual-circulation": ["双循环", "dual circulation"]})
    >>> [names.resolve(name) for name in ("dual-circulation", "雙循環", "Dual Circulation", "shuang xunhuan")]
    ['dual-circulation', 'dual-circulation', 'dual-circulation', 'dual-circulation']
    """

    def __init__(self, names: Mapping[str, Sequence[str]]) -> None:
        self._names = names

    def ids(self, name: str) -> list[str]:
        """The ids of the phrases that ``name`` may mean, sorted; empty if no phrase has this name.

        An id comes before a form, a canonical form before other forms, and a form before pinyin.
        """
        if name in self._names:
            return [name]
        folded, sound = fold(name), toneless(name)
        found = self._canonical.get(folded) or self._forms.get(folded) or (sound and self._sounds.get(sound)) or []
        return sorted(set(found))

    def resolve(self, name: str) -> str:
        """The id of the phrase that ``name`` means.

        Parameters
        ----------
        name : str
            The id; or a form in Chinese (either script) or English, in any case and spacing; or the pinyin of the
            canonical Chinese form, with or without tones and spaces.

        Raises
        ------
        PartyspeakError
            If no phrase has this name (the message suggests similar ones), or if several phrases have it (the message
            lists their ids).
        """
        ids = self.ids(name)
        if len(ids) > 1:
            raise PartyspeakError(f"{name!r} may mean {', '.join(ids)}; give one of these ids")
        if not ids:
            raise PartyspeakError(f"no phrase is called {name!r}; {self._hint(name)}")
        return ids[0]

    def resolve_all(self, names: str | Iterable[str]) -> list[str]:
        """The ids for one name or several, in their order, each id once.

        Raises
        ------
        PartyspeakError
            As :meth:`resolve`; also if ``names`` is neither a name nor a list of names.

        Examples
        --------
        >>> PhraseNames({"a": ["甲"], "b": ["乙"]}).resolve_all(["乙", "a", "b"])
        ['b', 'a']
        """
        wanted = [names] if isinstance(names, str) else names
        listed = list(wanted) if isinstance(wanted, Iterable) and not isinstance(wanted, Mapping) else [wanted]
        if not all(isinstance(name, str) for name in listed):
            raise PartyspeakError(
                f"phrases={names!r} must be a phrase (by id, Chinese, English or pinyin), or a list of phrases"
            )
        return list(dict.fromkeys(self.resolve(str(name)) for name in listed))

    def _hint(self, name: str) -> str:
        folded, sound = fold(name), toneless(name)
        shapes = {form: ids[0] for form, ids in self._forms.items()} | {id: id for id in self._names}
        holding = [id for shape, id in shapes.items() if len(folded) > 1 and folded in shape]
        alike = [shapes[shape] for shape in difflib.get_close_matches(name, shapes, n=_NEAR)]
        sounding = [ids[0] for known, ids in self._sounds.items() if len(sound) > 2 and sound in known]
        near = list(dict.fromkeys([*alike, *holding, *sounding]))[:_NEAR]
        return f"did you mean {', '.join(near)}?" if near else "`partyspeak lexicon search` searches all wordings"

    @cached_property
    def _canonical(self) -> dict[str, list[str]]:
        return _by_shape((form, id) for id, forms in self._names.items() for form in forms[:2])

    @cached_property
    def _forms(self) -> dict[str, list[str]]:
        return _by_shape((form, id) for id, forms in self._names.items() for form in forms)

    @cached_property
    def _sounds(self) -> dict[str, list[str]]:
        sounds: dict[str, list[str]] = {}
        for id, forms in self._names.items():
            if forms and not forms[0].isascii():
                sounds.setdefault(toneless_pinyin(forms[0]), []).append(id)
        return sounds


def _by_shape(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """The ids by folded form; all forms are folded at once, which is faster."""
    listed = [(form, id) for form, id in pairs if form]
    shapes: dict[str, list[str]] = {}
    for folded, (_, id) in zip(fold_all([form for form, _ in listed]), listed, strict=True):
        shapes.setdefault(folded, []).append(id)
    return shapes
