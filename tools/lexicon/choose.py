"""Which words the lexicon holds: base forms, not inflected ones.

A word in the lexicon is left whole by the stemmer, so a plural or an indefinite form in it would
be a plural never found under its singular; and a base form missing would lose its own ending. The
lists disagree and have errors; the counts of news text decide (count.py says what each tells)."""

from sources import ADJECTIVE, ADVERB, NAME, NOUN, OTHER, STOP

MIN_DOCUMENTS = 20  # a word no list has must be in so many articles
TITLE_SHARE = 0.05  # so often behind a title or given name: a person's name
RELATION_SHARE = 0.03  # so often behind a plural in های: an adjective
LILAK_RATIO = 5  # a noun of Lilak in ی stands unless its base is so much more frequent

# Endings that make an inflected form of a shorter word, and how much more frequent than the form
# that word must be, if no list has the form itself.
ENDINGS = (
    ("هایشان", 0), ("هایش", 0), ("هایی", 0), ("های", 0), ("هاست", 0), ("هایم", 0), ("هایمان", 0),
    ("هایتان", 0), ("هایت", 0), ("ها", 0), ("ترین", 0), ("تری", 0), ("تر", 0), ("ترها", 0),
    ("اتی", 0), ("انی", 0), ("انش", .5), ("انشان", 0), ("انمان", 0), ("اتش", .5), ("اتشان", 0),
    ("ان", .2), ("ات", .3), ("ین", .2), ("ون", 2), ("مان", 1), ("تان", 1), ("شان", 1), ("م", 3),
    ("ت", 3), ("ش", 3), ("ند", 2), ("یم", 2), ("ست", 1), ("است", 1), ("یی", 0), ("اند", 1),
    ("اش", 1), ("ام", 2), ("یش", 1), ("یم", 1), ("یت", 3), ("یشان", 0), ("یمان", 0), ("ای", 0),
    ("ایی", 0), ("ید", 3), ("ایم", 1), ("یان", .2), ("یانی", 0))
FRAGMENTS = set("""ها های هایی هایش هایشان تر ترین ام ات اش ای اند ایم اید است ست مان تان شان وگو وگوی
 وگوها وگوهای وگویی یی ان ات ین ون گان هاست ند یم ید می نمی هایم هایت هایمان هایتان تری ترها
 ترینها""".split())
PLURAL_SHARE = 0.06  # so many plurals to a singular in ی: a noun of its own (زندانی: زندانیان)


