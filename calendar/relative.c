#include "calendar/relative.h"

#define SATURDAY 2 /* day 0, 1970-01-01, was a Thursday */

typedef enum time_unit {
    UNIT_NONE,
    UNIT_HOUR,
    UNIT_DAY,
    UNIT_WEEK,
    UNIT_MONTH,
    UNIT_YEAR
} time_unit;

typedef enum time_turn {
    TURN_NONE,
    TURN_PAST,   /* «گذشته»: the one before this; with a number: the time up to now */
    TURN_AGO,    /* «پیش»: the one before this; with a number: so long ago */
    TURN_RECENT, /* «اخیر»: the time up to now */
    TURN_THIS    /* «این» before a unit, «جاری» behind it */
} time_turn;

/* As calendar/token folds them: half-spaces are out, and a heh with hamza is one without. */
static const struct {
    const char *text;
    time_unit unit;
    time_turn turn;
} words[] = {
    {"ساعت", UNIT_HOUR, TURN_NONE},  {"روز", UNIT_DAY, TURN_NONE},
    {"هفته", UNIT_WEEK, TURN_NONE},  {"هفتهی", UNIT_WEEK, TURN_NONE},
    {"ماه", UNIT_MONTH, TURN_NONE},  {"سال", UNIT_YEAR, TURN_NONE},
    {"گذشته", UNIT_NONE, TURN_PAST}, {"پیش", UNIT_NONE, TURN_AGO},
    {"قبل", UNIT_NONE, TURN_AGO},    {"اخیر", UNIT_NONE, TURN_RECENT},
    {"جاری", UNIT_NONE, TURN_THIS},  {"این", UNIT_NONE, TURN_THIS},
};

/* One word for a unit and how far back. */
static const struct {
    const char *text;
    time_unit unit;
    int back;
} days[] = {
    {"امروز", UNIT_DAY, 0},     {"today", UNIT_DAY, 0},  {"دیروز", UNIT_DAY, 1},
    {"yesterday", UNIT_DAY, 1}, {"پریروز", UNIT_DAY, 2}, {"امسال", UNIT_YEAR, 0},
    {"پارسال", UNIT_YEAR, 1},
};

/* The number of the first day of the unit that is `back` before the one of now. */
static sn_status first_day(int64_t now_sec, time_unit unit, int64_t back, int64_t *number)
{
    sn_jalali_date d;
    int64_t today = 0;
    sn_status s = sn_jalali_of(now_sec, &d);
    if (s == SN_OK)
        s = sn_icu_day_number(SN_CALSYS_JALALI, d.year, d.month, d.day, &today);
    if (s != SN_OK)
        return s;
    if (unit == UNIT_MONTH || unit == UNIT_YEAR) {
        int64_t months = unit == UNIT_MONTH ? (int64_t)d.year * 12 + d.month - 1 - back
                                            : (int64_t)12 * (d.year - back);
        return sn_icu_day_number(SN_CALSYS_JALALI, (int)(months / 12), (int)(months % 12) + 1, 1,
                                 number);
    }
    if (unit == UNIT_WEEK) /* from Saturday on */
        today -= ((today - SATURDAY) % 7 + 7) % 7;
    *number = today - back * (unit == UNIT_WEEK ? 7 : 1);
    return SN_OK;
}

/* The whole day, week, month or year. */
static sn_status whole_unit(int64_t now_sec, time_unit unit, int64_t back, sn_period *out)
{
    int64_t number = 0, next_number = 0, first = 0, next = 0;
    sn_status s = first_day(now_sec, unit, back, &number);
    if (s == SN_OK)
        s = first_day(now_sec, unit, back - 1, &next_number);
    if (s == SN_OK)
        s = sn_icu_tehran_instant(number * SN_DAY_SEC, &first);
    if (s == SN_OK)
        s = sn_icu_tehran_instant(next_number * SN_DAY_SEC, &next);
    if (s == SN_OK)
        *out = (sn_period){first, next - 1};
    return s;
}

/* The same time of day `months` Jalali months ago, on the month's last day where it is shorter. */
static sn_status months_before(int64_t now_sec, int64_t months, int64_t *sec)
{
    sn_jalali_time t;
    sn_status s = sn_icu_jalali_time(now_sec, &t);
    if (s != SN_OK)
        return s;
    int64_t month = (int64_t)t.year * 12 + t.month - 1 - months;
    if (month < 12)
        return SN_EINVAL;
    int64_t number = 0;
    s = SN_EINVAL;
    for (int day = t.day; s == SN_EINVAL && day > 0; day--)
        s = sn_icu_day_number(SN_CALSYS_JALALI, (int)(month / 12), (int)(month % 12) + 1, day,
                              &number);
    if (s != SN_OK)
        return s;
    return sn_icu_tehran_instant(number * SN_DAY_SEC + t.hour * 3600 + t.minute * 60 + t.second,
                                 sec);
}

