/* The pages of a news sitemap, which has titles only. */
#include "indexer/update_internal.h"

#include "archive/address.h"
#include "base/grow.h"
#include "base/limits.h"
#include "indexer/identity.h"

#include <stdlib.h>
#include <string.h>

#define STAMP_BYTES 40
/* Of a page that no sitemap has named for so long nothing is remembered any more. */
#define FORGET_SEC (14 * 86400)
/* So many failures one behind the other are the server's, not the pages'. */
#define FAILURES_IN_A_ROW 5

struct sn_page {
    char *id, *url;
    sn_instant modified_at; /* as the sitemap says, precision 0: it does not */
};
typedef struct sn_page page;

struct sn_pages {
    page *at;
    size_t n, room;
    bool left_out; /* there were more than SN_LIMIT_SITEMAP_PAGES */
};

void sn_pages_destroy(sn_pages *p)
{
    if (p == NULL)
        return;
    for (size_t i = 0; i < p->n; i++) {
        free(p->at[i].id);
        free(p->at[i].url);
    }
    free(p->at);
    free(p);
}

/* host[:port] of an address, as ids have it: with or without www. and the like it is one site. */
static sn_status site_of(const char *url, sn_buf *out)
{
    sn_status s = sn_address_id(sn_str_of(url), out);
    if (s == SN_OK)
        sn_buf_cut(out, strcspn(sn_buf_text(out), "/?"));
    return s;
}

/* A sitemap speaks for its own site; a file may name any. */
static sn_status is_of_its_site(const sn_updating *u, const char *url, bool *out)
{
    SN_CLEANUP(sn_buf) sn_buf own = SN_BUF(SN_LIMIT_ID_BYTES);
    SN_CLEANUP(sn_buf) sn_buf other = SN_BUF(SN_LIMIT_ID_BYTES);
    *out = sn_address_is(sn_str_of(url));
    if (!*out || !sn_address_begins(sn_str_of(u->source.source)))
        return SN_OK;
    sn_status s = site_of(u->source.source, &own);
    if (s == SN_OK)
        s = site_of(url, &other);
    *out = sn_str_equal(sn_buf_str(&own), sn_buf_str(&other));
    return s;
}

/* What the sitemap says of the page's age, as a stamp. */
static void write_stamp(sn_instant modified_at, char out[STAMP_BYTES])
{
    snprintf(out, STAMP_BYTES, "%lld",
             modified_at.precision != 0 ? (long long)modified_at.sec : 0LL);
}

/* A page is read once for each age that the sitemap gives it, also one without a text. */
static sn_status look_up(sn_updating *u, const sn_article *entry, bool *known, bool *same_age)
{
    SN_CLEANUP(sn_remembered) sn_remembered row = {0};
    char stamp[STAMP_BYTES];
    write_stamp(entry->modified_at, stamp);
    sn_status s =
        sn_source_get(sn_writer_archive(u->feeding.writer), entry->url, &row, &u->feeding.err);
    *known = s == SN_OK && row.whole;
    *same_age = *known && sn_update_same_text(row.stamp, stamp);
    return s == SN_ENOTFOUND ? SN_OK : s;
}

/* Has the article its text, of the version that the sitemap knows? */
static sn_status is_wanted(sn_updating *u, const sn_article *entry, bool *out)
{
    SN_CLEANUP(sn_record) sn_record record = {.json = SN_BUF(SN_LIMIT_ARTICLE_BYTES)};
    SN_CLEANUP(sn_article) sn_article held = {0};
    sn_error *err = &u->feeding.err;
    sn_archive *archive = sn_writer_archive(u->feeding.writer);
    sn_status s = sn_archive_get(archive, sn_str_of(entry->id), &record, err);
    if (s != SN_OK || record.state != SN_ARTICLE_LIVE)
        return s == SN_ENOTFOUND ? SN_OK : s;
    s = sn_article_parse(sn_buf_str(&record.json), &held, err);
    if (s != SN_OK)
        return s;
    bool is_newer = entry->modified_at.precision != 0 && held.modified_at.precision != 0 &&
                    entry->modified_at.sec > held.modified_at.sec;
    *out = held.body == NULL || is_newer;
    return SN_OK;
}

static sn_status add_page(sn_pages *p, const sn_article *entry)
{
    page *at = sn_grow(p->at, p->n, &p->room, sizeof *at);
    if (at == NULL)
        return SN_ENOMEM;
    p->at = at;
    page *one = &p->at[p->n++];
    *one = (page){sn_str_dup(sn_str_of(entry->id)), sn_str_dup(sn_str_of(entry->url)),
                  entry->modified_at};
    return one->id != NULL && one->url != NULL ? SN_OK : SN_ENOMEM;
}

sn_status sn_pages_note(void *ctx, unsigned traits, const sn_article *entry)
{
    sn_updating *u = ctx;
    bool own = false, known = false, same_age = false, wanted = false;
    if ((traits & SN_READER_ONLY_TITLES) == 0 || entry->url == NULL)
        return SN_OK;
    if (u->pages == NULL)
        u->pages = calloc(1, sizeof *u->pages);
    if (u->pages == NULL)
        return SN_ENOMEM;
    sn_status s = is_of_its_site(u, entry->url, &own);
    if (s == SN_OK && own)
        s = look_up(u, entry, &known, &same_age);
    if (s == SN_OK && own && !known)
        s = is_wanted(u, entry, &wanted);
    if (s != SN_OK || !own || same_age || !(known || wanted))
        return s;
    if (u->pages->n == SN_LIMIT_SITEMAP_PAGES) {
        u->pages->left_out = true;
        return SN_OK;
    }
    return add_page(u->pages, entry);
}

