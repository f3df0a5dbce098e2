#include "indexer/identity.h"

#include "archive/address.h"
#include "base/limits.h"
#include "indexer/readers/reader.h"

#include <stdlib.h>

/* Is it called by its address? */
static sn_status is_called_by_address(const sn_article *article, bool *out)
{
    SN_CLEANUP(sn_buf) sn_buf address = SN_BUF(SN_LIMIT_ID_BYTES);
    sn_status s = sn_address_id(sn_str_of(article->url), &address);
    if (s == SN_OK)
        *out = sn_str_equal(sn_buf_str(&address), sn_str_of(article->id));
    return s;
}

static sn_status take_id(sn_archive *a, sn_article *article, bool *known, sn_error *err)
{
    SN_CLEANUP(sn_buf) sn_buf id = SN_BUF(SN_LIMIT_ID_BYTES);
    sn_status s = sn_archive_id_at(a, sn_str_of(article->url), &id, err);
    if (s != SN_OK)
        return s == SN_ENOTFOUND ? SN_OK : s;
    *known = true;
    free(article->id);
    article->id = id.at;
    id = (sn_buf){0};
    return SN_OK;
}

static sn_status find_known(sn_archive *a, unsigned traits, sn_article *article, bool *known,
                            sn_error *err)
{
    bool is_weak = (traits & SN_READER_WEAK_IDS) != 0;
    bool has_address = sn_address_is(sn_str_of(article->url));
    sn_status s = SN_OK;
    if (!is_weak && has_address)
        s = is_called_by_address(article, &is_weak);
    if (s != SN_OK || !is_weak)
        return s;
    s = sn_archive_knows(a, sn_str_of(article->id), known, err);
    return s == SN_OK && !*known && has_address ? take_id(a, article, known, err) : s;
}

static void move_text(char **to, char **from)
{
    if (*to != NULL)
        return;
    *to = *from;
    *from = NULL;
}

static void move_list(sn_list *to, sn_list *from)
{
    if (to->n > 0)
        return;
    *to = *from;
    *from = (sn_list){0};
}

/* An extract does not end an embargo, nor take away when the article expires. */
static void keep_time(sn_article *extract, sn_article *held)
{
    move_text(&extract->pubstatus, &held->pubstatus);
    if (extract->publish_at.precision == 0)
        extract->publish_at = held->publish_at;
    if (extract->expires_at.precision == 0)
        extract->expires_at = held->expires_at;
}

void sn_identity_complete(sn_article *extract, sn_article *held)
{
    move_text(&extract->kicker, &held->kicker);
    move_text(&extract->lead, &held->lead);
    move_text(&extract->body, &held->body);
    move_text(&extract->source, &held->source);
    move_text(&extract->language, &held->language);
    move_text(&extract->image_url, &held->image_url);
    move_list(&extract->author, &held->author);
    move_list(&extract->category, &held->category);
    move_list(&extract->tags, &held->tags);
    if (extract->published_at.precision == 0)
        extract->published_at = held->published_at;
    if (extract->modified_at.precision == 0)
        extract->modified_at = held->modified_at;
    if (!extract->has_version) {
        extract->has_version = held->has_version;
        extract->version = held->version;
    }
}

sn_status sn_identity_find(sn_archive *a, unsigned traits, sn_article *article, bool *skip,
                           sn_error *err)
{
    bool known = false;
    SN_CLEANUP(sn_record) sn_record record = {.json = SN_BUF(SN_LIMIT_ARTICLE_BYTES)};
    SN_CLEANUP(sn_article) sn_article held = {0};
    sn_status s = find_known(a, traits, article, &known, err);
    if (s != SN_OK || !known || (traits & SN_READER_EXTRACTS) == 0 || article->body != NULL)
        return s;
    s = sn_archive_get(a, sn_str_of(article->id), &record, err);
    bool is_out = record.state == SN_ARTICLE_WITHDRAWN || record.state == SN_ARTICLE_TAKEN_DOWN;
    if (s == SN_OK && is_out)
        return SN_OK; /* the archive decides */
    if (s == SN_OK)
        s = sn_article_parse(sn_buf_str(&record.json), &held, err);
    if (s != SN_OK)
        return s;
    bool has_text = held.body != NULL || held.lead != NULL;
    *skip = (traits & SN_READER_ONLY_TITLES) != 0 && has_text;
    if (!*skip)
        keep_time(article, &held);
    if (!*skip && held.body != NULL)
        sn_identity_complete(article, &held); /* an extract takes no text away */
    return SN_OK;
}
