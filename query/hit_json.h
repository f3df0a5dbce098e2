/* query/hit_json - an article as answers show it: the members of its object. Private to query/. */
#ifndef SN_QUERY_HIT_JSON_H
#define SN_QUERY_HIT_JSON_H

#include "base/json_writer.h"
#include "layout/hit.h"
#include "query/engine.h"

/* Those members of an article's object that `shown` has (bits of sn_shown): id, url, title ... extra. */
void sn_hit_write_members(sn_json *j, const sn_hit *hit, uint32_t shown);
/* One member of any object; null if the text is empty. */
void sn_answer_text(sn_json *j, const char *key, sn_str value);

/* The members `story` and `story_articles` of any article, as `shown` has them; null where the index
 * knows no stories (hit_groups.c). SN_ECORRUPT, or the statuses of xapian-c; then nothing is written. */
SN_MUST_USE sn_status sn_hit_write_story(sn_json *j, const sn_snapshot *now, sn_docid docid,
                                         uint32_t shown, sn_error *err);
/* An article of a group as an object, or null if it may not be shown or not be read; *data and *hit are where
 * it is read (hit_groups.c). Statuses of sn_hit_load(). */
SN_MUST_USE sn_status sn_hit_write_member(sn_json *j, const sn_snapshot *now, sn_docid docid,
                                          sn_buf *data, sn_hit *hit, sn_error *err);

#endif
