/* A text that is pasted has no group of copies: what was published of it already is told by the same
 * verdict as groups are (grouping/similarity.h), on the articles that share most with it. */
#include "analysis/fingerprint.h"
#include "grouping/similarity.h"
#include "query/records.h"
#include "query/related.h"

#include <stdlib.h>

typedef struct judge {
    sn_searcher *s;
    const sn_related_request *request;
    sn_fingerprint_maker *of_story, *of_hit;
    sn_fingerprint story;
    sn_buf data, body;
    sn_hit *hit;
    sn_error *err;
} judge;

/* Nobody says when an undated draft was first published. */
static int64_t apart(const judge *j)
{
    if (j->request->published.precision == 0 || j->hit->published_precision == 0)
        return SN_APART_UNKNOWN;
    int64_t sec = j->request->published.sec - j->hit->published_sec;
    return sec < 0 ? -sec : sec;
}

static sn_status is_copy(judge *j, sn_docid docid, bool *out)
{
    sn_fingerprint hit;
    sn_similarity alike;
    sn_status s = sn_hit_load(j->s->snapshot.db, docid, &j->data, j->hit, j->err);
    if (s == SN_OK)
        s = sn_hit_load_body(j->s, docid, &j->body, j->hit, j->err);
    if (s == SN_OK)
        s = sn_fingerprint_make(j->of_hit, j->hit->title, j->hit->lead, j->hit->body, &hit);
    if (s != SN_OK)
        return s;
    sn_similarity_of(&j->story, &hit, &alike);
    *out = sn_is_copy(&alike, apart(j));
    return SN_OK;
}

static sn_status drop_copies(judge *j, sn_related *r)
{
    sn_lookup *l = r->lookup;
    sn_str texts[SN_TEXT_FIELDS];
    size_t kept = 0;
    r->n_copies = 0; /* those of a list that was not full are found again */
    sn_related_texts(j->request, texts);
    sn_status s = sn_fingerprint_make(j->of_story, texts[SN_FIELD_TITLE], texts[SN_FIELD_LEAD],
                                      texts[SN_FIELD_BODY], &j->story);
    for (size_t i = 0; i < l->n_refs && s == SN_OK; i++) {
        bool is_dropped = false;
        if (i < SN_RELATED_COMPARED)
            s = is_copy(j, l->refs[i].docid, &is_dropped);
        if (is_dropped)
            r->copies[r->n_copies++] = l->refs[i];
        else
            l->refs[kept++] = l->refs[i];
    }
    l->n_refs = kept;
    return s;
}

sn_status sn_related_drop_copies(sn_searcher *s, const sn_related_request *request, sn_related *r,
                                 sn_error *err)
{
    judge j = {.s = s,
               .request = request,
               .data = SN_BUF(SN_RECORD_BYTES),
               .body = SN_BUF(SN_RECORD_BYTES),
               .err = err};
    if (r->source.docid != 0 || r->lookup->n_refs == 0)
        return SN_OK;
    j.hit = malloc(sizeof *j.hit);
    sn_status status = j.hit == NULL ? SN_ENOMEM : sn_fingerprint_maker_create(&j.of_story);
    if (status == SN_OK)
        status = sn_fingerprint_maker_create(&j.of_hit);
    if (status == SN_OK)
        status = drop_copies(&j, r);
    sn_fingerprint_maker_destroy(j.of_story);
    sn_fingerprint_maker_destroy(j.of_hit);
    sn_buf_done(&j.data);
    sn_buf_done(&j.body);
    free(j.hit);
    return status;
}
