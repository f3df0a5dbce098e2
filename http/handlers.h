/* http/handlers - what each route does; the table is in routes.c. */
#ifndef SN_HTTP_HANDLERS_H
#define SN_HTTP_HANDLERS_H

#include "http/exchange.h"

/* search.c */
void sn_handle_search(
    sn_exchange *x); /* parameters in the query; of a POST in a JSON object, too */
bool sn_answer_kept_search(sn_exchange *x);

/* search_batch.c */
void sn_handle_search_batch(sn_exchange *x);

/* analyze.c */
void sn_handle_analyze(sn_exchange *x);      /* GET */
void sn_handle_analyze_body(sn_exchange *x); /* POST */

/* evaluate.c */
void sn_handle_evaluate(sn_exchange *x);

/* related.c */
void sn_handle_related(sn_exchange *x);      /* GET: to the article of the path */
void sn_handle_related_body(sn_exchange *x); /* POST: to what a JSON object says */

/* spell.c */
void sn_handle_spell(sn_exchange *x);

/* suggest.c */
void sn_handle_suggest(sn_exchange *x);

/* stories.c */
void sn_handle_stories(sn_exchange *x); /* the biggest of a period */
void sn_handle_story(sn_exchange *x);   /* the time line of one */

/* duplicates.c */
void sn_handle_duplicates(sn_exchange *x);

/* articles.c */
void sn_handle_article(sn_exchange *x);

/* article_writes.c */
void sn_handle_put(sn_exchange *x);
void sn_handle_patch(sn_exchange *x);
void sn_resume_put(sn_exchange *x);
void sn_handle_take_down(sn_exchange *x);
void sn_resume_take_down(sn_exchange *x);
void sn_handle_lift(sn_exchange *x);
void sn_resume_lift(sn_exchange *x);

/* delete.c */
void sn_handle_delete(sn_exchange *x);
void sn_resume_delete(sn_exchange *x);

/* bulk.c */
void sn_take_bulk(sn_exchange *x, sn_str piece);
void sn_handle_bulk(sn_exchange *x);
void sn_resume_bulk(sn_exchange *x);

/* settings.c, settings_put.c: pins, synonym sets, judgements */
void sn_handle_settings(sn_exchange *x); /* those of a kind, or of a key */
void sn_handle_setting(sn_exchange *x);  /* the one of a key */
void sn_handle_setting_delete(sn_exchange *x);
void sn_handle_pin_put(sn_exchange *x);
void sn_handle_synonyms_put(sn_exchange *x);
void sn_handle_judgements_put(sn_exchange *x); /* of one query */
void sn_handle_judgements(sn_exchange *x);     /* lines, of many */
void sn_resume_setting(sn_exchange *x);

/* service_pages.c */
void sn_handle_health(sn_exchange *x);
void sn_handle_ready(sn_exchange *x);
void sn_handle_opensearch(sn_exchange *x);
/* The description of the routes, OpenAPI 3.1 as JSON (http/openapi.json). */
void sn_handle_openapi(sn_exchange *x);
sn_str sn_openapi(void); /* its text */

/* status.c */
void sn_handle_status(sn_exchange *x);
void sn_handle_queries(sn_exchange *x); /* asked for most, and in vain */

/* admin.c: begins a task */
void sn_handle_task_start(sn_exchange *x);

/* task_pages.c */
void sn_handle_tasks(sn_exchange *x);
void sn_handle_task(sn_exchange *x);
void sn_handle_task_cancel(sn_exchange *x);

/* dictionaries.c: the newsroom's own words; and all that SIGHUP reads */
void sn_handle_dictionaries(sn_exchange *x);
void sn_handle_dictionary(sn_exchange *x);
void sn_handle_dictionary_put(sn_exchange *x);
void sn_handle_dictionary_delete(sn_exchange *x);
void sn_handle_reload(sn_exchange *x);

/* generations.c */
void sn_handle_generations(sn_exchange *x);

/* clicks.c */
void sn_handle_click(sn_exchange *x);

/* metrics.c */
void sn_handle_metrics(sn_exchange *x);

#define SN_BASE_URL_SIZE 512
/* The address before the slash by which clients reach this service: as configured, or as the request has it. */
void sn_exchange_base(const sn_exchange *x, char out[SN_BASE_URL_SIZE]);

/* Refuse each parameter of the query, for routes that have none. False: refused. */
bool sn_exchange_takes_no_params(sn_exchange *x);
/* An sn_param_fn for routes that do not know the parameter. */
sn_status sn_param_refuse(void *ctx, sn_str name, sn_str value, sn_problem *problem);
/* Refuse with the words of err (sn_problem_of_error); what is the server's fault is logged. */
void sn_exchange_refuse_error(sn_exchange *x, sn_status status, const sn_error *err,
                              const char *code);
/* Make *problem what the client may be told of it: of the service's own failures only the standard words, and
 * the log has the others. */
void sn_exchange_disclose(const sn_exchange *x, sn_status s, sn_problem *problem);
/* Refuse because the answer cannot be written for want of memory. */
void sn_exchange_refuse_unwritten(sn_exchange *x);
/* Refuse what query/ refused. */
void sn_exchange_refuse_query(sn_exchange *x, sn_status s, const sn_problem *problem);
/* The JSON that query/ wrote into the answer's body, or what it refused. */
void sn_exchange_answer_query(sn_exchange *x, sn_status s, const sn_problem *problem);
/* The member took_ms of a JSON answer: since the request began. */
struct sn_json;
void sn_exchange_write_took(const sn_exchange *x, struct sn_json *j);
/* End a JSON answer: request_id and the closing bracket. */
void sn_exchange_finish_json(sn_exchange *x, struct sn_json *j, unsigned http_status);

#endif
