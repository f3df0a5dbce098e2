#include "http/options/table.h"

#include <ctype.h>
#include <stdio.h>

const sn_http_option sn_http_option_table[SN_HTTP_OPTIONS] = {
#define SN_HTTP_OPTION(type, name, letter, standard, min, max, unit, change, help)                 \
    {SN_HTTP_##type,                                                                               \
     #name,                                                                                        \
     letter,                                                                                       \
     standard,                                                                                     \
     min,                                                                                          \
     max,                                                                                          \
     unit,                                                                                         \
     SN_HTTP_##change,                                                                             \
     help,                                                                                         \
     offsetof(sn_http_options, name)},
#include "http/options/options.def"
#undef SN_HTTP_OPTION
};

void sn_http_option_flag(const sn_http_option *row, char out[SN_HTTP_NAME_SIZE])
{
    snprintf(out, SN_HTTP_NAME_SIZE, "%s", row->name);
    for (char *c = out; *c != '\0'; c++)
        *c = *c == '_' ? '-' : *c;
}

void sn_http_option_variable(const sn_http_option *row, char out[SN_HTTP_NAME_SIZE])
{
    snprintf(out, SN_HTTP_NAME_SIZE, "SARNAKH_%s", row->name);
    for (char *c = out; *c != '\0'; c++)
        *c = (char)toupper((unsigned char)*c);
}

void sn_http_option_flags(char names[SN_HTTP_OPTIONS][SN_HTTP_NAME_SIZE],
                          sn_option out[SN_HTTP_OPTIONS])
{
    for (size_t i = 0; i < SN_HTTP_OPTIONS; i++) {
        const sn_http_option *row = &sn_http_option_table[i];
        sn_http_option_flag(row, names[i]);
        out[i] = (sn_option){
            .name = names[i],
            .letter = row->letter,
            .type = row->type == SN_HTTP_BOOL ? SN_OPTION_SWITCH : SN_OPTION_TEXT,
            .offset = offsetof(sn_http_flags, values) + i * sizeof(const char *),
            .value_name = row->unit,
            .help = row->help,
        };
    }
}
