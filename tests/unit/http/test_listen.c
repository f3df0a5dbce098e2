#include "http/listen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static void finds_a_free_port(void **state)
{
    (void)state;
    sn_address first, second;
    sn_error err = {0};
    char text[SN_ADDRESS_SIZE];
    int fd, other;
    assert_int_equal(sn_address_parse("127.0.0.1:0", &first, &err), SN_OK);
    assert_int_equal(sn_listen(&first, &fd, &err), SN_OK);
    sn_address_write(&first, text);
    assert_string_not_equal(text, "127.0.0.1:0");
    assert_int_equal(sn_address_parse(text, &second, &err), SN_OK);
    assert_int_not_equal(sn_listen(&second, &other, &err), SN_OK);
    assert_non_null(strstr(err.msg, text));
    close(fd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_a_free_port),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
