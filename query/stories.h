/* query/stories - the articles of one event as a time line, and the biggest stories of a period.
 *
 *   period, filters --[a match; the stories' names, counted]--> stories, the biggest first
 *   a story's name  --[its term]--> members --[those of one text are one item]--> time line
 *
 * Which article belongs to which story is said by the index (layout/membership.h). Articles that are
 * taken down are left out of everything: they are no members, are not counted, give no words. Private
 * to query/; sn_stories_json() of search.h is for others. */
#ifndef SN_QUERY_STORIES_H
#define SN_QUERY_STORIES_H

#include "layout/hit.h"
#include "query/engine.h"
#include "query/pool.h"
#include "query/stories_request.h"

typedef struct sn_story_count {
    uint64_t name;
    uint32_t items;    /* articles in the period, copies of one text once */
    uint32_t articles; /* copies, too */
    double last_sec;   /* the newest of them was published; infinity: only undated ones */
} sn_story_count;

typedef struct sn_story_counts {
    sn_story_count *at; /* most items first, then the freshest, then by name */
    size_t n;
    bool
        is_approximate; /* only the newest SN_LIMIT_STORY_WINDOW articles of the period were counted */
} sn_story_counts;
void sn_story_counts_done(sn_story_counts *c);

/* Count the stories of what the filters leave in the snapshot, which has a database. *out is zeroed
 * by the caller. Statuses of xapian-c; SN_ECORRUPT (a value that is no name), SN_ENOMEM. */
SN_MUST_USE sn_status sn_stories_count(const sn_searcher *s, const sn_request *filters,
                                       sn_story_counts *out, sn_error *err);

typedef struct sn_story_member {
    sn_docid docid;
    uint64_t copies; /* name of its group of copies */
    double sec;      /* published; infinity: undated */
    uint32_t item;   /* the item it belongs to */
} sn_story_member;

/* Articles of one text, as one entry of the time line: members first .. first + n - 1. */
typedef struct sn_story_item {
    size_t first, n;
} sn_story_item;

typedef struct sn_story_source {
    sn_str label;
    uint32_t articles;
} sn_story_source;

typedef struct sn_story {
    uint64_t name;
    sn_story_member *members; /* item by item; of an item the first published first */
    size_t n_members;
    sn_story_item *items; /* by their first members' publication, undated ones last */
    size_t n_items;
    sn_story_source *sources; /* most articles first */
    size_t n_sources;
    sn_pool pool; /* of all that is above */
} sn_story;
void sn_story_done(sn_story *story);

/* The story as the snapshot has it, up to SN_LIMIT_STORY_MEMBERS of its newest members. *out is
 * zeroed by the caller, who ends it whatever comes back. SN_ENOTFOUND: no article that may be shown
 * belongs to it. Otherwise statuses as above. */
SN_MUST_USE sn_status sn_story_load(const sn_searcher *s, uint64_t name, sn_story *out,
                                    sn_error *err);

#define SN_STORY_WORDS 8

/* The words that its titles share and other articles do not have, the most typical first, as the
 * titles write them; in the story's pool. data and hit are working memory. */
SN_MUST_USE sn_status sn_story_words(const sn_searcher *s, sn_story *story, sn_buf *data,
                                     sn_hit *hit, sn_str out[SN_STORY_WORDS], size_t *n,
                                     sn_error *err);

SN_DEFINE_CLEANUP(sn_story, sn_story_done)
SN_DEFINE_CLEANUP(sn_story_counts, sn_story_counts_done)

#endif
