/* What is to be warned of: why an answer is not what its request may have meant. */
#include "query/answer.h"

static bool is_only_exclusions(const sn_answer_writer *a)
{
    const sn_lookup *l = a->lookup;
    return l != NULL && !l->has_content && !sn_lookup_is_narrowed(l, a->request) &&
           l->question.n_excluded > 0;
}

static bool has_no_words(const sn_answer_writer *a)
{
    const sn_lookup *l = a->lookup;
    return l != NULL && !l->has_content && !sn_lookup_is_narrowed(l, a->request) &&
           l->question.n_excluded == 0;
}

static bool has_short_prefix(const sn_answer_writer *a)
{
    return a->lookup != NULL && a->lookup->question.short_prefix;
}

static bool is_prefix_cut(const sn_answer_writer *a)
{
    return a->lookup != NULL && a->lookup->plan.prefix_cut;
}

static bool has_read(const sn_answer_writer *a, unsigned what)
{
    return a->lookup != NULL && (a->lookup->reading & what) != 0;
}

static bool has_read_dates(const sn_answer_writer *a)
{
    return has_read(a, SN_READ_DATES_AS_WORDS);
}

static bool has_read_phrases(const sn_answer_writer *a)
{
    return has_read(a, SN_READ_PHRASES_AS_WORDS);
}

static bool has_read_fields(const sn_answer_writer *a)
{
    return has_read(a, SN_READ_FIELDS_AS_WORDS);
}

static bool is_period_empty(const sn_answer_writer *a)
{
    return a->request->from_sec > a->request->to_sec;
}

static bool is_too_deep(const sn_answer_writer *a)
{
    return a->lookup != NULL && a->lookup->is_too_deep;
}

static bool has_no_index(const sn_answer_writer *a)
{
    return a->searcher->snapshot.db == NULL;
}

static bool is_of_other_analysis(const sn_answer_writer *a)
{
    return !has_no_index(a) && a->searcher->snapshot.manifest.analysis != SN_ANALYSIS_VERSION;
}

static bool cannot_collapse(const sn_answer_writer *a, sn_collapse by, int format)
{
    return !has_no_index(a) && a->request->collapse == by &&
           a->searcher->snapshot.manifest.format < format;
}

static bool has_no_sources(const sn_answer_writer *a)
{
    return cannot_collapse(a, SN_COLLAPSE_SOURCE, SN_FACETS_FORMAT);
}

static bool has_no_stories(const sn_answer_writer *a)
{
    return cannot_collapse(a, SN_COLLAPSE_STORY, SN_GROUPS_FORMAT);
}

static bool has_no_facets(const sn_answer_writer *a)
{
    return a->lookup != NULL && a->request->n_facets > 0 && a->lookup->facets.n == 0;
}

static const struct warning {
    bool (*is_due)(const sn_answer_writer *a);
    const char *code, *detail, *detail_fa;
} warnings[] = {
    {has_short_prefix, "short_prefix",
     "a prefix of one letter is searched for as a word: two are needed",
     "پیشوند یک‌حرفی مانند یک واژه "
     "جسته شد؛ دست‌کم دو حرف لازم است"},
    {is_prefix_cut, "prefix_cut",
     "QUERY_PREFIX_TERMS: of the words with a prefix only the most frequent are found",
     "QUERY_PREFIX_TERMS: از واژه‌های دارای "
     "پیشوند فقط پرکاربردترین‌ها جسته شدند"},
    {has_read_dates, "dates_as_words",
     "few articles of the period have the words: its name is searched for",
     "در آن بازهٔ زمانی مطلب کمی بود؛ نام بازه مانند یک واژه جسته شد"},
    {has_read_phrases, "phrases_as_words", "no article has the phrase: its words are searched for",
     "هیچ مطلبی عبارت داخل گیومه را "
     "ندارد؛ واژه‌های آن جسته شد"},
    {has_read_fields, "fields_as_words",
     "the field has nothing of that value: its name is searched for",
     "با آن مقدار چیزی در فیلد نبود؛ نام فیلد مانند یک واژه جسته شد"},
    {is_only_exclusions, "only_excluded", "the query only excludes words: nothing is searched for",
     "پرسش فقط واژه‌هایی را کنار "
     "می‌گذارد و چیزی نمی‌جوید"},
    {has_no_words, "no_words", "the query has no word to search for",
     "در پرسش واژه‌ای برای جست‌وجو نیست"},
    {is_period_empty, "empty_period", "from is later than to: no article can be between them",
     "آغاز بازه (from) پس از پایان آن (to) است"},
    {is_too_deep, "too_deep",
     "the list goes on, but not by cursor: narrow it, or sort by date and do not collapse",
     "مکان‌نما از این جلوتر نمی‌رود؛ "
     "جست‌وجو را محدودتر کنید"},
    {has_no_index, "no_index", "nothing is indexed yet", "هنوز چیزی نمایه نشده است"},
    {is_of_other_analysis, "other_analysis",
     "the index was built by another version of the analysis: rebuild it",
     "نمایه را نسخهٔ دیگری از تحلیل‌گر "
     "ساخته است و باید بازسازی شود"},
    {has_no_sources, "no_sources", "this older index cannot collapse by source: rebuild it",
     "برای گروه‌بندی بر پایهٔ "
     "منبع باید نمایه بازسازی شود"},
    {has_no_stories, "no_stories", "this older index cannot collapse by story: rebuild it",
     "برای گروه‌بندی بر پایهٔ "
     "ماجرا باید نمایه بازسازی شود"},
    {has_no_facets, "no_facets", "this older index has nothing to count: rebuild it",
     "برای شمارش باید نمایه بازسازی شود"},
};

void sn_answer_warning(sn_json *j, const char *code, const char *detail, const char *detail_fa)
{
    sn_json_object(j);
    sn_json_key(j, "code");
    sn_json_text(j, code);
    sn_json_key(j, "detail");
    sn_json_text(j, detail);
    sn_json_key(j, "detail_fa");
    sn_json_text(j, detail_fa);
    sn_json_end(j);
}

void sn_answer_warnings(sn_answer_writer *a)
{
    sn_json_key(&a->json, "warnings");
    sn_json_array(&a->json);
    for (size_t i = 0; i < sizeof warnings / sizeof *warnings; i++) {
        const struct warning *w = &warnings[i];
        if (w->is_due(a))
            sn_answer_warning(&a->json, w->code, w->detail, w->detail_fa);
    }
    sn_json_end(&a->json);
}
