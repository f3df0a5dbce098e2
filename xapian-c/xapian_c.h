/* xapian-c - the part of libxapian that a search service needs, for C.
 *
 *   documents --[writer]--> database on disk --[database, query, match]--> matches
 *
 * Opaque handles; every C++ exception (bad_alloc too) becomes a status in one place, guard.hpp.
 * Nothing here knows of news or Persian. Terms and values are bytes. A handle belongs to one
 * thread at a time; handles of one database in several threads are independent.
 *
 * Every function with an sn_error *err may return, besides what its comment names:
 *   SN_ESTALE    the revision being read is gone (DatabaseModifiedError): reopen and do it again
 *   SN_ELOCKED   another writer has the database (DatabaseLockError "already locked"; any other
 *                reason not to get the lock is SN_EIO)
 *   SN_ECORRUPT  DatabaseCorruptError, a table file that is cut short
 *   SN_EFORMAT   DatabaseVersionError
 *   SN_ENOTFOUND DatabaseNotFoundError, DocNotFoundError
 *   SN_ENOSPACE  the message of a DatabaseError names a full disk, quota or limit of a file
 *   SN_EINVAL    InvalidArgumentError, RangeError, QueryParserError (a term too long, ...)
 *   SN_EIO       any other Xapian::Error     SN_ENOMEM   bad_alloc
 *   SN_EINTERNAL anything else
 * On any of them out-parameters are as they were; buffers may have been appended to.
 * One defect of 1.4.22 ends the process and cannot be caught: a write error other than a full disk
 * (EIO) while a commit merges values; the last commit stays. Other facts and traps of 1.4.22 stand where
 * they matter. */
#ifndef SN_XAPIAN_C_H
#define SN_XAPIAN_C_H

#include "base/bytes.h"
#include "base/cleanup.h"
#include "base/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Bytes a term or a key of metadata may have (each NUL byte counts twice), from 1. */
#define SN_XAP_TERM_MAX_BYTES 245

typedef uint32_t sn_docid; /* document number, from 1 */

/* ---- documents ------------------------------------------------------------------------------ */

typedef struct sn_xap_doc sn_xap_doc;

SN_MUST_USE sn_status sn_xap_doc_create(sn_xap_doc **out); /* SN_OK, SN_ENOMEM */
void sn_xap_doc_destroy(sn_xap_doc *doc);                  /* NULL is fine */
/* An empty document again, to be filled with the next one. */
SN_MUST_USE sn_status sn_xap_doc_clear(sn_xap_doc *doc, sn_error *err);
/* Add one occurrence at position pos, raising the within-document frequency by wdf. A term that is
 * empty or too long is SN_EINVAL at once (the library would tell when it writes, and drop the batch). */
SN_MUST_USE sn_status sn_xap_doc_add_posting(sn_xap_doc *doc, sn_str term, uint32_t pos,
                                             uint32_t wdf, sn_error *err);
/* Add a term without a position (wdf 0: a filter term, which no length counts). */
SN_MUST_USE sn_status sn_xap_doc_add_term(sn_xap_doc *doc, sn_str term, uint32_t wdf,
                                          sn_error *err);
/* The slot in which a document keeps where its words stand (places.hpp). */
#define SN_XAP_PLACES_SLOT 15
/* An empty value is none. slot: any number but that one and UINT32_MAX; small ones cost least. */
SN_MUST_USE sn_status sn_xap_doc_set_value(sn_xap_doc *doc, uint32_t slot, sn_str value,
                                           sn_error *err);
SN_MUST_USE sn_status sn_xap_doc_set_data(sn_xap_doc *doc, sn_str data, sn_error *err);

/* Bytes that sort as the number does (sortable_serialise); out has room for 9. */
size_t sn_xap_number_to_value(double number, char out[9]);
double sn_xap_number_of_value(sn_str value);

/* ---- writing -------------------------------------------------------------------------------- */

typedef struct sn_xap_writer sn_xap_writer;

typedef enum sn_xap_open_mode {
    SN_XAP_OPEN,   /* must exist */
    SN_XAP_CREATE, /* must not exist; makes the directory */
    /* Like CREATE, for a part that is only written to be joined with others (sn_xap_join): nothing is
     * synced, and a crash may leave it damaged. */
    SN_XAP_SCRATCH,
} sn_xap_open_mode;

