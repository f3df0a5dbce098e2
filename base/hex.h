/* base/hex - hexadecimal digits. */
#ifndef SN_BASE_HEX_H
#define SN_BASE_HEX_H

/* What a digit stands for, whatever the case of its letter; -1: it is none. */
static inline int sn_hex_digit(char c)
{
    char small = (char)(c | 0x20);
    if (c >= '0' && c <= '9')
        return c - '0';
    return small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}

#endif
