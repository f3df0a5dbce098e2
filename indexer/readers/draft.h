/* indexer/readers/draft - an article as it is gathered from a feed: values by field, as text.
 *
 * What becomes of it goes through the JSON form of articles, so that an article of any format keeps the
 * rules and limits of every other one, and a refusal names the field. */
#ifndef SN_READERS_DRAFT_H
#define SN_READERS_DRAFT_H

#include "archive/article.h"

/* The fields of an article, by their names there. */
#define SN_DRAFT_FIELDS(X)                                                                         \
    X(id)                                                                                          \
    X(url)                                                                                         \
    X(title)                                                                                       \
    X(kicker)                                                                                      \
    X(lead)                                                                                        \
    X(body)                                                                                        \
    X(published_at)                                                                                \
    X(modified_at)                                                                                 \
    X(version)                                                                                     \
    X(author)                                                                                      \
    X(source)                                                                                      \
    X(category)                                                                                    \
    X(tags)                                                                                        \
    X(image_url)                                                                                   \
    X(language)                                                                                    \
    X(urgency)                                                                                     \
    X(publish_at)                                                                                  \
    X(expires_at)                                                                                  \
    X(pubstatus)

typedef enum sn_draft_field {
#define SN_DRAFT_ENUM(name) SN_DRAFT_##name,
    SN_DRAFT_FIELDS(SN_DRAFT_ENUM)
#undef SN_DRAFT_ENUM
        SN_DRAFT_COUNT_
} sn_draft_field;

typedef struct sn_draft {
    sn_buf values[SN_DRAFT_COUNT_]; /* JSON texts, commas between */
    unsigned n[SN_DRAFT_COUNT_];
    sn_buf extra;   /* members of the object, commas between */
    sn_buf address; /* the url, which is the id where no other is given */
} sn_draft;

void sn_draft_init(sn_draft *d);
void sn_draft_clear(sn_draft *d); /* for the next article */
void sn_draft_done(sn_draft *d);

/* The field of that name, or of a name that articles accept for it. */
bool sn_draft_field_named(sn_str name, sn_draft_field *out);

bool sn_draft_has(const sn_draft *d, sn_draft_field field);

/* Give a field a value: well-formed UTF-8 without U+0000. Blank text is none. Of author, category and
 * tags each value is kept once, of other fields the first one counts: so a reader says what it likes best
 * first. What fails is told by sn_draft_finish. */
void sn_draft_set(sn_draft *d, sn_draft_field field, sn_str text);
/* The same of text that may have HTML in it (markup.h). */
void sn_draft_set_markup(sn_draft *d, sn_draft_field field, sn_str html);
/* Each part of a list written as «a, b، c». */
void sn_draft_set_list(sn_draft *d, sn_draft_field field, sn_str text);
/* url, in its canonical form (address.h), and id by the rule of sn_address_id(). */
void sn_draft_set_url(sn_draft *d, sn_str url);
void sn_draft_set_id(sn_draft *d, sn_str id);
/* As tables have it: id and url by their rules, of author, category and tags each part of a list, HTML stripped. */
void sn_draft_set_column(sn_draft *d, sn_draft_field field, sn_str text);

/* A member of extra: json is a value that is JSON already. */
void sn_draft_extra(sn_draft *d, sn_str key, sn_str json);
/* The same of a text, which is kept as it is; of an empty one nothing. */
void sn_draft_extra_text(sn_draft *d, sn_str key, sn_str text);

/* The article: statuses and messages of sn_article_parse, and SN_ENOMEM. Where no id was given it is that of
 * the url. SN_EUTF8, SN_EINVAL also for what the decoder has marked (decode.h). */
SN_MUST_USE sn_status sn_draft_finish(sn_draft *d, sn_article *out, sn_error *err);

SN_DEFINE_CLEANUP(sn_draft, sn_draft_done)

#endif