/* One writer a database, or SN_ELOCKED at once. Commits are durable (fsync), but for SN_XAP_SCRATCH.
 * SN_XAP_CREATE on a database is SN_EINVAL; SN_XAP_OPEN on a directory that holds none is
 * SN_ENOTFOUND and leaves a lock file in it.
 * All changes between two commits are one transaction: a reader sees all of them or none, and
 * nothing is committed but by commit (left alone the library commits every 10,000 documents, and
 * when it closes). Postings are written out every 10,000 documents, values stay in memory until
 * the commit.
 * After an error of replace, delete, set_metadata or commit the library may have dropped its batch
 * (a second commit then "succeeds" with nothing in it, seen on a full disk): the writer gives the
 * same status to every further change, only close is left, and everything since the last good
 * commit must be done again. Arguments refused with SN_EINVAL change nothing and are no such error.
 * A commit first reserves the room that its values may need in the posting table (8 KB for each
 * value changed, at most the size of the table, and 1 MB; see reserve.hpp for why) or is
 * SN_ENOSPACE. Close gives back what was not used. */
SN_MUST_USE sn_status sn_xap_writer_open(const char *path, sn_xap_open_mode mode,
                                         sn_xap_writer **out, sn_error *err);
/* Drops what is not committed. NULL is fine. */
void sn_xap_writer_close(sn_xap_writer *w);
/* Put doc under the number docid, new or not. */
SN_MUST_USE sn_status sn_xap_writer_replace(sn_xap_writer *w, sn_docid docid, const sn_xap_doc *doc,
                                            sn_error *err);
/* A number that holds no document is fine. docid 0 is SN_EINVAL here and in replace. */
SN_MUST_USE sn_status sn_xap_writer_delete(sn_xap_writer *w, sn_docid docid, sn_error *err);
SN_MUST_USE sn_status sn_xap_writer_set_metadata(sn_xap_writer *w, sn_str key, sn_str value,
                                                 sn_error *err);
SN_MUST_USE sn_status sn_xap_writer_get_metadata(const sn_xap_writer *w, sn_str key, sn_buf *out,
                                                 sn_error *err);
/* Without changes it does nothing. */
SN_MUST_USE sn_status sn_xap_writer_commit(sn_xap_writer *w, sn_error *err);
/* Documents held, the uncommitted ones too. */
SN_MUST_USE sn_status sn_xap_writer_count(const sn_xap_writer *w, uint32_t *out, sn_error *err);

/* ---- reading -------------------------------------------------------------------------------- */

typedef struct sn_xap_db sn_xap_db;

/* A snapshot of the last commit. It stays readable through one further commit, and may be SN_ESTALE
 * at any call from the second on. path is a directory: files that list databases are not
 * followed. SN_EIO also if the table of terms or of positions could not be opened, which the library does not
 * tell (tables.hpp); known by what documents have, so a database must not lose all positions while it has
 * documents. Without its table of data each document's data is empty. */
SN_MUST_USE sn_status sn_xap_db_open(const char *path, sn_xap_db **out, sn_error *err);
void sn_xap_db_close(sn_xap_db *db);
/* Move to the last commit of the same directory; *changed (NULL is fine) says if there was one.
 * Never across a switch of directories or a compaction: reopen compares revision numbers only and
 * would mix two databases. Open a new handle instead, and after a failure, too. */
SN_MUST_USE sn_status sn_xap_db_reopen(sn_xap_db *db, bool *changed, sn_error *err);
SN_MUST_USE sn_status sn_xap_db_count(const sn_xap_db *db, uint32_t *out, sn_error *err);
SN_MUST_USE sn_status sn_xap_db_last_docid(const sn_xap_db *db, sn_docid *out, sn_error *err);
SN_MUST_USE sn_status sn_xap_db_average_length(const sn_xap_db *db, double *out, sn_error *err);
SN_MUST_USE sn_status sn_xap_db_term_freq(const sn_xap_db *db, sn_str term, uint32_t *out,
                                          sn_error *err);
/* Empty if never set. Appends. */
SN_MUST_USE sn_status sn_xap_db_metadata(const sn_xap_db *db, sn_str key, sn_buf *out,
                                         sn_error *err);
