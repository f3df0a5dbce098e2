/* tests/fuzz/article_law - what holds of every article that a reader gives. */
#ifndef SN_FUZZ_ARTICLE_LAW_H
#define SN_FUZZ_ARTICLE_LAW_H

#include "archive/article.h"
#include "base/limits.h"
#include "tests/fuzz/law.h"

/* Its canonical form reads back equal. */
static inline void article_comes_back_equal(const sn_article *a)
{
    SN_CLEANUP(sn_buf) sn_buf json = SN_BUF(SN_LIMIT_ARTICLE_BYTES);
    SN_CLEANUP(sn_buf) sn_buf again = SN_BUF(SN_LIMIT_ARTICLE_BYTES);
    SN_CLEANUP(sn_article) sn_article read = {0};
    law(sn_article_write(a, &json) == SN_OK);
    law(sn_article_parse(sn_buf_str(&json), &read, NULL) == SN_OK);
    law(sn_article_write(&read, &again) == SN_OK);
    law(sn_str_equal(sn_buf_str(&json), sn_buf_str(&again)));
}

#endif
