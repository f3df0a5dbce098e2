/* helper - what the tests of the archive share: articles from a few words, walks into a table. */
#ifndef SN_TESTS_UNIT_ARCHIVE_HELPER_H
#define SN_TESTS_UNIT_ARCHIVE_HELPER_H

#include "archive/archive.h"
#include "tests/unit/base/testing.h"

#define NOW_SEC 1756000000 /* 2025-08-24T01:46:40Z: what the clock says in these tests */

sn_archive *archive_make(const char *dir);
sn_archive *archive_reopen(sn_archive *a, const char *dir);

/* Put {"id": id, "title": title, rest}; rest is "" or begins with a comma. */
sn_status put(sn_archive *a, const char *id, const char *title, const char *rest,
              sn_put_result *out, sn_error *err);
/* Put it, expect SN_OK and this outcome, and return the change. */
uint64_t put_ok(sn_archive *a, const char *id, const char *title, const char *rest,
                sn_put_outcome outcome);
void expect_put(sn_archive *a, const char *id, const char *title, const char *rest,
                sn_status status, const char *message);

uint64_t withdraw_ok(sn_archive *a, const char *id);
uint64_t take_down_ok(sn_archive *a, const char *id);
uint64_t lift_ok(sn_archive *a, const char *id);

/* The article is held in this state, with this title somewhere in its JSON (NULL: no JSON). */
void expect_state(sn_archive *a, const char *id, sn_article_state state, const char *title);
void expect_unknown(sn_archive *a, const char *id);
uint32_t docid_of(sn_archive *a, const char *id);

/* What a walk gave: "id=title id= ..." in order, the title empty for a document that goes. */
typedef struct walked {
    sn_buf text;
    uint32_t docids[64];
    uint64_t changes[64];
    size_t n;
} walked;
sn_status walk_note(void *ctx, const sn_change *change);
/* All changes after `after`, expected to be `want`; returns the last. */
uint64_t expect_changes(sn_archive *a, uint64_t after, const char *want);
void expect_live(sn_archive *a, const char *want);

/* Copy a file of the place to another name in it. */
void copy_file(const place *p, const char *from, const char *to);

#endif
