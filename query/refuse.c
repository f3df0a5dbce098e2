#include "query/refuse.h"

#include "base/utf8.h"

#include <stdio.h>
#include <string.h>

sn_status sn_refuse_unknown(sn_problem *problem, sn_str name)
{
    char quoted[SN_QUOTE_SIZE];
    sn_quote(name, quoted);
    return sn_problem_make(problem, SN_EINVAL, "unknown_parameter", quoted,
                           "unknown parameter «%s»", "پارامتر «%s» شناخته نیست", quoted);
}

sn_status sn_refuse_repeated(sn_problem *problem, const char *name)
{
    return sn_problem_make(problem, SN_EINVAL, "repeated_parameter", name, "%s is given twice",
                           "پارامتر %s دو بار آمده است", name);
}

sn_status sn_refuse_value(sn_problem *problem, const char *name, sn_str value, const char *values)
{
    char quoted[SN_QUOTE_SIZE];
    return sn_problem_make(
        problem, SN_EINVAL, "invalid_parameter", name, "%s: «%s» is not one of %s",
        "%s: مقدار «%s» پذیرفته نیست؛ مقدارهای ممکن: %s", name, sn_quote(value, quoted), values);
}

int sn_one_of(sn_str value, const char *values)
{
    for (int i = 0;; i++) {
        size_t len = strcspn(values, "|");
        if (sn_str_equal(value, (sn_str){values, len}))
            return i;
        if (values[len] == '\0')
            return -1;
        values += len + 1;
    }
}

sn_status sn_choose_once(bool *given, const char *name, sn_str value, const char *values,
                         int *choice, sn_problem *problem)
{
    if (*given)
        return sn_refuse_repeated(problem, name);
    *given = true;
    int found = sn_one_of(value, values);
    if (found < 0)
        return sn_refuse_value(problem, name, value, values);
    *choice = found;
    return SN_OK;
}

sn_status sn_refuse_number(sn_problem *problem, const char *name, sn_str value, int64_t least,
                           int64_t most)
{
    char quoted[SN_QUOTE_SIZE];
    return sn_problem_make(problem, SN_EINVAL, "invalid_parameter", name,
                           "%s: «%s» is not a whole number from %lld to %lld",
                           "%s: «%s» عدد درستی از %lld تا %lld نیست", name, sn_quote(value, quoted),
                           (long long)least, (long long)most);
}

sn_status sn_refuse_bad_text(sn_problem *problem, const char *name, sn_str value, size_t max)
{
    if (!sn_utf8_is_valid(value, NULL))
        return sn_problem_make(problem, SN_EUTF8, "invalid_parameter", name,
                               "%s: the value is not well-formed UTF-8",
                               "%s: متن به UTF-8 درست نیست", name);
    if (value.len > 0 && memchr(value.at, '\0', value.len) != NULL)
        return sn_problem_make(problem, SN_EINVAL, "invalid_parameter", name,
                               "%s: the value holds U+0000", "%s: نویسهٔ U+0000 پذیرفته نیست", name);
    if (value.len > max)
        return sn_problem_make(problem, SN_ELIMIT, "limit_exceeded", name,
                               "%s: the value has more than %zu bytes",
                               "%s: مقدار بیش از %zu بایت پذیرفته نیست", name, max);
    return SN_OK;
}

static const char *persian_of(sn_status status)
{
    switch (status) {
    case SN_ESTALE:
        return "نمایه در همین لحظه عوض شد؛ دوباره بپرسید";
    case SN_ETIMEOUT:
        return "پاسخ در زمان مقرر آماده نشد؛ دوباره بپرسید";
    case SN_ENOMEM:
        return "حافظهٔ سرور کافی نبود؛ کمی بعد دوباره بپرسید";
    case SN_EFORMAT:
        return "نمایه را نسخهٔ دیگری از برنامه ساخته است؛ مدیر سامانه باید آن را بازسازی کند";
    case SN_ECORRUPT:
        return "نمایه آسیب دیده است؛ مدیر سامانه باید آن را بازسازی کند";
    default:
        return "جست‌وجو انجام نشد؛ کمی بعد دوباره بپرسید";
    }
}

sn_status sn_refuse_error(sn_problem *problem, const sn_error *err, sn_status status)
{
    const char *reason = err->msg[0] != '\0' ? err->msg : "the search could not be done";
    if (problem == NULL)
        return status;
    sn_problem_make(problem, status, sn_status_name(status), "", "%s", "%s", reason);
    snprintf(problem->detail_fa, sizeof problem->detail_fa, "%s", persian_of(status));
    return status;
}

const char *sn_quote(sn_str text, char out[SN_QUOTE_SIZE])
{
    if (!sn_utf8_is_valid(text, NULL)) {
        snprintf(out, SN_QUOTE_SIZE, "…");
        return out;
    }
    sn_str cut = sn_utf8_cut(text, SN_QUOTE_SIZE - 4);
    memcpy(out, cut.at != NULL ? cut.at : "", cut.len);
    size_t end = cut.len;
    if (cut.len < text.len) {
        memcpy(out + end, "…", 3);
        end += 3;
    }
    out[end] = '\0';
    for (size_t i = 0; i < end; i++) {
        if ((unsigned char)out[i] < 0x20 || out[i] == 0x7f)
            out[i] = ' ';
    }
    return out;
}
