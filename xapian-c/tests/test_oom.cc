/* Each allocation of a small scenario fails in its turn: every call must answer with a status, and
 * nothing may crash, leak (run under AddressSanitizer) or spoil what was committed. */
#include "xapian-c/guard.hpp"

#include <ftw.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <new>

/* Out of memory, the library loses what its raw pointers held: only leaks of our own count. */
extern "C" const char *__lsan_default_suppressions();
extern "C" const char *__lsan_default_suppressions()
{
    return "leak:libxapian";
}

namespace
{

long fail_at;    /* the allocation that fails, from 1; 0: none */
long allocated;  /* since fail_at was set */
bool has_failed; /* in this run */

void *allocate(std::size_t size)
{
    if (fail_at != 0 && ++allocated == fail_at) {
        has_failed = true;
        return nullptr;
    }
    return malloc(size > 0 ? size : 1);
}

} // namespace

void *operator new(std::size_t size)
{
    for (;;) {
        void *p = allocate(size);
        if (p != nullptr)
            return p;
        std::new_handler handler = std::get_new_handler();
        if (handler == nullptr)
            throw std::bad_alloc();
        handler();
    }
}

void *operator new[](std::size_t size)
{
    return operator new(size);
}

void *operator new(std::size_t size, const std::nothrow_t &) noexcept
{
    return allocate(size);
}

void *operator new[](std::size_t size, const std::nothrow_t &) noexcept
{
    return allocate(size);
}

void operator delete(void *p) noexcept
{
    free(p);
}

void operator delete[](void *p) noexcept
{
    free(p);
}

void operator delete(void *p, std::size_t) noexcept
{
    free(p);
}

void operator delete[](void *p, std::size_t) noexcept
{
    free(p);
}

