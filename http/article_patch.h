/* http/article_patch - the body of PATCH /v1/articles/{id}: what of an article becomes another (RFC 7396). */
#ifndef SN_HTTP_ARTICLE_PATCH_H
#define SN_HTTP_ARTICLE_PATCH_H

#include "archive/article.h"

/* Make *out what the article `id`, held as this JSON (canonical), becomes by a patch that sn_article_check_patch()
 * takes. SN_EINVAL with *mismatch: the patch has another id; otherwise as sn_article_parse, of the whole. */
SN_MUST_USE sn_status sn_article_patch(sn_str held, sn_str patch, sn_str id, sn_article *out,
                                       bool *mismatch, sn_error *err);

#endif
