"""Forms that may be of a verb or of a noun: which reading wins.

Persian puts the verb last in its clause, so the share of a form's occurrences before a clause
border (or, for participles, before an auxiliary) tells what it mostly is."""

from sources import ADJECTIVE, NOUN

SEEN = 30  # occurrences that make a share worth believing

# The least share of a verb, by how the form is made.
PARTICIPLE_SHARE = 0.50
PAST_SHARE = 0.40
MARKED_SHARE = 0.30  # with ب or ن, or a personal ending of the past
NOUN_LIKE_SHARE = 0.45  # the present without prefix, where a noun and an ending would make it too
WORD_SHARE = 0.60  # the same, where a list has the word

HEAD = """# Forms that a verb and a word share, where the reading is not the default: forms with می and perfect
# forms are verbs, else a word of words.tsv is a word and anything else a verb. Made by
# tools/lexicon/merge.py.
#   form
#   reading  verb or word
#   share    of its occurrences in news before a clause border or an auxiliary: verbs stand there;
#            - for forms too rare to tell
#   source   news, or rule: no count, decided by how the form is made
"""

PERSONS = ("یم", "ید", "ند")  # of verbs; behind a noun the copula, which news hardly writes so
ENDINGS = (*PERSONS, "م", "ی")  # of nouns as of verbs
MODALS = ("توان", "خواه", "خواست")  # a verb follows these, no border


def share(count):
    return count.share("before_border") + count.share("before_auxiliary")


def noun_like(form, words):
    """Would a noun and an ending make the form too (کارم: کار + م)?"""
    for ending in ENDINGS:
        base = form[:-len(ending)]
        if form.endswith(ending) and len(base) > 1 and words.get(base, (0,))[0] & NOUN:
            return True
    return False


def is_verb(form, strength, sources, words, pasts):
    count, (kind, source) = sources.count(form), words.get(form, (0, ""))
    listed = kind if "lilak" in source else 0
    seen, portion = count.occurrences >= SEEN, share(count)
    if form.endswith("ه") and form[:-1] in pasts:
        return portion >= PARTICIPLE_SHARE if seen else not listed & NOUN
    if form.endswith("ه") and form[1:-1] in pasts:
        return True
    if form in pasts:
        return form not in words or (seen and portion >= PAST_SHARE)
    if form not in words and (not noun_like(form, words) or form.removeprefix("ن").startswith(MODALS)):
        return True
    if form not in words and form.endswith(PERSONS) and not seen:
        return True
    if strength == 3:
        return form not in words or not listed or portion >= MARKED_SHARE
    if strength == 2:
        if seen:
            return portion >= MARKED_SHARE
        return form not in words or not listed & (NOUN | ADJECTIVE)
    if seen:
        if form.endswith(PERSONS):
            return portion >= MARKED_SHARE
        return portion >= (WORD_SHARE if form in words else NOUN_LIKE_SHARE)
    return False


def rows(sources, words, forms, pasts):
    for form, strength in sorted(forms.items()):
        verb = is_verb(form, strength, sources, words, pasts)
        default = strength == 3 or form not in words
        if verb != default:
            count = sources.count(form)
            seen = count.occurrences >= SEEN
            yield (form, "verb" if verb else "word", f"{share(count):.2f}" if seen else "-",
                   "news" if seen else "rule")
