"""Folding and cutting of Persian words, as analysis/fold.h does it for a bare word.

The tables hold folded words; this is the same folding for the tool that writes them. The half-space
(U+200C) is kept, alef madda (U+0622) too: joined() takes both out."""

import re
import unicodedata

ZWNJ = "\u200c"
LETTERS = "ءآابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"

_MAP = {ord(a): b for chars, b in (
    ("يىېۍے", "ی"), ("كڪګ", "ک"), ("ةۀہھەۃۂ", "ه"), ("أإٱٲٳ", "ا"), ("ؤۆ", "و"), ("ئ", "ی"),
    ("\u00ac\u001f", ZWNJ)) for a in chars}
_DROP = re.compile("[\u00ad\u0610-\u061c\u0640\u064b-\u065f\u0670\u06d6-\u06ed"
                   "\u200b\u200d-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
WORD = re.compile(f"[{LETTERS}]+(?:{ZWNJ}[{LETTERS}]+)*")


def fold_text(text):
    """One spelling per letter; positions are not kept."""
    if re.search("[\ufb50-\ufdff\ufe70-\ufeff]", text):
        text = unicodedata.normalize("NFKC", text)
    text = text.replace("ی\u0654", "ی").translate(_MAP)
    text = _DROP.sub("", text)
    return re.sub(f"{ZWNJ}+", ZWNJ, text)


def fold_word(word):
    """A bare word, folded, or "" if it has anything but Persian letters and half-spaces."""
    word = fold_text(word.strip()).strip(ZWNJ)
    word = re.sub("(?<=[اآ])ء+", "", word)
    return word if WORD.fullmatch(word) else ""


def joined(word):
    """The form the lexicon is asked for: no half-space, alef without madda."""
    return word.replace(ZWNJ, "").replace("آ", "ا")
