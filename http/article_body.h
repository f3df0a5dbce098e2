/* http/article_body - the body of PUT /v1/articles/{id}: an article whose id may be left to the
 * path. */
#ifndef SN_HTTP_ARTICLE_BODY_H
#define SN_HTTP_ARTICLE_BODY_H

#include "archive/article.h"

/* Read json as the article `id`. If it names no id (or null), it gets this one; if it names another,
 * *mismatch is set and the status is SN_EINVAL. Otherwise as sn_article_parse. */
SN_MUST_USE sn_status sn_article_parse_as(sn_str json, sn_str id, sn_article *out, bool *mismatch,
                                          sn_error *err);

#endif
