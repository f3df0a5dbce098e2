#include "xapian-c/tests/corpus.h"

#include <stdio.h>

static void make_doc(corpus_doc *d, sn_docid docid, uint64_t *random)
{
    *d = (corpus_doc){.docid = docid};
    for (uint32_t i = 0; i < CORPUS_TERMS; i++)
        d->has[i] = random_below(random, i + 2) < 2;
    if (random_below(random, 5) > 0)
        snprintf(d->value, sizeof d->value, "%c%c", 'a' + (char)random_below(random, 3),
                 'a' + (char)random_below(random, 3));
}

static void index_doc(place *p, sn_xap_writer *w, const corpus_doc *d, uint64_t *random)
{
    sn_xap_doc *doc = NULL;
    must(p, sn_xap_doc_create(&doc));
    for (uint32_t i = 0; i < CORPUS_TERMS; i++) {
        char name[12];
        snprintf(name, sizeof name, "t%u", i);
        for (uint32_t n = d->has[i] ? 1 + random_below(random, 4) : 0; n > 0; n--)
            must(p, sn_xap_doc_add_posting(doc, sn_str_of(name), random_below(random, 40), 1,
                                           &p->err));
    }
    must(p, sn_xap_doc_set_value(doc, CORPUS_SLOT, sn_str_of(d->value), &p->err));
    must(p, sn_xap_writer_replace(w, d->docid, doc, &p->err));
    sn_xap_doc_destroy(doc);
}

void corpus_fill(place *p, corpus *c, sn_xap_writer *w, uint64_t *random)
{
    sn_docid docid = 1000;
    for (size_t i = 0; i < CORPUS_DOCS; i++) {
        docid += 1 + random_below(random, 1 + (uint32_t)i / 20);
        make_doc(&c->docs[i], docid, random);
        index_doc(p, w, &c->docs[i], random);
    }
}

sn_xap_db *corpus_make(place *p, corpus *c, uint64_t *random)
{
    sn_xap_writer *w = create_db(p);
    corpus_fill(p, c, w, random);
    return finish(p, w);
}

sn_xap_query *random_query(place *p, uint64_t *random)
{
    static const sn_xap_op ops[] = {SN_XAP_AND, SN_XAP_OR, SN_XAP_OR, SN_XAP_PHRASE,
                                    SN_XAP_AND_NOT};
    sn_xap_query *parts[3], *q = NULL;
    size_t n = 1 + random_below(random, 3);
    for (size_t i = 0; i < n; i++) {
        char name[12];
        snprintf(name, sizeof name, "t%u", random_below(random, CORPUS_TERMS));
        parts[i] = term(p, name);
    }
    must(p, sn_xap_query_join(ops[random_below(random, 5)], parts, n, 12, &q, &p->err));
    for (size_t i = 0; i < n; i++)
        sn_xap_query_destroy(parts[i]);
    return q;
}
