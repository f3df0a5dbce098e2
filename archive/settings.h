/* archive/settings - what editors say besides articles: pins, synonym sets, judgements.
 *
 *   kind         key          item          value                      in the index
 *   pin          the query    ""            JSON (archive/pin.h)       yes
 *   synonyms     a name       ""            rules (analysis/synonyms)  yes
 *   judgement    the query    article id    grade, "0" to "4"          no
 *
 * They live in archive.db, so no rebuild loses them. A put or removal is a change with a number of
 * the one change log, committed like an article's; what was removed stays as a row without value,
 * for who and when. Keys are what people wrote, byte for byte: which writings of a query meet is the
 * analysis' matter, when it is searched for.
 * Statuses besides those named: as archive/archive.h says for all functions. */
#ifndef SN_ARCHIVE_SETTINGS_H
#define SN_ARCHIVE_SETTINGS_H

#include "archive/archive.h"
#include "archive/pin.h"

typedef enum sn_setting_kind {
    SN_SETTING_PIN,
    SN_SETTING_SYNONYMS,
    SN_SETTING_JUDGEMENT
} sn_setting_kind;

/* "pins", "synonyms", "judgements": as paths and commands name them. */
const char *sn_setting_kind_name(sn_setting_kind kind);
/* False: no kind has that name. */
bool sn_setting_kind_of(const char *name, sn_setting_kind *out);

#define SN_SETTING_GRADE_MAX 4 /* of a judgement: 0 is not relevant, 4 what should come first */

/* All puts are transactions of their own outside sn_archive_begin, and change nothing where the same
 * is held already (SN_PUT_UNCHANGED, change 0). who may be NULL. SN_EINVAL, SN_EUTF8, SN_ELIMIT: no
 * such key or value, or one more than the limit of its kind; err->msg begins with the field. */
SN_MUST_USE sn_status sn_settings_put_pin(sn_archive *a, const sn_pin *pin, const char *who,
                                          sn_put_result *out, sn_error *err);
/* The rules are stored as they are: whoever puts them has read them with sn_synonyms_parse(). */
SN_MUST_USE sn_status sn_settings_put_synonyms(sn_archive *a, sn_str name, sn_str rules,
                                               const char *who, sn_put_result *out, sn_error *err);
SN_MUST_USE sn_status sn_settings_put_judgement(sn_archive *a, sn_str query, sn_str id, int grade,
                                                const char *who, sn_put_result *out, sn_error *err);

/* Remove what is held under a key: of judgements, all of that query. SN_ENOTFOUND if there is none. */
SN_MUST_USE sn_status sn_settings_remove(sn_archive *a, sn_setting_kind kind, sn_str key,
                                         const char *who, uint64_t *change, sn_error *err);

/* Borrowed during the call. */
typedef struct sn_setting_row {
    sn_setting_kind kind;
    sn_str key, item, value;
    uint64_t change;
    int64_t at_sec;
    sn_str who; /* empty: not said */
} sn_setting_row;
typedef sn_status sn_setting_fn(void *ctx, const sn_setting_row *row);

/* What is held of a kind, by key and item in the order of their bytes; key.at NULL: of all keys. A
 * status of fn other than SN_OK ends the walk and is returned. fn must not write to this handle. */
SN_MUST_USE sn_status sn_settings_each(sn_archive *a, sn_setting_kind kind, sn_str key,
                                       sn_setting_fn *fn, void *ctx, sn_error *err);

/* The last change of a kind that is carried into the index, 0: there was none. Cheap: one row. */
SN_MUST_USE sn_status sn_settings_last_change(sn_archive *a, uint64_t *out, sn_error *err);

/* ---- judgements as other programs have them ---------------------------------------------------- */

/* A line of a JSON lines file: {"query": …, "id": …, "grade": 0 to 4}. query and id are the
 * caller's to free. SN_EINVAL, SN_EUTF8, SN_ELIMIT with the member's name first, SN_ENOMEM. */
typedef struct sn_judgement_line {
    char *query, *id;
    int grade;
} sn_judgement_line;
void sn_judgement_line_done(sn_judgement_line *j);
SN_MUST_USE sn_status sn_judgement_line_parse(sn_str json, sn_judgement_line *out, sn_error *err);

/* Grades as the value of a row. */
int sn_setting_grade(const sn_setting_row *row);

SN_DEFINE_CLEANUP(sn_judgement_line, sn_judgement_line_done)

#endif