/* The data of a document, appended. SN_ENOTFOUND if there is none of that number. */
SN_MUST_USE sn_status sn_xap_db_data(const sn_xap_db *db, sn_docid docid, sn_buf *out,
                                     sn_error *err);
SN_MUST_USE sn_status sn_xap_db_value(const sn_xap_db *db, sn_docid docid, uint32_t slot,
                                      sn_buf *out, sn_error *err);
/* The values of a slot of n documents, whose numbers rise; fn is called for each in turn, with an
 * empty value where there is none (or no such document). Reads the slot once, forward. */
typedef void sn_xap_doc_value_fn(void *ctx, size_t i, sn_str value);
SN_MUST_USE sn_status sn_xap_db_values(const sn_xap_db *db, uint32_t slot, const sn_docid *docids,
                                       size_t n, sn_xap_doc_value_fn *fn, void *ctx, sn_error *err);
/* Where a term stands in a document: the first positions from `from` on, at most `room`, rising. None
 * (*n = 0) if the document does not have it there, or if there is no such document. places.h: of several terms. */
SN_MUST_USE sn_status sn_xap_db_positions(const sn_xap_db *db, sn_docid docid, sn_str term,
                                          uint32_t from, uint32_t *out, size_t room, size_t *n,
                                          sn_error *err);
/* The lowest number whose document has term. SN_ENOTFOUND if none has. */
SN_MUST_USE sn_status sn_xap_db_first_with_term(const sn_xap_db *db, sn_str term, sn_docid *out,
                                                sn_error *err);

/* How many documents are numbered first to last; reads the list of all documents between them. */
SN_MUST_USE sn_status sn_xap_db_count_between(const sn_xap_db *db, sn_docid first, sn_docid last,
                                              uint32_t *out, sn_error *err);

/* Called for each; anything but SN_OK ends the walk and is returned (SN_DONE ends it as SN_OK). Then
 * *err is not touched: the callback knows the reason. */
typedef sn_status sn_xap_term_fn(void *ctx, sn_str term, uint32_t freq);
/* All terms that begin with prefix, in byte order, with their document frequencies. */
SN_MUST_USE sn_status sn_xap_db_each_term(const sn_xap_db *db, sn_str prefix, sn_xap_term_fn *fn,
                                          void *ctx, sn_error *err);
typedef sn_status sn_xap_docid_fn(void *ctx, sn_docid docid);
/* All documents that have term (empty: all documents), rising. */
SN_MUST_USE sn_status sn_xap_db_each_docid(const sn_xap_db *db, sn_str term, sn_xap_docid_fn *fn,
                                           void *ctx, sn_error *err);
/* Terms of one document with their wdf as freq. */
SN_MUST_USE sn_status sn_xap_db_each_doc_term(const sn_xap_db *db, sn_docid docid,
                                              sn_xap_term_fn *fn, void *ctx, sn_error *err);
/* Of n documents, whose numbers rise: fn is called in turn for those that have term, with how often. */
typedef void sn_xap_wdf_fn(void *ctx, size_t i, uint32_t wdf);
SN_MUST_USE sn_status sn_xap_db_wdfs(const sn_xap_db *db, sn_str term, const sn_docid *docids,
                                     size_t n, sn_xap_wdf_fn *fn, void *ctx, sn_error *err);
/* Their lengths, as the library counts them. SN_ENOTFOUND if one does not exist. */
SN_MUST_USE sn_status sn_xap_db_lengths(const sn_xap_db *db, const sn_docid *docids, size_t n,
                                        uint32_t *out, sn_error *err);

/* Does the document of that number say what doc does: terms, how often and where they stand, data, values but for
 * slot `but` (UINT32_MAX: all), which is the caller's to compare? What differs is appended as lines "document 7: …"
 * (five at most), *errors is how much does. SN_ENOTFOUND if there is none of that number. */
SN_MUST_USE sn_status sn_xap_db_compare(const sn_xap_db *db, sn_docid docid, const sn_xap_doc *doc,
                                        uint32_t but, sn_buf *findings, size_t *errors,
                                        sn_error *err);

/* Check all tables (Database::check). What it says of each table is appended to *findings as text,
 * for a sound one too; *errors is the number of errors found. Damage that ends the check is one of
 * them. On a database that is being written it may find what is none, or be SN_ESTALE. */
