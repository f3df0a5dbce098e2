/* http/access/items - the items of a list as people write them, with commas and blanks between. */
#ifndef SN_HTTP_ACCESS_ITEMS_H
#define SN_HTTP_ACCESS_ITEMS_H

#include "base/bytes.h"

/* Take the next item off the front of *list. False: there is none. */
bool sn_items_next(sn_str *list, sn_str *item);

#endif
