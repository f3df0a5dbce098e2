/* indexer/update_internal - what the files of update share. Statuses besides those named: failures of the archive, after
 * which nothing more can be taken, and SN_ENOMEM; u->feeding.err has the sentence where no other error is given. */
#ifndef SN_INDEXER_UPDATE_INTERNAL_H
#define SN_INDEXER_UPDATE_INTERNAL_H

#include "indexer/update.h"

/* ---- update.c: one file or address ---- */

bool sn_update_same_text(const char *a, const char *b); /* NULL is a text of its own */
/* A copy of text (or NULL) in place of *to, which is freed. */
SN_MUST_USE sn_status sn_update_set_text(char **to, const char *text);

/* What was remembered of `name` becomes u->source, with what is asked for now: by the command, or by its
 * directory. *known: something was remembered; *same: it is to be read as it was. */
SN_MUST_USE sn_status sn_update_recall(sn_updating *u, const char *name, const sn_remembered *dir,
                                       bool *known, bool *same);
/* The mapping that u->source asks for becomes u->mapping; *stamp is that of its file, the caller's to free. Statuses
 * of sn_mapping_read(). */
SN_MUST_USE sn_status sn_update_mapping(sn_updating *u, char **stamp, sn_error *err);
/* Bring one file or address up to date. dir: whose file it is, or NULL. */
SN_MUST_USE sn_status sn_update_one(sn_updating *u, const char *name, const sn_remembered *dir);

/* Fetch what stands at an address, by the options of the command. As sn_fetcher_get. */
SN_MUST_USE sn_status sn_update_fetch(sn_updating *u, const char *address, const char *etag,
                                      const char *modified, sn_fetched *out);

/* ---- update_pages.c: the pages of a news sitemap ----
 *
 *   entry --[of its site, not read yet, without a text here]--> page --> the text of the entry's article
 *
 * Each page is remembered within its sitemap, so that one without a text is not asked for each hour. */

/* For sn_feeding.seen, with u as ctx: note the page of an entry, if it is wanted. */
sn_status sn_pages_note(void *ctx, unsigned traits, const sn_article *entry);
/* Fetch and store those noted, one by one. Refusals and failures are told; *all: none is left that another try may
 * bring. SN_OK; otherwise nothing more can be taken. */
SN_MUST_USE sn_status sn_pages_read(sn_updating *u, bool *all);
bool sn_pages_any(const sn_pages *p); /* NULL has none */
void sn_pages_destroy(sn_pages *p);   /* NULL is fine */

/* ---- update_outcome.c: what is told of a source ---- */

/* A row of the report: what came of u->source since the counts were `before`. */
void sn_update_list(sn_updating *u, const char *outcome, const sn_tally *before, const char *error);
/* The source could not be read, or not to its end (u->feeding.err says why): that is told, and remembered if it
 * ever could be. SN_OK, or a failure of the archive. */
SN_MUST_USE sn_status sn_update_fail(sn_updating *u, sn_status why, bool known,
                                     const sn_tally *before);
/* It is what it was: that is told, and when it was looked at remembered. */
SN_MUST_USE sn_status sn_update_unchanged(sn_updating *u, const sn_tally *before);

#endif