SN_MUST_USE sn_status sn_xap_check(const char *path, sn_buf *findings, size_t *errors,
                                   sn_error *err);
/* Write source, compacted, to destination (SN_EINVAL if it exists), document numbers kept: the
 * library's default would renumber them. SN_EIO as of sn_xap_db_open, of the table of data, too: nothing is left out
 * unseen. What a failure leaves at destination is the caller's to remove. */
SN_MUST_USE sn_status sn_xap_compact(const char *source, const char *destination, sn_error *err);
/* In the same way n sources (from 1) into one, document numbers kept, in any order. SN_EINVAL unless the
 * numbers of each lie below or above all those of each other. Metadata that several have is that of one
 * of them. Four files of each source are open at a time. */
SN_MUST_USE sn_status sn_xap_join(const char *const *sources, size_t n, const char *destination,
                                  sn_error *err);

/* ---- queries: immutable trees ----------------------------------------------------------------
 * Queries made from one another share parts, counted without a lock: they stay in one thread. */

typedef struct sn_xap_query sn_xap_query;

void sn_xap_query_destroy(sn_xap_query *q); /* NULL is fine */

typedef enum sn_xap_op {
    SN_XAP_AND,
    SN_XAP_OR,
    SN_XAP_AND_NOT,   /* the first without any of the others */
    SN_XAP_AND_MAYBE, /* the first; the others add weight */
    SN_XAP_FILTER,    /* the first, of those in all of the others, which add no weight */
    SN_XAP_SYNONYM,   /* counted as one term */
    SN_XAP_MAX,       /* the greatest weight of any */
    SN_XAP_NEAR,      /* terms within `window` positions, each at one of its own, any order */
    SN_XAP_PHRASE     /* terms in order within `window` positions */
} sn_xap_op;

/* Constructors give a new query in *out (the caller's) and leave their parts the caller's. */
SN_MUST_USE sn_status sn_xap_query_term(sn_str term, uint32_t wqf, sn_xap_query **out,
                                        sn_error *err);
/* n parts joined by op; n = 0 matches nothing, n = 1 is the part itself. window is for NEAR and
 * PHRASE only (0 = n); these take terms only, anything else is SN_EINVAL. */
SN_MUST_USE sn_status sn_xap_query_join(sn_xap_op op, sn_xap_query *const *parts, size_t n,
                                        uint32_t window, sn_xap_query **out, sn_error *err);
/* Weights times factor (>= 0; 0 makes a filter). Around a decay or a docid range, however deep,
 * SN_EINVAL: the library multiplies the bound but not what it passes down, and loses hits (1.4.22). */
SN_MUST_USE sn_status sn_xap_query_scale(const sn_xap_query *q, double factor, sn_xap_query **out,
                                         sn_error *err);
SN_MUST_USE sn_status sn_xap_query_all(sn_xap_query **out, sn_error *err);
SN_MUST_USE sn_status sn_xap_query_nothing(sn_xap_query **out, sn_error *err);
/* Values of slot within [low, high], bytes; an empty high has no upper end. No weight. Documents
 * without a value are outside, but for an empty low and high, which match all documents. */
SN_MUST_USE sn_status sn_xap_query_value_range(uint32_t slot, sn_str low, sn_str high,
                                               sn_xap_query **out, sn_error *err);
/* Terms that begin with prefix, at most `limit` (from 1) of them, the most frequent, as one synonym.
 * All terms with the prefix are looked at, which no deadline ends. */
SN_MUST_USE sn_status sn_xap_query_prefix(sn_str prefix, uint32_t limit, sn_xap_query **out,
                                          sn_error *err);

/* Documents numbered first..last. Those outside the inner range inner_first..inner_last (empty if
 * inner_first > inner_last) must also have a value of `slot` within [low, high] (bytes, both
 * inclusive; an empty value is outside). No weight. The match ends at `last`. As a filter it also
 * leaps to `first`; the totals take the documents to be spread evenly over the numbers used. */
typedef struct sn_xap_docid_range {
    sn_docid first, last;
    sn_docid inner_first, inner_last;
    uint32_t slot;
    sn_str low, high;
} sn_xap_docid_range;
SN_MUST_USE sn_status sn_xap_query_docid_range(const sn_xap_docid_range *range, sn_xap_query **out,
                                               sn_error *err);

