"""Candidates for derived forms: pairs of words that a rule of Persian or Arabic word formation joins.

Rules are generous, for what they make is only a candidate if both words are in the lexicon; whether
the two belong together is for derived_nearness.py to say. Words are as in words.tsv: joined, folded,
alef for alef madda."""

import itertools
import re

# Endings that make one noun or adjective of another: ending, kind.
ENDINGS = (
    ("گر", "agent"), ("گری", "abstract_ye"), ("بان", "agent"), ("بانی", "abstract_ye"),
    ("چی", "agent"), ("دار", "agent"), ("داری", "abstract_ye"), ("کار", "agent"),
    ("کاری", "abstract_ye"), ("یار", "agent"), ("باز", "agent"), ("نویس", "agent"),
    ("ساز", "agent"), ("سازی", "abstract_ye"), ("گرا", "adjective"), ("گرایی", "abstract_ye"),
    ("شناس", "agent"), ("شناسی", "abstract_ye"), ("پزشک", "agent"), ("مند", "adjective"),
    ("مندی", "abstract_ye"), ("ور", "adjective"), ("وری", "abstract_ye"), ("ناک", "adjective"),
    ("ناکی", "abstract_ye"), ("انه", "adjective"), ("ین", "adjective"), ("گاه", "place"),
    ("ستان", "place"), ("خانه", "place"), ("سرا", "place"), ("زار", "place"), ("کده", "place"),
    ("دان", "agent"), ("نامه", "nominal"), ("یست", "agent"), ("یسم", "nominal"),
    ("یستی", "relational_ye"), ("ات", "plural_at"), ("ا", "adverb"), ("انی", "relational_ye"),
    ("وی", "relational_ye"), ("یت", "abstract_iyat"), ("یه", "nominal"), ("ک", "diminutive"),
    ("چه", "diminutive"))

# Arabic patterns over the letters 1 2 3 of a root: one form, another, kind.
PATTERNS = (
    ("ت12ی3", "م123", "agent"), ("ت12یه", "م12ی", "agent"), ("1ا2", "1و2", "nominal"),
    ("12ا3ت", "1ا23", "agent"), ("12ا3ت", "12ی3", "agent"), ("123", "1ا23", "agent"),
    ("123", "م12و3", "participle"), ("1ا23", "م12و3", "participle"), ("123ه", "م1ا23", "agent"),
    ("123", "ت12ی3", "action_noun"), ("123", "ا12ا3", "action_noun"), ("12ی3", "123", "nominal"),
    ("12ا3ت", "م1ا23", "agent"), ("12ا3ت", "م12و3", "participle"), ("12ا3", "12ی3", "nominal"),
    ("ا12ا3", "م123", "agent"), ("ا1ت2ا3", "م1ت23", "agent"), ("ان12ا3", "من123", "agent"),
    ("است12ا3", "مست123", "agent"), ("ت123", "مت123", "agent"), ("ت1ا23", "مت1ا23", "agent"),
    ("12و3", "1ا23", "agent"), ("12ا3", "1ا23", "agent"), ("123ت", "1ا23", "agent"),
    ("123ت", "م12و3", "participle"), ("12ی3ت", "1ا23", "agent"), ("12ی3ت", "123", "nominal"))


AGENTS = re.compile("(?:نا|بی|هم|خوش|بد|پر|کم).{3,}|.{2,}(?:گر|بان|دار|کار|مند|نده|گذار|گزار|نویس|ساز|"
                    "باز|شناس|پذیر|اور|ور|خوار|کننده|گیر|یار|فروش|پرداز|نشین|چی|زن)")


def ye_kind(word, classes):
    """بانکی says of what; بیکاری that somebody is so. Where the lists leave it open: ye."""
    if AGENTS.fullmatch(word) or "n" not in classes:
        return "abstract_ye"
    return "ye" if "a" in classes else "relational_ye"


