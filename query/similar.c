#include "query/similar.h"

sn_status sn_similar_begin(sn_similar *s, const sn_hit *article)
{
    sn_status status = SN_OK;
    if (s->own == NULL)
        status = sn_fingerprint_maker_create(&s->own);
    if (status == SN_OK && s->other == NULL)
        status = sn_fingerprint_maker_create(&s->other);
    return status == SN_OK
               ? sn_fingerprint_make(s->own, article->title, article->lead, article->body, &s->text)
               : status;
}

sn_status sn_similar_to(sn_similar *s, const sn_hit *other, sn_similarity *out)
{
    sn_fingerprint text;
    sn_status status = sn_fingerprint_make(s->other, other->title, other->lead, other->body, &text);
    if (status == SN_OK)
        sn_similarity_of(&s->text, &text, out);
    return status;
}

void sn_similar_done(sn_similar *s)
{
    sn_fingerprint_maker_destroy(s->own);
    sn_fingerprint_maker_destroy(s->other);
    *s = (sn_similar){0};
}