static sn_status before_now(int64_t now_sec, uint64_t count, int unit, sn_period *out)
{
    if (count > 1000000)
        return SN_EINVAL;
    int64_t n = (int64_t)count, sec = now_sec;
    sn_status s = SN_OK;
    switch (unit) {
    case 'h':
        sec -= n * 3600;
        break;
    case 'd':
        sec -= n * SN_DAY_SEC;
        break;
    case 'w':
        sec -= n * 7 * SN_DAY_SEC;
        break;
    default:
        s = months_before(now_sec, unit == 'y' ? n * 12 : n, &sec);
    }
    if (s != SN_OK)
        return s;
    *out = (sn_period){sec, sec};
    return SN_OK;
}

/* The unit and the turn that a word says. */
static bool take_word(const sn_date_token *t, time_unit *unit, time_turn *turn)
{
    for (size_t i = 0; t->kind == SN_DATE_TOKEN_WORD && i < sizeof words / sizeof *words; i++) {
        if (!sn_str_equal(t->word, sn_str_of(words[i].text)))
            continue;
        bool is_second = words[i].unit != UNIT_NONE ? *unit != UNIT_NONE : *turn != TURN_NONE;
        *unit = words[i].unit != UNIT_NONE ? words[i].unit : *unit;
        *turn = words[i].turn != TURN_NONE ? words[i].turn : *turn;
        return !is_second;
    }
    return false;
}

/* «۳ روز اخیر»: from then to now; «۳ روز پیش»: that day. */
static sn_status counted_period(int64_t now_sec, uint64_t n, time_unit unit, time_turn turn,
                                sn_period *out)
{
    static const char letters[] = {[UNIT_HOUR] = 'h',
                                   [UNIT_DAY] = 'd',
                                   [UNIT_WEEK] = 'w',
                                   [UNIT_MONTH] = 'm',
                                   [UNIT_YEAR] = 'y'};
    if (turn == TURN_THIS || n > 10000)
        return SN_EINVAL;
    if (turn == TURN_AGO)
        return unit == UNIT_DAY ? whole_unit(now_sec, unit, (int64_t)n, out) : SN_EINVAL;
    sn_status s = before_now(now_sec, n, letters[unit], out);
    if (s == SN_OK)
        out->last = now_sec;
    return s;
}

static sn_status unit_period(const sn_date_tokens *tokens, int64_t now_sec, sn_period *out)
{
    time_unit unit = UNIT_NONE;
    time_turn turn = TURN_NONE;
    bool has_count = tokens->n == 3 && tokens->at[0].kind == SN_DATE_TOKEN_NUMBER;
    size_t first = has_count ? 1 : 0;
    if (tokens->n != first + 2)
        return SN_DONE;
    for (size_t i = first; i < tokens->n; i++) {
        if (!take_word(&tokens->at[i], &unit, &turn))
            return SN_DONE;
    }
    if (unit == UNIT_NONE || turn == TURN_NONE)
        return SN_DONE;
    if (has_count)
        return counted_period(now_sec, tokens->at[0].value, unit, turn, out);
    if (unit == UNIT_HOUR)
        return SN_DONE;
    if (turn == TURN_RECENT)
        return counted_period(now_sec, 1, unit, turn, out);
    return whole_unit(now_sec, unit, turn == TURN_THIS ? 0 : 1, out);
}

static sn_status single_word(const sn_date_token *t, int64_t now_sec, sn_period *out)
{
    for (size_t i = 0; t->kind == SN_DATE_TOKEN_WORD && i < sizeof days / sizeof *days; i++) {
        if (sn_str_equal(t->word, sn_str_of(days[i].text)))
            return whole_unit(now_sec, days[i].unit, days[i].back, out);
    }
    return SN_DONE;
}

sn_status sn_relative_period(const sn_date_tokens *tokens, int64_t now_sec, sn_period *out)
{
    const sn_date_token *t = tokens->at;
    if (tokens->n == 1)
        return single_word(&t[0], now_sec, out);
    if (tokens->n == 3 && t[0].kind == SN_DATE_TOKEN_MARK && t[0].mark == '-' &&
        t[1].kind == SN_DATE_TOKEN_NUMBER && t[1].digits <= 7 && t[2].kind == SN_DATE_TOKEN_WORD) {
        const sn_date_name *name = sn_date_name_find(t[2].word);
        if (name != NULL && name->word == SN_DATE_WORD_UNIT)
            return before_now(now_sec, t[1].value, name->value, out);
    }
    return unit_period(tokens, now_sec, out);
}
