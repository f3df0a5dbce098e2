/* Which article stands at an address. */
#include "archive/address.h"
#include "archive/store.h"
#include "base/limits.h"

#include <sqlite3.h>

/* Only what differs from the id is noted: an article that is called by its address is found by that. */
sn_status sn_address_note(sn_archive *a, const sn_article *article, sn_error *err)
{
    SN_CLEANUP(sn_buf) sn_buf address = SN_BUF(SN_LIMIT_ID_BYTES);
    sn_str url = sn_str_of(article->url);
    if (!sn_address_is(url))
        return SN_OK;
    sn_status s = sn_address_id(url, &address);
    if (s != SN_OK)
        return s;
    if (sn_str_equal(sn_buf_str(&address), sn_str_of(article->id)))
        return SN_OK;
    return sn_sql_run(a, SN_SQL_ADDRESS_PUT, err, "ss", sn_buf_str(&address),
                      sn_str_of(article->id));
}

sn_status sn_archive_knows(sn_archive *a, sn_str id, bool *known, sn_error *err)
{
    return sn_sql_has(a, SN_SQL_KNOWS, known, err, "s", id);
}

static sn_status other_name(sn_archive *a, sn_str address, sn_buf *id, sn_error *err)
{
    SN_CLEANUP(sn_rows) sn_rows rows = {0};
    sn_status s = sn_rows_open(a, SN_SQL_ADDRESS_GET, &rows, err, "s", address);
    if (s == SN_OK)
        s = sn_rows_next(&rows, err);
    if (s == SN_DONE)
        return sn_fail(err, SN_ENOTFOUND, "no article is known at that address");
    return s == SN_OK ? sn_buf_add_str(id, sn_rows_str(&rows, 0)) : s;
}

sn_status sn_archive_id_at(sn_archive *a, sn_str url, sn_buf *id, sn_error *err)
{
    SN_CLEANUP(sn_buf) sn_buf address = SN_BUF(SN_LIMIT_ID_BYTES);
    bool known = false;
    if (!sn_address_is(url))
        return sn_fail(err, SN_ENOTFOUND, "no http(s) address");
    sn_status s = sn_address_id(url, &address);
    if (s == SN_OK)
        s = sn_archive_knows(a, sn_buf_str(&address), &known, err);
    if (s != SN_OK)
        return s;
    return known ? sn_buf_add_str(id, sn_buf_str(&address))
                 : other_name(a, sn_buf_str(&address), id, err);
}

/* ---- archives of before ---- */

/* address_of(json): that of an article, or NULL. */
static void address_of(sqlite3_context *ctx, int n, sqlite3_value **values)
{
    SN_CLEANUP(sn_article) sn_article article = {0};
    SN_CLEANUP(sn_buf) sn_buf address = SN_BUF(SN_LIMIT_ID_BYTES);
    const char *json = n == 1 ? (const char *)sqlite3_value_text(values[0]) : NULL;
    sqlite3_result_null(ctx);
    if (json == NULL || sn_article_parse(sn_str_of(json), &article, NULL) != SN_OK ||
        !sn_address_is(sn_str_of(article.url)) ||
        sn_address_id(sn_str_of(article.url), &address) != SN_OK)
        return;
    sqlite3_result_text(ctx, address.at, (int)address.len, SQLITE_TRANSIENT);
}

int sn_addresses_teach(sqlite3 *db)
{
    return sqlite3_create_function(db, "address_of", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL,
                                   address_of, NULL, NULL);
}