class Chooser:
    """Picks the words; run() gives joined word -> (classes, sources)."""

    def __init__(self, sources, plurals, own, verb_forms):
        """own: words that stand whatever the counts say (exceptions that are their own stem)."""
        self.s = sources
        self.plurals = plurals
        self.verb_forms = verb_forms
        self.words = {word: (self.listed(word) & 31 or NOUN, "sarnakh") for word in sorted(own)}

    def listed(self, word):
        return self.s.lilak.get(word, 0) | self.s.hazm.get(word, 0)

    def kind(self, word):
        """Classes; hazm calls nearly everything a noun, so it counts only for words of its own."""
        return self.s.lilak.get(word) or self.s.hazm.get(word, 0)

    def is_base(self, word):
        """A word endings may come off to, on the word of a list."""
        return len(word) > 1 and bool(self.listed(word) & (NOUN | ADJECTIVE | ADVERB | OTHER))

    def ratio(self, base, word):
        return (self.s.per_billion(base) + .1) / (self.s.per_billion(word) + .1)

    def is_name(self, word):
        count = self.s.count(word)
        return count.occurrences >= 10 and count.share("after_title") >= TITLE_SHARE

    def has_plurals(self, word):
        """Does a word in ی have plurals of its own, as indefinite forms have not?"""
        number = sum(self.s.count(word + ending).occurrences
                     for ending in ("ان", "ها", "های", "هایی", "هایش"))
        return number >= 3 and number >= PLURAL_SHARE * self.s.count(word).occurrences

    def is_relational(self, word):
        count = self.s.count(word)
        relation, indefinite = count.share("after_plural"), count.share("after_determiner")
        return count.occurrences >= 20 and relation >= RELATION_SHARE and (
            relation >= .7 * indefinite)

    def keep_adjective_ye(self, word, base):
        """جدید + ی is indefinite if adjectives stand where it stands, else abstract (آزادی)."""
        listed, count = self.s.lilak.get(word, 0), self.s.count(word)
        if count.occurrences >= 20 and count.share("after_determiner") >= .05 and (
                not self.has_plurals(word)):
            return False
        if self.is_relational(word):
            return self.has_plurals(word) or bool(
                listed & ADJECTIVE or listed and self.kind(base) & NOUN)
        return bool(listed) or self.has_plurals(word) or (
            bool(self.listed(word)) and self.ratio(base, word) < 3)

    def keep_noun_ye(self, word, base):
        """Noun + ی is relational (ورزشی), a noun of its own (کشتی), or indefinite (نوعی)."""
        ratio, count = self.ratio(base, word), self.s.count(word)
        indefinite = count.share("after_determiner") if count.occurrences >= 20 else 0
        if indefinite < .25 and (self.is_relational(word) or self.has_plurals(word)):
            return True
        if self.s.lilak.get(word, 0) and ratio < 1:
            return True
        if indefinite >= .08:
            return False
        if self.listed(word):
            return ratio < (LILAK_RATIO if word in self.s.lilak else 3)
        return ratio < 2

    def keep_final_ye(self, word, base):
        """Is word = base + ی a word of its own?"""
        kind = self.kind(base)
        if self.is_name(word):
            return True
        if base[-1] in "او":
            return bool(self.listed(word)) and self.ratio(base, word) < .3
        if self.ratio(base, word) < .7 and self.s.count(word).share("after_determiner") < .08:
            return True
        if kind & ADJECTIVE:
            return self.keep_adjective_ye(word, base)
        return self.keep_noun_ye(word, base)

    def is_verb(self, word):
        """A verb form, and not a relational word of the same letters (جنگی)."""
        return word in self.verb_forms and not (
            word.endswith("ی") and self.verb_forms[word] < 2 and self.is_relational(word))

    def keep_listed(self, word):
        """Does a word that a list has stand in the lexicon?"""
        lilak, hazm = self.s.lilak.get(word, 0), self.s.hazm.get(word, 0)
        if word in self.plurals or len(word) < 2:
            return False
        if word in self.s.lilak_plural and not lilak:
            least = 0 if word.endswith(("ان", "ین", "ها", "ون")) else None
            return not self.inflected(word, strict=False, needed=least)
        if not lilak and (not hazm & ~STOP or self.is_verb(word) or word in FRAGMENTS):
            return False
        if word.endswith("ی") and len(word) > 3:
            base = word[:-1]
            if base in self.plurals:
                return base[-1] not in "او" and self.is_relational(word)
            if self.is_base(base) or base in self.words:
                return self.keep_final_ye(word, base)
            if word.endswith("های") and (self.is_base(word[:-3]) or word[:-3] in self.words):
                return False
        if word.endswith("ات") and len(word) > 5 and self.inflected(word, False, only="ات", needed=1):
            return False
        if any(word.endswith(e) and self.kind(word[:-len(e)]) & (ADJECTIVE | ADVERB)
               for e in ("تر", "تری", "ترین")):
            return False
        if lilak:
            return True
        if word in self.s.hazm_plural and self.inflected(word, strict=False):
            return False
        return not self.inflected(word, strict=True)

    def inflected(self, word, strict, only=None, needed=None):
        """Is word an ending on a known word? strict: only if that is 3 times more frequent."""
        for ending, ratio in ENDINGS:
            stem = word[:-len(ending)]
            if not word.endswith(ending) or len(stem) < 2 or only not in (None, ending):
                continue
            if len(stem) < 3 and ending[:2] not in ("ها", "تر") and not (
                    self.s.lilak.get(stem, 0) & NOUN):
                continue
            if ending == "ت" and stem.endswith("ی"):
                continue
            if len(stem) > 4 and ending in ("م", "ش", "ند", "یم"):
                ratio = .3
            ratio = needed if needed is not None else max(3, ratio) if strict else ratio
            bases = [stem]
            if ending in ("ات", "اتی"):
                bases += [stem + "ه", stem + "ت"]
            if ending[:2] == "ان" and stem.endswith("گ"):
                bases.append(stem[:-1] + "ه")
            for base in bases:
                if base not in self.words and base not in self.plurals and not (
                        base == stem and self.is_base(base)):
                    continue
                if self.ratio(base, word) >= ratio:
                    return True
        return False

    def keep_news(self, word):
        """Does a word that only news has stand in the lexicon?"""
        if word in FRAGMENTS or word in self.plurals or self.is_verb(word) or len(word) < 3:
            return False
        if word.endswith("های") and self.has_base(word[:-2]):
            return self.is_name(word) or (
                not self.kind(word[:-2]) & ADJECTIVE and self.is_relational(word))
        if word.endswith(("های", "ها")) and len(word) > 4 and not self.is_name(word):
            return False
        if self.is_name(word) and not self.inflected_noun(word):
            return True
        if word.endswith("یست") and self.kind(word[:-3]) & NOUN:  # مشکلی‌ست
            return False
        if word.endswith("ی"):
            base = word[:-1]
            if base in self.words or base in self.plurals:
                return self.keep_final_ye(word, base) if base in self.words else (
                    base[-1] not in "او" and self.is_relational(word))
        return not self.inflected(word, strict=False)

    def has_base(self, base):
        """Is «Xه» the likelier part of «Xهای» (رسانه + ای) than «X» (سال + های)?"""
        return base in self.words and self.s.per_billion(base) > self.s.per_billion(base[:-1])

    def inflected_noun(self, word):
        """A plural or ezafe form stands behind titles too, as دوستان and خدای do."""
        return self.inflected(word, strict=False, needed=0) and any(
            word.endswith(e) and self.s.lilak.get(word[:-len(e)], 0) & (NOUN | ADJECTIVE)
            for e in ("ان", "یان", "ی", "های", "مان", "شان", "م"))

    def run(self):
        s = self.s
        for word in sorted(set(s.lilak) | set(s.hazm) | s.lilak_plural,
                           key=lambda w: (len(w), w)):
            if self.keep_listed(word):
                source = ("lilak" if word in s.lilak or word in s.lilak_plural else "") + (
                    "+hazm" if word in s.hazm else "")
                self.words[word] = (self.listed(word) & 31 or NOUN, source.strip("+"))
        for word in sorted(s.news, key=lambda w: (len(w), w)):
            if word in self.words or s.count(word).documents < MIN_DOCUMENTS:
                continue
            if self.keep_news(word):
                relational = word.endswith("ی") and word[:-1] in self.words or word.endswith("ای")
                kind = ADJECTIVE if relational and not self.is_name(word) else NAME
                self.words[word] = (kind, "news")
        return self.words
