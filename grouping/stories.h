/* grouping/stories - which story an article belongs to: how near two articles are, by what they are about
 * and when they were published, and which of its neighbours' stories an article joins.
 *
 *   text --[analysis/story_terms]--> weighted terms --[keys]--> candidates of nearby days
 *                                                  --[nearness, choose]--> a story, or none: its own
 *
 * Pure arithmetic on what it is given; what is kept, and who is asked when, is indexer/apply's
 * (docs/stories.md has the rules and how well they do). */
#ifndef SN_GROUPING_STORIES_H
#define SN_GROUPING_STORIES_H

#include "base/bytes.h"

#define SN_STORY_TERMS 24

/* What an article is about: its heaviest terms. */
typedef struct sn_story_term {
    uint32_t hash;   /* of a stem */
    uint16_t weight; /* > 0 */
} sn_story_term;

typedef struct sn_story_terms {
    sn_story_term at[SN_STORY_TERMS]; /* by rising hash, each once */
    size_t n;
    bool is_day_only; /* its date has no time: it was published in the 24 hours from then on */
} sn_story_terms;

/* Keep the heaviest of n terms (of equal hash they are added up), which are sorted in place. The date is
 * taken to have a time. */
void sn_story_terms_take(sn_story_term *terms, size_t n, sn_story_terms *out);

/* As bytes for the archive, at most SN_STORY_TERMS_BYTES, appended: returns the status of *out. And read again:
 * SN_ECORRUPT for other bytes. */
#define SN_STORY_TERMS_BYTES (1 + 6 * SN_STORY_TERMS)
sn_status sn_story_terms_write(const sn_story_terms *t, sn_buf *out);
SN_MUST_USE sn_status sn_story_terms_read(sn_str bytes, sn_story_terms *out);

/* Keys by which an article finds those it may share a story with, one for each of its heaviest terms: two
 * that have two in common are looked at. The only term of an article has a key of its own kind: one is enough for
 * an article that has one key. Each below 2^31, rising, each once; how many is returned, 0 for an article
 * without terms. */
#define SN_STORY_KEYS 6
size_t sn_story_keys(const sn_story_terms *t, uint32_t keys[SN_STORY_KEYS]);

/* Articles further apart are never neighbours: keys need be looked for only so far. A story takes no
 * article that is further from its first one than its age may be: daily series would never end. */
#define SN_STORY_WINDOW_SEC  (72 * 3600)
#define SN_STORY_MAX_AGE_SEC (14 * 86400)

typedef struct sn_story_article {
    const sn_story_terms *terms;
    int64_t published_sec;
} sn_story_article;

/* How near two articles are, 0 to 1: the cosine of their terms, half of it if twelve hours lie between them, a
 * third if a day does, and so on; 0 beyond the window; less if neither has the other's heaviest term.
 * Symmetric. */
double sn_story_nearness(const sn_story_article *a, const sn_story_article *b);

typedef struct sn_story_neighbour {
    uint64_t story;           /* its name */
    uint64_t copies;          /* of its group: copies speak once */
    double nearness;          /* of the neighbour to the article */
    int64_t story_begins_sec; /* when the story's first article was published */
} sn_story_neighbour;

/* The story that an article published at this time joins, of those of its n neighbours (sorted in place):
 * the nearest one that is near enough, by its nearest neighbour or the nearest two together; or `kept`
 * (0: none), the one it was in before it was corrected, if that is near enough. False: none is, the
 * article begins its own. */
bool sn_story_choose(sn_story_neighbour *neighbours, size_t n, int64_t published_sec, uint64_t kept,
                     uint64_t *story);

#endif
