#include "query/correct.h"

#include "query/spelling_query.h"

#define LEAST_EVIDENCE (-7) /* bits; measured, docs/spelling.md */

#include <stdlib.h>

/* Articles that have all the words; for match=any nobody has counted them. */
static uint32_t strict_hits(const sn_request *request, const sn_lookup *l)
{
    return request->match == SN_MATCH_ANY ? l->totals.uncollapsed_lower : l->strict;
}

static bool has_hits(const sn_lookup *l)
{
    return l->totals.uncollapsed_lower > 0;
}

/* The corrected request, run as any other. Refusals (it may have too many words now) are none of the
 * user's: nothing is corrected then. */
static sn_status run_corrected(sn_searcher *s, const sn_request *request, const sn_lookup *before,
                               sn_str text, sn_lookup **out, sn_error *err)
{
    sn_request corrected = *request; /* borrows all but q */
    sn_problem refusal = {0};
    corrected.q = (char *)(uintptr_t)text.at; /* read only */
    sn_status status =
        sn_lookup_run(s, &corrected, before->now_sec, before->deadline_us, out, &refusal, err);
    return status == SN_ELIMIT || status == SN_EINVAL ? SN_DONE : status;
}

/* Words are replaced where the query finds nothing without that, or where all its words are found
 * together with it; which says nothing of a word that every article has. */
static bool is_sure(const sn_request *request, const sn_spelling *spelling, const sn_lookup *before,
                    const sn_lookup *after)
{
    if (strict_hits(request, before) > 0)
        return false;
    bool finds_all = request->match != SN_MATCH_ANY && after->strict > 0;
    for (size_t i = 0; i < spelling->n; i++) {
        const sn_correction *c = &spelling->changes[i];
        if (c->kind == SN_CORRECTION_FINGLISH)
            return false;
        if ((c->freq > 0 || has_hits(before)) &&
            (!finds_all || c->is_stop || c->evidence < LEAST_EVIDENCE))
            return false;
    }
    return true;
}

/* Would somebody who found something want this instead? */
static bool is_worth_saying(const sn_lookup *before, const sn_lookup *after)
{
    return has_hits(after) &&
           after->totals.uncollapsed_lower / 2 >= before->totals.uncollapsed_lower;
}

static sn_status decide(sn_searcher *s, const sn_request *request, sn_spelling *spelling,
                        sn_lookup **lookup, sn_error *err)
{
    sn_lookup *before = *lookup, *after = NULL;
    sn_status status = run_corrected(s, request, before, spelling->text, &after, err);
    if (status == SN_DONE)
        return SN_OK;
    if (status != SN_OK)
        return status;
    spelling->is_applied = request->correct == SN_CORRECT_AUTO && has_hits(after) &&
                           !after->totals.timed_out && is_sure(request, spelling, before, after);
    if (request->after != NULL) /* as on the first page: here nobody counted */
        spelling->is_applied = true;
    bool is_said = spelling->is_applied || (before->relaxed && has_hits(after)) ||
                   is_worth_saying(before, after);
    spelling->before = sn_lookup_total(before);
    spelling->after = sn_lookup_total(after);
    sn_lookup *kept = spelling->is_applied ? after : before;
    sn_lookup_destroy(spelling->is_applied ? before : after);
    *lookup = kept;
    if (is_said)
        kept->spelling = spelling;
    return SN_OK;
}

static sn_status propose(sn_searcher *s, const sn_request *request, const sn_word_list *words,
                         sn_lookup **lookup, sn_error *err)
{
    uint32_t hits = strict_hits(request, *lookup);
    sn_spelling_input in = {.searcher = s,
                            .words = words,
                            .profile = (*lookup)->plan.profile,
                            .q = sn_str_of(request->q),
                            .none = hits == 0,
                            .deadline_us = (*lookup)->deadline_us};
    sn_spelling *spelling = calloc(1, sizeof *spelling);
    if (spelling == NULL)
        return sn_fail(err, SN_ENOMEM, "out of memory");
    sn_status status = sn_spelling_propose(&in, spelling, err);
    if (status == SN_OK && spelling->n > 0)
        status = decide(s, request, spelling, lookup, err);
    if ((*lookup)->spelling != spelling) {
        sn_spelling_done(spelling);
        free(spelling);
    }
    return status;
}

/* Articles with all the words from which on nobody asks what was meant: words in Latin letters alone
 * are seldom what a reader of Persian news wants. */
static uint32_t enough_hits(const sn_lookup *l, const sn_request *request)
{
    bool is_latin = true;
    for (const char *c = request->q; *c != '\0'; c++)
        is_latin = is_latin && (unsigned char)*c < 0x80;
    return is_latin ? SN_SPELLING_LATIN : l->plan.profile->relax_below;
}

sn_status sn_correct(sn_searcher *s, const sn_request *request, sn_lookup **lookup, sn_error *err)
{
    const sn_lookup *l = *lookup;
    const sn_hint *hint = NULL;
    if (request->after != NULL && !request->after->is_corrected)
        return SN_OK;
    if (request->correct == SN_CORRECT_OFF || !l->has_content || l->totals.timed_out ||
        strict_hits(request, l) >= enough_hits(l, request))
        return SN_OK;
    sn_status status = sn_hints_take(s->engine->hints, SN_HINT_WORDS, &s->snapshot, &hint, err);
    if (status == SN_OK && hint != NULL)
        status = propose(s, request, &hint->words, lookup, err);
    sn_hint_give_back(s->engine->hints, hint);
    return status;
}
