/* POST /v1/clicks: a result that a reader chose, for the log of them. */
#include "http/handlers.h"

#include "base/json_writer.h"
#include "http/events.h"
#include "http/watch/click.h"

/* Only what can be found is worth a line, and what was taken down is named in no log. */
static sn_status look_up(sn_exchange *x, const sn_click *click, sn_error *err)
{
    SN_CLEANUP(sn_buf) sn_buf json = SN_BUF(SN_ANSWER_BYTES);
    sn_searcher *searcher = sn_exchange_searcher(x);
    sn_status s =
        sn_searcher_article_json(searcher, sn_str_of(click->id), SN_SHOW_ID, &json, NULL, err);
    sn_exchange_give_back(x, searcher);
    return s;
}

static void keep(sn_exchange *x, const sn_click *click)
{
    sn_error err = {0};
    sn_status s = look_up(x, click, &err);
    if (s != SN_OK) {
        sn_exchange_refuse_error(x, s, &err, NULL);
        return;
    }
    sn_json j = SN_JSON(&x->answer.body);
    sn_json_object(&j);
    sn_json_key(&j, "logged");
    sn_json_bool(&j, sn_event_click(x, click));
    sn_exchange_finish_json(x, &j, 200);
}

void sn_handle_click(sn_exchange *x)
{
    sn_click click;
    sn_problem problem = {0};
    if (!sn_exchange_takes_no_params(x))
        return;
    if (x->service->events.clicks == NULL) {
        sn_exchange_refuse_code(x, "not_logged");
        return;
    }
    sn_status s = sn_click_read(sn_buf_str(&x->body), &click, &problem);
    if (s == SN_OK)
        keep(x, &click);
    else
        sn_exchange_refuse_query(x, s, &problem);
}