namespace
{

char dir[300], db_path[320];
/* Two places of the library cannot do without memory, see with_each_failure_in_a_child. */
bool with_values, with_phrase;
sn_error err;

void check(bool good, const char *what)
{
    if (good)
        return;
    fprintf(stderr, "allocation %ld: %s (%s: %s)\n", fail_at, what, sn_status_name(err.status),
            err.msg);
    fail_at = 0;
    exit(1);
}

/* A call may only fail when an allocation did. */
bool went_well(sn_status s)
{
    check(s == SN_OK || has_failed, "failed with memory to spare");
    check(s == SN_OK || s == SN_ENOMEM || s == SN_EIO, "another status than out of memory");
    return s == SN_OK;
}

sn_str text(const char *s)
{
    sn_str out = {s, strlen(s)};
    return out;
}

/* ---- writing ---- */

bool fill(sn_xap_doc *doc, int i)
{
    char word[40];
    snprintf(word, sizeof word, "a rather long word number %d", i);
    return went_well(sn_xap_doc_clear(doc, &err)) &&
           went_well(sn_xap_doc_add_posting(doc, text("all"), 1, 1, &err)) &&
           went_well(sn_xap_doc_add_posting(doc, text(word), 2, 1, &err)) &&
           went_well(sn_xap_doc_add_term(doc, text("filter"), 0, &err)) &&
           (!with_values ||
            went_well(sn_xap_doc_set_value(doc, 0, text(i % 2 ? "odd" : "even"), &err))) &&
           went_well(sn_xap_doc_set_data(doc, text("data of more than a few bytes"), &err));
}

bool change_all(sn_xap_writer *w, sn_xap_doc *doc)
{
    for (int i = 1; i <= 5; i++)
        if (!fill(doc, i) ||
            !went_well(sn_xap_writer_replace(w, static_cast<sn_docid>(i), doc, &err)))
            return false;
    return went_well(sn_xap_writer_delete(w, 5, &err)) &&
           went_well(sn_xap_writer_set_metadata(w, text("key"), text("value"), &err)) &&
           went_well(sn_xap_writer_commit(w, &err));
}

bool write_db()
{
    sn_xap_writer *w = nullptr;
    sn_xap_doc *doc = nullptr;
    bool done = went_well(sn_xap_writer_open(db_path, SN_XAP_OPEN, &w, &err)) &&
                went_well(sn_xap_doc_create(&doc)) && change_all(w, doc);
    sn_xap_doc_destroy(doc);
    sn_xap_writer_close(w);
    return done;
}

/* ---- reading ---- */

sn_status count_term(void *ctx, sn_str, uint32_t)
{
    ++*static_cast<int *>(ctx);
    return SN_OK;
}

sn_status count_docid(void *ctx, sn_docid)
{
    ++*static_cast<int *>(ctx);
    return SN_OK;
}

/* all FILTER range AND_MAYBE decay, and a prefix and a phrase as maybes. */
bool make_query(sn_xap_query **out)
{
    sn_xap_decay decay = {2, 3, 1, 1, 100, false};
    sn_xap_docid_range range = {};
    range.first = 1;
    range.last = 4;
    range.low = text("even");
    range.high = text("odd");
    enum { FIRST, SECOND, RANGE, DECAY, PREFIX, PHRASE, FILTER, SCALED, PARTS };
    sn_xap_query *q[PARTS] = {};
    bool done = went_well(sn_xap_query_term(text("all"), 1, &q[FIRST], &err)) &&
                went_well(sn_xap_query_term(text("all"), 1, &q[SECOND], &err)) &&
                went_well(sn_xap_query_docid_range(&range, &q[RANGE], &err)) &&
                went_well(sn_xap_query_decay(&decay, &q[DECAY], &err)) &&
                went_well(sn_xap_query_prefix(text("a rather"), 5, &q[PREFIX], &err)) &&
                went_well(sn_xap_query_join(SN_XAP_PHRASE, &q[FIRST], 2, 0, &q[PHRASE], &err)) &&
                went_well(sn_xap_query_join(SN_XAP_FILTER, &q[SECOND], 2, 0, &q[FILTER], &err)) &&
                went_well(sn_xap_query_scale(q[PHRASE], 2, &q[SCALED], &err));
    sn_xap_query *maybes[] = {q[FILTER], q[DECAY], q[PREFIX], q[with_phrase ? SCALED : FIRST]};
    done = done && went_well(sn_xap_query_join(SN_XAP_AND_MAYBE, maybes, 4, 0, out, &err));
    for (sn_xap_query *part : q)
        sn_xap_query_destroy(part);
    return done;
}

sn_status add_count(void *ctx, sn_str, uint32_t documents)
{
    *static_cast<uint32_t *>(ctx) += documents;
    return SN_OK;
}

/* A match that failed leaves a tally that can still be used and ended. */
bool count_values(const sn_xap_db *db, const sn_xap_query *q)
{
    const uint32_t slots[] = {0, 1};
    sn_xap_match_opts opts = {};
    sn_xap_matches *m = nullptr;
    if (!went_well(sn_xap_tally_create(100, &opts.tally, &err)))
        return false;
    bool done = went_well(sn_xap_match(db, q, &opts, &m, &err));
    for (int again = 0; again < 3; again++) /* the last time slots are read as a whole */
        done = done && went_well(sn_xap_tally_count(opts.tally, db, slots, 2, &err));
    uint32_t counted = 0;
    check(sn_xap_tally_each(opts.tally, 0, add_count, &counted) == SN_OK, "a tally that is ill");
    check(!done || (counted == 4 && sn_xap_tally_documents(opts.tally) == 4), "another count");
    sn_xap_matches_destroy(m);
    sn_xap_tally_destroy(opts.tally);
    return done;
}

bool match(const sn_xap_db *db, const sn_xap_query *q, sn_xap_order order)
{
    sn_xap_match_opts opts = {};
    opts.max_items = 10;
    opts.order = order;
    opts.collapse_max = 1;
    opts.deadline_us = INT64_MAX;
    sn_xap_matches *m = nullptr;
    if (!went_well(sn_xap_match(db, q, &opts, &m, &err)))
        return false;
    check(sn_xap_matches_count(m) == 2, "another number of matches");
    sn_xap_matches_destroy(m);
    return true;
}

bool look_around(sn_xap_db *db, sn_buf *out)
{
    uint32_t n = 0;
    int terms = 0, docs = 0, of_doc = 0;
    bool done = went_well(sn_xap_db_reopen(db, nullptr, &err)) &&
                went_well(sn_xap_db_count(db, &n, &err)) &&
                went_well(sn_xap_db_metadata(db, text("key"), out, &err)) &&
                went_well(sn_xap_db_data(db, 1, out, &err)) &&
                went_well(sn_xap_db_value(db, 1, 0, out, &err)) &&
                went_well(sn_xap_db_each_term(db, text("a"), count_term, &terms, &err)) &&
                went_well(sn_xap_db_each_docid(db, text("all"), count_docid, &docs, &err)) &&
                went_well(sn_xap_db_each_doc_term(db, 1, count_term, &of_doc, &err));
    check(!done || (n == 4 && terms == 5 && docs == 4 && of_doc == 3), "another content");
    return done;
}

bool read_db()
{
    sn_xap_db *db = nullptr;
    sn_xap_query *q = nullptr;
    sn_buf out = {};
    out.max = 10000;
    bool done = went_well(sn_xap_db_open(db_path, &db, &err)) && look_around(db, &out) &&
                make_query(&q) && went_well(sn_xap_query_describe(q, &out, &err)) &&
                count_values(db, q) && match(db, q, SN_XAP_BY_WEIGHT) &&
                (with_phrase || match(db, q, SN_XAP_BY_VALUE));
    sn_buf_done(&out);
    sn_xap_query_destroy(q);
    sn_xap_db_close(db);
    return done;
}

/* ---- the loop ---- */

int remove_one(const char *path, const struct stat *, int, struct FTW *)
{
    return remove(path);
}

/* True when the scenario went through without a failure. */
bool try_failing(long n, bool (*scenario)())
{
    fail_at = n;
    allocated = 0;
    has_failed = false;
    bool done = scenario() && !has_failed;
    fail_at = 0;
    return done;
}

void with_each_failure(const char *name, bool (*scenario)(), void (*after)())
{
    long n = 1;
    for (; !try_failing(n, scenario); n++)
        after();
    printf("%s: %ld allocations failed in turn\n", name, n - 1);
    check(n > 100, "too few allocations: nothing was tested");
}

enum { WENT_THROUGH = 10, GAVE_STATUS, ENDED }; /* exit codes, none of a sanitizer */

int try_in_child(long n, bool (*scenario)())
{
    pid_t child = fork();
    if (child == 0) {
        std::set_terminate([] { _exit(ENDED); });
        _exit(try_failing(n, scenario) ? WENT_THROUGH : GAVE_STATUS);
    }
    int status = 0;
    waitpid(child, &status, 0);
    int code = WIFEXITED(status) ? WEXITSTATUS(status) : ENDED;
    return code == WENT_THROUGH || code == GAVE_STATUS ? code : ENDED;
}

/* libxapian 1.4.22 merges values in a destructor, which may not throw, and frees the lists of a phrase
 * twice when it has no memory for the phrase (AndContext::postlist): without the memory that is kept beside
 * (memory_reserve.hpp) these would end the process. */
void with_each_failure_in_a_child(const char *name, bool (*scenario)(), void (*after)())
{
    long n = 0, ended = 0;
    int outcome = GAVE_STATUS;
    while (outcome != WENT_THROUGH) {
        outcome = try_in_child(++n, scenario);
        ended += outcome == ENDED;
        after();
    }
    printf("%s: %ld allocations failed in turn, %ld ended the process\n", name, n - 1, ended);
    check(n > 100 && ended == 0, "the process ended");
}

/* Whatever happened, the database is the last commit or the whole next one. */
void database_is_whole()
{
    sn_xap_db *db = nullptr;
    uint32_t n = 9;
    check(sn_xap_db_open(db_path, &db, &err) == SN_OK, "does not open again");
    check(sn_xap_db_count(db, &n, &err) == SN_OK && (n == 0 || n == 4), "half a batch");
    sn_xap_db_close(db);
}

void nothing_changed()
{
}

void make_empty_db()
{
    sn_xap_writer *w = nullptr;
    check(sn_xap_writer_open(db_path, SN_XAP_CREATE, &w, &err) == SN_OK, "create");
    sn_xap_writer_close(w);
}

} // namespace

int main()
{
    const char *tmp = getenv("TMPDIR");
    snprintf(dir, sizeof dir, "%s/sn-xapian-c-XXXXXX", tmp != nullptr ? tmp : "/tmp");
    check(mkdtemp(dir) != nullptr, "temporary directory");
    snprintf(db_path, sizeof db_path, "%s/db", dir);
    make_empty_db();
    with_values = with_phrase = true;
    with_each_failure_in_a_child("writing values", write_db, database_is_whole);
    with_each_failure_in_a_child("matching a phrase", read_db, nothing_changed);
    with_phrase = false;
    with_each_failure("reading", read_db, nothing_changed);
    with_values = false;
    with_each_failure("writing", write_db, database_is_whole);
    nftw(dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    return 0;
}
