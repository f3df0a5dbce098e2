/* indexer/readers/page - a news page saved as text.
 *
 * What a browser's "save as text" or a text scraper leaves of an agency's page, in the order in
 * which Persian news systems print it:
 *
 *     ticker and advertisements            dropped
 *     کد خبر: ۴۱۷۳۶                        id
 *     تاریخ انتشار: ۰۵ شهریور ۱۴۰۰ - ۱۴:۱۱  published_at
 *     a line                               title (a colon at its end is the page's, not the title's)
 *     a line, maybe "agency - " in front   lead; the agency is the source
 *       • the lead again                   dropped
 *     paragraphs                           body
 *     خبرنگار: name, نویسنده: name          author (a long line or a question is text)
 *     «… مسئولیتی نمی‌پذیرد»                 the agency's disclaimer: dropped
 *     نظرات بینندگان, نام:, ایمیل:, …       the comment form and all behind it: dropped
 *
 * Labels are compared folded, so any letters, spacing and half-spaces will do. */
#ifndef SN_READERS_PAGE_H
#define SN_READERS_PAGE_H

#include "archive/article.h"

/* SN_OK, and *out (zeroed by the caller) is an article as sn_article_parse gives them; SN_EINVAL (no
 * news code, no title, a date that is none: the message says which), SN_EUTF8 (ill-formed UTF-8 or
 * U+0000), SN_ELIMIT, SN_ENOMEM. */
SN_MUST_USE sn_status sn_page_parse(sn_str text, sn_article *out, sn_error *err);

#endif
