#include "analysis/letters.h"

#include "analysis/fold_table.h"

#include <unictype.h>

static sn_cp_class classify_by_unicode(uint32_t cp)
{
    if (cp >= 0x1f000 && cp <= 0x1faff)
        return SN_CP_OTHER;
    if (uc_is_general_category(cp, UC_CATEGORY_M))
        return SN_CP_MARK;
    if (uc_is_general_category(cp, UC_CATEGORY_L)) {
        const uc_script_t *script = uc_script(cp);
        return script != NULL && script->name[0] == 'L' && script->name[1] == 'a' &&
                       script->name[2] == 't'
                   ? SN_CP_LATIN
                   : SN_CP_LETTER;
    }
    return uc_is_general_category(cp, UC_CATEGORY_N) ? SN_CP_LETTER : SN_CP_OTHER;
}

sn_cp_class sn_classify_cp(uint32_t cp)
{
    if (cp < 0x80) {
        if (cp >= '0' && cp <= '9')
            return SN_CP_DIGIT;
        return (cp | 0x20) >= 'a' && (cp | 0x20) <= 'z' ? SN_CP_LATIN : SN_CP_OTHER;
    }
    if (cp >= SN_FOLD_TABLE_FIRST && cp <= SN_FOLD_TABLE_LAST &&
        sn_fold_table[cp - SN_FOLD_TABLE_FIRST] >= 0x80)
        return SN_CP_ARABIC;
    return classify_by_unicode(cp);
}
