"""Compounds written with a half-space, from the lists and from the news counts."""

from persian import ZWNJ, joined

MIN_OCCURRENCES = 5  # with the half-space, in news text

HEAD = """# Compounds: one word that is also written in parts. Made by tools/lexicon/merge.py.
#   word     folded, a half-space between the parts, alef madda kept
#   source   lists that have it (NOTICE), news: written so at least 5 times in news text
"""


def is_compound(parts, suffixes, forms):
    """Are these the parts of a compound, not an inflected word or a verb form?"""
    if len(parts) < 2 or parts[0] in ("می", "نمی") or parts[-1] in suffixes:
        return False
    if any(not part for part in parts) or all(len(part) < 2 for part in parts):
        return False
    return forms.get("".join(parts), 0) < 2 and not any(p in ("می", "نمی") for p in parts)


def inner_inflection(parts, suffixes):
    """کتاب‌های‌درسی: an inflected word run into the next one is no compound."""
    return any(part in suffixes and len(part) > 1 for part in parts[1:-1])


def inflected(whole, known, found, suffixes):
    """Is it an ending, written joined, on another compound?"""
    for cut in range(max(4, len(whole) - 8), len(whole)):
        ending = whole[cut:]
        if ending in suffixes and ending not in ("ی", "یی", "م", "ت") and (
                whole[:cut] in known or whole[:cut] + "ه" in found):
            return True
    return False


# Two letters that do begin or end compounds: determiners, prefixes and the like.
SHORT_PARTS = {"ان", "هم", "یک", "هر", "چه", "بی", "نا", "پر", "کم", "سه", "دو", "سر", "بد", "اب"}


def is_plain_word(whole, parts, sources):
    """Do the lists write it in one piece, and is a part of it hardly a word? Then it is a word like
    others (دیدار, اساس, لیلی), and a half-space that somebody put into it is no reason to look for
    دی and دار in every meeting."""
    spelling = sources.spelling.get(whole)
    if spelling is None or ZWNJ in spelling:
        return False
    return any(len(part) <= 2 and part not in SHORT_PARTS for part in parts)


def candidates(sources, suffixes):
    for word in sources.shekar_compounds.values():
        yield word, "shekar"
    for key, word in sources.spelling.items():
        if ZWNJ in word:
            yield word, "lilak" if key in sources.lilak else "hazm"
    for word, number in sorted(sources.apart.items()):
        parts = word.split(ZWNJ)
        while len(parts) > 2 and parts[-1] in suffixes:
            parts.pop()
        if number >= MIN_OCCURRENCES:
            yield ZWNJ.join(parts), "news"


def choose(sources, words, suffixes, forms):
    """joined form -> (written form, sources)"""
    found = {}
    for word, source in candidates(sources, suffixes):
        parts = [joined(part) for part in word.split(ZWNJ)]
        if not is_compound(parts, suffixes, forms) or inner_inflection(parts, suffixes):
            continue
        whole = joined(word)
        if len(whole) > 40 or is_plain_word(whole, parts, sources):
            continue
        old = found.get(whole)
        if old is None:
            found[whole] = (word, source)
        elif source not in old[1].split("+"):
            found[whole] = (old[0], old[1] + "+" + source)
    known = set(found) | {word for word in words if len(word) > 3}
    return {whole: row for whole, row in found.items()
            if "lilak" in row[1] or not inflected(whole, known, found, suffixes)}
