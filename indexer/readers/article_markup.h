/* indexer/readers/article_markup - articles whose texts may hold HTML. */
#ifndef SN_READERS_ARTICLE_MARKUP_H
#define SN_READERS_ARTICLE_MARKUP_H

#include "archive/article.h"

/* Strip title, kicker, lead and body of an article (markup.h); the article is left as it is if there is no
 * markup in them. What is kept, shown and highlighted is the text without its markup, so that places in
 * it are exact by themselves.
 * SN_EINVAL: nothing is left of the title. SN_ELIMIT, SN_ENOMEM. On failure *a is empty. */
SN_MUST_USE sn_status sn_article_strip_markup(sn_article *a, sn_error *err);

#endif
