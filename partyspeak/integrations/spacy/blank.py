"""Blank spaCy pipelines to start from."""

from __future__ import annotations

from typing import Any, Literal

import spacy
from spacy.language import Language

from partyspeak.errors import PartyspeakError
from partyspeak.matching import segmenter

__all__ = ["spacy_blank"]


def spacy_blank(lang: Literal["zh", "en"]) -> Language:
    """Create a spaCy pipeline with good words and sentences, to which you can add components.

    Parameters
    ----------
    lang : {"zh", "en"}
        Chinese is split into words by pkuseg with the installed model, and English by spaCy's own rules.

    Returns
    -------
    spacy.language.Language
        The pipeline, with a ``sentencizer``.

    Raises
    ------
    ModelMissing
        For Chinese, if the model is not installed.

    Examples
    --------
    >>> nlp = spacy_blank("en")
    >>> _ = nlp.add_pipe("partyspeak")
    >>> doc = nlp("The dual circulation strategy.")
    >>> [span.label_ for span in doc.spans["partyspeak"]]
    ['dual-circulation']
    """
    if lang == "zh":
        model = segmenter.need_model()
        nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "pkuseg"}}})
        tokenizer: Any = nlp.tokenizer
        tokenizer.initialize(pkuseg_model=str(model), pkuseg_user_dict="default")
        weights = tokenizer.pkuseg_seg.model
        weights.w = weights.w.astype("float64")  # stored with 32 bits, but spacy_pkuseg's own code reads 64
    elif lang == "en":
        nlp = spacy.blank("en")
    else:
        raise PartyspeakError(f"lang={lang!r} is neither 'zh' nor 'en'; for other languages use spacy.blank")
    nlp.add_pipe("sentencizer")
    return nlp