/* The n documents of these numbers, which rise and exist (SN_EINVAL if they do not rise). No weight; as a
 * filter of other queries it makes them look at these only. The numbers are copied. */
SN_MUST_USE sn_status sn_xap_query_docids(const sn_docid *docids, size_t n, sn_xap_query **out,
                                          sn_error *err);

/* Weight that decays with the document number: peak * half / (half + age), where
 * age = max(0, (docid - origin) / step), or |docid - origin| / step if it decays to both sides, and 0
 * for docid > last (documents without an age).
 * Matches any document asked for; use it as the maybe-side of AND_MAYBE, where it costs arithmetic
 * only. The maximum stays constant during a match: lowering it loses documents (1.4.22). A number
 * out of its range (see below, or not finite) is SN_EINVAL. */
typedef struct sn_xap_decay {
    double peak;        /* weight at age 0, >= 0 */
    double half;        /* age at which the weight is peak / 2, > 0 */
    sn_docid origin;    /* this number and lower ones have age 0 */
    double step;        /* numbers to one unit of age, > 0 */
    sn_docid last;      /* the last number that has an age */
    bool to_both_sides; /* lower numbers than the origin have an age, too */
} sn_xap_decay;
double sn_xap_decay_weight(const sn_xap_decay *decay, sn_docid docid);
SN_MUST_USE sn_status sn_xap_query_decay(const sn_xap_decay *decay, sn_xap_query **out,
                                         sn_error *err);

/* A word that weighs weight (>= 0, as an idf is) times sn_xap_bm25() in a document. */
typedef struct sn_xap_word {
    sn_str term;
    double weight;
    uint32_t documents; /* that have it, for estimates */
} sn_xap_word;
/* (k1 + 1) * wdf / (k1 * (b * max(relative_length, 0.5) + 1 - b) + wdf), below k1 + 1: as a match weighs. */
double sn_xap_bm25(double k1, double b, double relative_length, double wdf);
/* Documents with any of the words and what these and the decay (NULL: none) weigh together, as their terms, scaled and joined by
 * OR, AND_MAYBE the decay would, for much less: one list instead of a tree of them. db: what it will be matched with.
 * Never scaled. SN_EINVAL: no term, no weight, k1 or b as of a match, a decay as above. */
SN_MUST_USE sn_status sn_xap_query_words(const sn_xap_db *db, const sn_xap_word *words, size_t n,
                                         double k1, double b, const sn_xap_decay *decay,
                                         sn_xap_query **out, sn_error *err);

/* `weight` (>= 0) for each document of q, whatever it weighs there. Under AND_MAYBE (as the
 * maybe-side) and OR it costs what finding the document in q costs; never scaled, like the two above. */
SN_MUST_USE sn_status sn_xap_query_constant(double weight, const sn_xap_query *q,
                                            sn_xap_query **out, sn_error *err);

/* Readable form of a query, appended. For tests and explain. */
SN_MUST_USE sn_status sn_xap_query_describe(const sn_xap_query *q, sn_buf *out, sn_error *err);

/* ---- matching -------------------------------------------------------------------------------- */

/* A tally notes which documents match, while the match runs: the first `limit` of them by rising
 * number, whatever is collapsed or shown; and counts, for some slots, how many of these have each value. Each match
 * it is given to begins it anew; of a match that failed it says nothing of use. */
typedef struct sn_xap_tally sn_xap_tally;

SN_MUST_USE sn_status sn_xap_tally_create(uint32_t limit, sn_xap_tally **out, sn_error *err);
void sn_xap_tally_destroy(sn_xap_tally *t); /* NULL is fine */
/* Documents noted. Unless it is cut or the match timed out, these are all that match. */
uint32_t sn_xap_tally_documents(const sn_xap_tally *t);
/* More documents matched than the limit. */
bool sn_xap_tally_is_cut(const sn_xap_tally *t);
/* Count n slots, in place of those before, in the database that was matched, at the same commit. Counting again and
 * again, the handle keeps what slots of few different values have: two bytes for each document and slot, four for each
 * document. */
