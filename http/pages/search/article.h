/* http/pages/search/article - the page of one article: in short, its copies, the time line of its story, what is
 * related to it. From the answers of the API, as the search page. */
#ifndef SN_HTTP_PAGES_SEARCH_ARTICLE_H
#define SN_HTTP_PAGES_SEARCH_ARTICLE_H

#include "http/pages/frame.h"

/* How many of each are asked for. */
#define SN_ARTICLE_COPIES  "20"
#define SN_ARTICLE_STORY   "30"
#define SN_ARTICLE_RELATED "10"

typedef struct sn_article_page {
    sn_lang lang;
    const char *site;
    const char *id;
    /* Answers of /v1/articles/{id}, …/duplicates, …/related, /v1/stories/{id}; all but the first may be {NULL, 0}. */
    sn_str article, copies, related, story;
    int64_t now_sec;
} sn_article_page;

/* Append the page. SN_ECORRUPT: one of the answers is none; SN_ENOMEM, SN_ELIMIT. */
SN_MUST_USE sn_status sn_article_page_write(const sn_article_page *page, sn_buf *out,
                                            sn_error *err);

#endif
