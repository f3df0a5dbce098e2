#include "query/analysis_json.h"
#include "query/answer.h"
#include "query/refuse.h"

static sn_status write_answer(const sn_searcher *s, sn_str text, const sn_answer_info *info,
                              sn_buf *out)
{
    sn_json j = SN_JSON(out);
    sn_json_object(&j);
    sn_status status = sn_analysis_write_members(s->analyzer, s->vocabulary, text, &j);
    if (status != SN_OK)
        return status;
    sn_json_key(&j, "dictionary");
    sn_json_text(&j, s->snapshot.manifest.dictionary[0] != '\0' ? s->snapshot.manifest.dictionary
                                                                : NULL);
    sn_answer_request(&j, info);
    sn_json_end(&j);
    return sn_json_finish(&j);
}

sn_status sn_searcher_analyze_json(sn_searcher *s, sn_str text, const sn_answer_info *info,
                                   sn_buf *out, sn_problem *problem)
{
    sn_error err = {0};
    size_t before = out->len;
    sn_status status = sn_searcher_refresh(s, false, &err);
    if (sn_searcher_is_stale(s, status))
        status = sn_searcher_refresh(s, true, &err);
    if (status == SN_OK)
        status = write_answer(s, text, info, out);
    if (status == SN_OK)
        return SN_OK;
    sn_buf_cut(out, before);
    return sn_refuse_error(problem, &err, status);
}
