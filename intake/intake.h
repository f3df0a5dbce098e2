/* intake/intake - an article as it comes from outside, made the article that is kept: the same whichever way it comes.
 *
 *   JSON of a line, of a list, of an HTTP body --[read; HTML out; address]--> sn_article
 *
 * HTML and entities leave title, kicker, lead and body (markup.h): what is kept, shown and highlighted is the text
 * without its markup, so that places in it are exact by themselves. url takes its canonical form (archive/address.h).
 * Feeds of other forms do the same field by field (indexer/readers/draft.h). */
#ifndef SN_INTAKE_H
#define SN_INTAKE_H

#include "archive/article.h"

/* Read one article of our own JSON form. Statuses and messages of sn_article_parse; SN_EINVAL also where nothing is
 * left of the title. On failure *out stays empty. */
SN_MUST_USE sn_status sn_intake_parse(sn_str json, sn_article *out, sn_error *err);

/* What is kept of an article becomes another one by a patch (sn_article_check_patch()): only members of the patch come
 * from outside, so that the rest stays as it is (text that has lost its HTML may look like HTML again). json: what
 * sn_json_merge() makes of both. Otherwise as sn_intake_parse. */
SN_MUST_USE sn_status sn_intake_parse_patched(sn_str json, sn_str patch, sn_article *out,
                                              sn_error *err);

#endif
