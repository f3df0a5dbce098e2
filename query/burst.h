/* query/burst - is more written about a query today than is usual? Private to query/.
 *
 *   burst = (recent + 1) / (recent_articles * usual / usual_articles + 1)
 *
 * recent: articles of the last day that have all the words, usual: of the last 90 days; the others:
 * all articles of these times. 1 is as usual. One is added to what there is and to what would be
 * expected, so that a single article is no burst. Filters do not count: what is written about is the
 * same for everybody. */
#ifndef SN_QUERY_BURST_H
#define SN_QUERY_BURST_H

#include "query/tree.h"

#define SN_BURST_RECENT_MINUTES 1440
#define SN_BURST_USUAL_MINUTES  (90 * 1440)

/* The two times and their articles, in one snapshot: kept with it, since counting them reads the
 * list of all articles. They end with the hour of `now`, or of the newest article where that is
 * older: when articles come late, or an archive is closed, its last day is its today. */
typedef struct sn_burst_base {
    int64_t end_minute; /* 0: not counted yet */
    uint32_t recent_articles, usual_articles;
} sn_burst_base;

/* Count *base anew if it is not that of now_sec. */
SN_MUST_USE sn_status sn_burst_base_count(const sn_xap_db *db, int64_t now_sec, sn_burst_base *base,
                                          sn_error *err);

/* The burst of a query that has no weight, 1 where nothing is known. */
SN_MUST_USE sn_status sn_burst_of(const sn_xap_db *db, const sn_burst_base *base, sn_tree *t,
                                  sn_xap_query *query, double *out);

#endif
