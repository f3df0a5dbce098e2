/* archive/article - a news article, and its JSON form.
 *
 * Only id and title are required. All text is well-formed UTF-8 without U+0000. The article owns
 * what it points to. */
#ifndef SN_ARCHIVE_ARTICLE_H
#define SN_ARCHIVE_ARTICLE_H

#include "base/bytes.h"
#include "calendar/calendar.h"

typedef struct sn_list {
    char **at; /* n NUL-terminated strings */
    size_t n;
} sn_list;
void sn_list_done(sn_list *list); /* frees the content; zeroed is fine */

typedef struct sn_article {
    char *id;    /* at most SN_LIMIT_ID_BYTES; no white space or control characters at all */
    char *title; /* not blank */
    char *url, *kicker, *lead, *body, *source, *image_url, *language, *pubstatus; /* or NULL */
    sn_list author, category, tags;
    sn_instant published_at, modified_at, publish_at, expires_at; /* precision 0: not given */
    int64_t version;                                              /* with has_version */
    bool has_version;
    int urgency;      /* 1 (flash) to 8, 0 not given */
    char *extra_json; /* the object `extra`, as JSON text, or NULL */
} sn_article;

void sn_article_done(sn_article *a); /* frees the content; NULL and zeroed are fine */

/* Could an article have this id? Not empty, at most SN_LIMIT_ID_BYTES of well-formed UTF-8 without
 * white space and control characters. SN_OK, SN_EINVAL, SN_EUTF8, SN_ELIMIT. */
SN_MUST_USE sn_status sn_article_check_id(sn_str id, sn_error *err);

/* Read one JSON object. Accepted besides the fields' own names: `published` for published_at; a
 * single string where a list is wanted; numbers for dates (sn_date_of_number); a whole number below
 * 2^53 for id; no id where url is an http(s) address, by which the article is called then (sn_address_id).
 * Text loses white space at both ends; null and blank text count as not given.
 * Everything else is refused by name: unknown fields, duplicate keys (at
 * any depth), wrong types, dates that are none, ill-formed UTF-8, U+0000, nesting over
 * SN_LIMIT_JSON_DEPTH, bytes behind the object, ids and texts over their limits.
 * On SN_OK *out (zeroed by the caller) is filled. On failure it stays empty and err->msg names the
 * field («published_at: «۱۴۰۵/۱۳/۰۱» is not a date») or the byte offset of the JSON error.
 * Returns SN_OK, SN_EINVAL, SN_EUTF8, SN_ELIMIT, SN_ENOMEM. */
SN_MUST_USE sn_status sn_article_parse(sn_str json, sn_article *out, sn_error *err);

/* Refuse the field of that name (well-formed UTF-8): SN_EINVAL with "unknown field "name"", cut and escaped so
 * that it may be shown. */
SN_MUST_USE sn_status sn_article_refuse_field(sn_str name, sn_error *err);

/* The canonical JSON form, appended: fields in a fixed order, only those given, dates in RFC 3339
 * (day precision as "2021-08-27", the day in Tehran; minute precision without seconds), and
 * sn_article_parse() of it gives an equal article. Returns the status of *out. */
SN_MUST_USE sn_status sn_article_write(const sn_article *a, sn_buf *out);

/* What this version of the article is known by: articles of one canonical form have one tag, others another.
 * Never 0. */
uint64_t sn_article_etag(const sn_article *a);

/* Is this, checked or not, a merge patch (RFC 7396) of an article: an object of its fields, which leaves it its id?
 * Whether an article becomes of it is told by the article that is patched. SN_EINVAL with the name of the field, and
 * statuses of sn_json_check(). */
SN_MUST_USE sn_status sn_article_check_patch(sn_str patch, sn_error *err);

SN_DEFINE_CLEANUP(sn_article, sn_article_done)

#endif