def with_ye(word, classes, known):
    """The words that end in the ye of relation or of abstraction."""
    if word.endswith(("ا", "و")):
        forms = (word + "یی", word + "ی")
    elif word.endswith("ه"):
        forms = (word + "ای", word[:-1] + "گی", word[:-1] + "ی", word[:-1] + "وی", word + "ی")
    elif word.endswith("ی"):
        forms = (word + "یی", word[:-1] + "وی")
    else:
        forms = (word + "ی",)
    for form in forms:
        if form in known:
            yield word, form, ye_kind(word, classes)


def with_nisba(word, known):
    """سیاست: سیاسی; and back, واقعی: واقعیت."""
    if word.endswith("یت") and word[:-2] + "ی" in known:
        yield word[:-2] + "ی", word, "abstract_iyat"
    elif word.endswith("ت") and word[:-1] + "ی" in known:
        yield word, word[:-1] + "ی", "nisba_at"
    if word.endswith("یا") and word[:-2] + "ی" in known:  # استرالیا: استرالی
        yield word, word[:-2] + "ی", "relational_ye"


def with_arabic_affix(word, known):
    """مبارزه: مبارز, مهاجرت: مهاجر, تخصص: متخصص."""
    if word.endswith(("ه", "ت")) and word[:-1] in known:
        yield word[:-1], word, "action_noun"
    if word.startswith("ت") and "م" + word in known:
        yield word, "م" + word, "agent"


def with_ending(word, known):
    if len(word) < 3:
        return
    for ending, kind in ENDINGS:
        for base in {word, word[:-1] if word.endswith("ه") else word}:
            form = base + ending
            if form in known and form != word:
                yield word, form, kind
    if word.endswith("ه") and word[:-1] + "گانه" in known:
        yield word, word[:-1] + "گانه", "adjective"


def _pattern(text):
    seen = set()
    out = ""
    for letter in text:
        group = f"r{letter}"
        out += letter if not letter.isdigit() else f"(?P={group})" if letter in seen else \
            f"(?P<{group}>[^ا])"
        seen.add(letter)
    return re.compile(out)


_COMPILED = [(_pattern(a), b, kind) for a, b, kind in PATTERNS]


def with_root(word, known):
    """تحقیق: محقق, قتل: قاتل, انتقاد: منتقد."""
    for pattern, other, kind in _COMPILED:
        match = pattern.fullmatch(word)
        if match is None:
            continue
        form = "".join(match["r" + c] if c.isdigit() else c for c in other)
        if form in known and form != word:
            yield word, form, kind


def from_verb(verb, known):
    """The nouns and adjectives of a verb. verb: past and present stem, class, preverbs; the base is
    the class, as the stems of all its forms are."""
    past, present, name, preverbs = verb
    for preverb in [""] + preverbs:
        forms = [(past + "ن", "infinitive"), (past + "ه", "participle"), (past + "ار", "action_noun"),
                 (past + "گار", "agent"), (past + "مان", "action_noun"), (past + "نی", "adjective"),
                 (past + "ه" + "گی", "abstract_ye"), (past + "گی", "abstract_ye"),
                 (present + "نده", "agent"), (present + "ندگی", "abstract_ye"),
                 (present + "ش", "action_noun"), (present + "شی", "relational_ye"),
                 (present + "شگر", "agent"), (present + "شگاه", "place"), (present + "ا", "adjective"),
                 (present + "ان", "adjective"), (present + "ه", "action_noun"),
                 (present + "گار", "agent"), (present + "اک", "nominal"), (present + "مان", "nominal"),
                 (present, "nominal"), (past, "nominal")]
        for form, kind in forms:
            if preverb + form in known and form != name:
                yield preverb + name, preverb + form, kind


def candidates(known, verbs):
    """known: word -> classes. All pairs once, sorted; of several kinds the first rule's."""
    found = {}
    rules = (with_nisba, with_ending, with_arabic_affix, with_root)
    pairs = itertools.chain(
        (p for v in verbs for p in from_verb(v, known)),
        (p for w in sorted(known) for p in with_ye(w, known[w], known)),
        (p for rule in rules for w in sorted(known) for p in rule(w, known)))
    for base, derived, kind in pairs:
        if (derived, base) not in found:
            found.setdefault((base, derived), kind)
    return [(base, derived, kind) for (base, derived), kind in sorted(found.items())]