SN_MUST_USE sn_status sn_xap_tally_count(sn_xap_tally *t, const sn_xap_db *db,
                                         const uint32_t *slots, size_t n, sn_error *err);
/* Each value (never empty) of the i-th slot counted, in no order; nothing of a slot that is not counted. What fn returns as in sn_xap_term_fn. */
typedef sn_status sn_xap_value_fn(void *ctx, sn_str value, uint32_t documents);
SN_MUST_USE sn_status sn_xap_tally_each(const sn_xap_tally *t, size_t i, sn_xap_value_fn *fn,
                                        void *ctx);

typedef enum sn_xap_order {
    SN_XAP_BY_WEIGHT,    /* best first; equal weights: lowest number first */
    SN_XAP_BY_DOCID,     /* lowest number first, no weights: stops early */
    SN_XAP_BY_VALUE,     /* value of sort_slot rising (none first), then number; no weights */
    SN_XAP_BY_VALUE_DOWN /* value falling, then number; no weights */
} sn_xap_order;

typedef struct sn_xap_match_opts {
    uint32_t first, max_items;
    uint32_t check_at_least; /* matches to look at, at least, so that totals are exact below it */
    sn_xap_order order;
    uint32_t sort_slot;
    uint32_t collapse_slot; /* with collapse_max > 0: at most so many of one value; documents */
    uint32_t collapse_max;  /* with an empty value are never collapsed */
    double k1, b;           /* BM25, k1 > 0 and b in 0..1 or SN_EINVAL; both 0: 1.2 and 0.75 */
    int64_t deadline_us;    /* CLOCK_MONOTONIC, 0 = none: checked while matching; past it the match
                                ends with what it has and timed_out is set */
    sn_xap_tally *tally;    /* NULL: none. With one, check_at_least is at least its limit + 1 */
} sn_xap_match_opts;

/* BM25 of a term that n of N documents have (k2 = 0, k3 = 0: the wqf of the query does not count,
 * min_normlen 0.5):
 *
 *     odds = (N - n + 0.5) / (n + 0.5)      idf = log(odds < 2 ? odds / 2 + 1 : odds)
 *     idf * (k1 + 1) * wdf / (k1 * (b * max(length / average length, 0.5) + 1 - b) + wdf)
 *
 * In a pruned match (check_at_least below the number of matches) the library may, very rarely, miss
 * a document of an OR: 1 of 4,000 queries of three terms, none of two. */

typedef struct sn_xap_hit {
    sn_docid docid;
    double weight;
    uint32_t collapse_count; /* how many others the hit stands for, at least */
    sn_str collapse_key;     /* borrowed from the matches */
} sn_xap_hit;

typedef struct sn_xap_matches sn_xap_matches;

SN_MUST_USE sn_status sn_xap_match(const sn_xap_db *db, const sn_xap_query *query,
                                   const sn_xap_match_opts *opts, sn_xap_matches **out,
                                   sn_error *err);
void sn_xap_matches_destroy(sn_xap_matches *m);
size_t sn_xap_matches_count(const sn_xap_matches *m);
const sn_xap_hit *sn_xap_matches_at(const sn_xap_matches *m, size_t i); /* i < count */

typedef struct sn_xap_totals {
    uint32_t lower, estimated, upper; /* after collapsing */
    uint32_t uncollapsed_lower, uncollapsed_estimated, uncollapsed_upper;
    double max_attained; /* greatest weight of any match seen */
    /* Then lower is what was found, estimated may be as low, and upper is all documents. */
    bool timed_out;
} sn_xap_totals;
sn_xap_totals sn_xap_matches_totals(const sn_xap_matches *m);

SN_DEFINE_CLEANUP_PTR(sn_xap_doc, sn_xap_doc_destroy)
SN_DEFINE_CLEANUP_PTR(sn_xap_writer, sn_xap_writer_close)
SN_DEFINE_CLEANUP_PTR(sn_xap_db, sn_xap_db_close)
SN_DEFINE_CLEANUP_PTR(sn_xap_query, sn_xap_query_destroy)
SN_DEFINE_CLEANUP_PTR(sn_xap_matches, sn_xap_matches_destroy)
SN_DEFINE_CLEANUP_PTR(sn_xap_tally, sn_xap_tally_destroy)

#ifdef __cplusplus
}
#endif
#endif
