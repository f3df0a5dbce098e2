/* Words of a query that say how new its answer should be. */
#include "query/freshness.h"

#include "base/options.h"
#include "calendar/calendar.h"

#include <time.h>

/* Stems, as the analysis has them; the reason is what people who type them want. Deliberately short:
 * a word that is as often part of a name (نو، آخرین) or of old news would be wrong as often as right. */
static const struct word {
    const char *stem;
    sn_freshness level;
} words[] = {
    /* Deictic: they point at the day of asking. */
    {"امروز", SN_FRESHNESS_HIGH},
    {"امشب", SN_FRESHNESS_HIGH},
    {"دیروز", SN_FRESHNESS_HIGH},
    {"دیشب", SN_FRESHNESS_HIGH},
    {"هماکنون", SN_FRESHNESS_HIGH},
    /* Labels of running coverage. */
    {"فوری", SN_FRESHNESS_HIGH},
    {"زنده", SN_FRESHNESS_HIGH},
    {"لحظهای", SN_FRESHNESS_HIGH},
    {"لحظهبهلحظه", SN_FRESHNESS_HIGH},
    /* What is asked for has a new value every day: prices, and results of matches and draws. */
    {"قیمت", SN_FRESHNESS_HIGH},
    {"نتیجه", SN_FRESHNESS_HIGH},
    /* History and lives: written once, and the best of it is old. */
    {"تاریخچه", SN_FRESHNESS_LOW},
    {"زندگینامه", SN_FRESHNESS_LOW},
    {"بیوگرافی", SN_FRESHNESS_LOW},
    {"سرگذشت", SN_FRESHNESS_LOW},
    /* A question for what a thing is, or who somebody is: an explanation, which ages slowly. */
    {"چیست", SN_FRESHNESS_LOW},
    {"کیست", SN_FRESHNESS_LOW},
};

/* A Jalali or Gregorian year that is over. Who names one means its articles, not the newest that
 * mention it; the running year and those to come ask for what is new like any word. */
static bool is_past_year(sn_str word, int64_t now_sec)
{
    int64_t year;
    struct tm now;
    time_t sec = (time_t)now_sec;
    sn_jalali_date jalali;
    if (word.len != 4 || sn_int_parse(word, 1200, 2100, &year) != SN_OK ||
        (year >= 1500 && year < 1900))
        return false;
    if (year >= 1900)
        return gmtime_r(&sec, &now) != NULL && year < now.tm_year + 1900;
    return sn_jalali_of(now_sec, &jalali) == SN_OK && year < jalali.year;
}

static sn_freshness level_of(const sn_asked_word *w)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (sn_str_equal(w->stem, sn_str_of(words[i].stem)))
            return words[i].level;
    }
    return SN_FRESHNESS_AUTO;
}

sn_freshness sn_freshness_of_words(const sn_question *question, int64_t now_sec,
                                   const char **reason)
{
    bool has[SN_FRESHNESS_AUTO + 1] = {false};
    for (size_t u = 0; u < question->n_units; u++) {
        const sn_unit *unit = &question->units[u];
        for (size_t i = unit->first; i < unit->first + unit->n; i++) {
            const sn_asked_word *w = &question->words[i];
            if (unit->is_excluded)
                continue;
            has[is_past_year(w->stem, now_sec) ? SN_FRESHNESS_OFF : level_of(w)] = true;
        }
    }
    if (has[SN_FRESHNESS_OFF]) {
        *reason = "year";
        return SN_FRESHNESS_OFF;
    }
    if (has[SN_FRESHNESS_LOW]) {
        *reason = "history_word";
        return SN_FRESHNESS_LOW;
    }
    if (has[SN_FRESHNESS_HIGH]) {
        *reason = "current_word";
        return SN_FRESHNESS_HIGH;
    }
    return SN_FRESHNESS_AUTO;
}