/* ---- fetching ---- */

/* The page is what the sitemap says of it: it may not name another article. */
static sn_status put_page(sn_updating *u, const page *p, sn_article *article)
{
    SN_CLEANUP(sn_record) sn_record record = {.json = SN_BUF(SN_LIMIT_ARTICLE_BYTES)};
    SN_CLEANUP(sn_article) sn_article held = {0};
    sn_error *err = &u->feeding.err;
    char *id = sn_str_dup(sn_str_of(p->id));
    if (id == NULL)
        return SN_ENOMEM;
    free(article->id);
    article->id = id;
    sn_status s = sn_archive_get(sn_writer_archive(u->feeding.writer), sn_str_of(id), &record, err);
    if (s == SN_OK)
        s = sn_article_parse(sn_buf_str(&record.json), &held, err);
    if (s != SN_OK)
        return s;
    sn_identity_complete(article, &held);
    if (p->modified_at.precision != 0 &&
        (held.modified_at.precision == 0 || p->modified_at.sec > article->modified_at.sec))
        article->modified_at = p->modified_at;
    return sn_feeding_put(&u->feeding, article);
}

/* In the transaction of its article. A page that was given as a source itself keeps what is known of it. */
static sn_status note_read(void *ctx, sn_error *err)
{
    sn_updating *u = ctx;
    SN_CLEANUP(sn_remembered) sn_remembered known = {0};
    char stamp[STAMP_BYTES];
    sn_archive *archive = sn_writer_archive(u->feeding.writer);
    sn_status s = sn_source_get(archive, u->page->url, &known, err);
    if (s != SN_ENOTFOUND && (s != SN_OK || known.within == NULL))
        return s;
    write_stamp(u->page->modified_at, stamp);
    const sn_remembered row = {.source = u->page->url,
                               .within = u->source.source,
                               .stamp = stamp,
                               .whole = true,
                               .tried_sec = u->now_sec,
                               .good_sec = u->now_sec};
    return sn_source_put(archive, &row, err);
}

/* SN_OK; a failure of the page, told by u->feeding.err, unless u->feeding.stopped. */
static sn_status read_page(sn_updating *u, const page *p, int64_t *retry_sec)
{
    SN_CLEANUP(sn_fetched) sn_fetched got = {.fd = -1};
    SN_CLEANUP_PTR(sn_reader) sn_reader *reader = NULL;
    SN_CLEANUP(sn_article) sn_article article = {0};
    sn_error *err = &u->feeding.err;
    err->msg[0] = '\0';
    sn_status s = sn_update_fetch(u, p->url, NULL, NULL, &got);
    *retry_sec = got.retry_sec;
    sn_reader_opts opts = {.format = "html", .address = p->url, .fetched = true};
    if (s == SN_OK)
        s = sn_reader_open_fd(got.fd, &opts, &reader, err);
    if (s == SN_OK)
        s = sn_reader_next(reader, &article, err);
    if (s == SN_DONE)
        s = sn_fail(err, SN_EINVAL, "the page is empty");
    u->feeding.tally.read++;
    return s == SN_OK ? put_page(u, p, &article) : s;
}

/* What another try in an hour may mend. */
static bool may_pass(sn_status s)
{
    return s != SN_ENOTFOUND && !sn_feeding_is_refusal(s);
}

/* A page that is refused is told once; it is read, too. */
static sn_status end_page(sn_updating *u, const page *p, sn_status s)
{
    sn_feeding *f = &u->feeding;
    if (s != SN_OK)
        sn_tally_refuse(&f->tally, p->url, 0, p->id, s, &f->err);
    if (may_pass(s) && s != SN_OK)
        return SN_OK;
    u->page = p;
    f->note = note_read;
    f->note_ctx = u;
    s = sn_feeding_commit(f);
    f->note = NULL;
    u->page = NULL;
    return s;
}

sn_status sn_pages_read(sn_updating *u, bool *all)
{
    sn_pages *pages = u->pages;
    sn_feeding *f = &u->feeding;
    unsigned failed = 0;
    *all = pages == NULL || !pages->left_out;
    for (size_t i = 0; pages != NULL && i < pages->n; i++) {
        int64_t retry_sec = 0;
        sn_status s = read_page(u, &pages->at[i], &retry_sec);
        if (f->stopped)
            return s;
        failed = s == SN_OK || !may_pass(s) ? 0 : failed + 1;
        *all = *all && failed == 0;
        sn_status ended = end_page(u, &pages->at[i], s);
        if (ended != SN_OK)
            return ended;
        if (retry_sec > 0)
            u->source.retry_sec = u->now_sec + retry_sec;
        if (retry_sec > 0 || failed == FAILURES_IN_A_ROW) {
            *all = false;
            break;
        }
        sn_progress_show(&f->progress, f->tally.read, 0);
    }
    return sn_source_forget_old(sn_writer_archive(f->writer), u->source.source,
                                u->now_sec - FORGET_SEC, &f->err);
}

bool sn_pages_any(const sn_pages *p)
{
    return p != NULL && (p->n > 0 || p->left_out);
}
