#include "tests/unit/base/testing.h"

#include "query/config.h"
#include "query/constants.h"

#include <stdio.h>
#include <string.h>

#define DEEP "profiles = { desk = { freshness_levels = { "

static const struct mistake_case {
    const char *name, *text;
    sn_status status;
    const char *part; /* of the message */
} mistakes[] = {
    {"a brace that does not end", "profiles = {\n  portal = {\n", SN_EINVAL, "f, line 3: "},
    {"no value", "profile = ;\n", SN_EINVAL, "f, line 1: "},
    {"a text that does not end", "# \"\n/* \" */ profile = \n\"editor\\\";\n\n", SN_EINVAL,
     "f, line 3: a text that does not end"},
    {"a setting twice", "profile = \"editor\";\nprofile = \"portal\";\n", SN_EINVAL, "f, line 2: "},
    {"an unknown setting", "\n\nprofil = \"portal\";", SN_EINVAL,
     "f, line 3: profil: there is no setting of this name here"},
    {"an unknown setting of a profile", "profiles = {\n portal = {\n  k2 = 1; }; };", SN_EINVAL,
     "f, line 3: profiles.portal.k2: there is no setting"},
    {"an unknown level", DEEP "off = { share = 1.0; }; }; }; };", SN_EINVAL,
     "profiles.desk.freshness_levels.off: there is no setting"},
    {"an unknown setting of a level", DEEP "low = { peak = 1.0; }; }; }; };", SN_EINVAL,
     "profiles.desk.freshness_levels.low.peak: there is no setting"},
    {"a number out of its range", "profiles = { portal = { b = 1.5; }; };", SN_EINVAL,
     "profiles.portal.b: 1.5 is not within 0 to 1"},
    {"k1 of nothing", "profiles = { portal = { k1 = 0.0; }; };", SN_EINVAL,
     "profiles.portal.k1: 0 is not within 0.01 to 100"},
    {"a count with a fraction", "profiles = { portal = { refined = 7.5; }; };", SN_EINVAL,
     "profiles.portal.refined: a whole number is wanted"},
    {"a huge count", "profiles = { portal = { refined = 99999999999L; }; };", SN_EINVAL,
     "is not within 0 to 1000"},
    {"a text for a number", "profiles = { portal = { b = \"1\"; }; };", SN_EINVAL,
     "profiles.portal.b: a number is wanted"},
    {"a group for a number", "profiles = { portal = { b = { }; }; };", SN_EINVAL,
     "profiles.portal.b: a number is wanted"},
    {"a number for a group", "profiles = 3;", SN_EINVAL, "profiles: { ... } is wanted"},
    {"a list for a profile", "profiles = { portal = ( 1 ); };", SN_EINVAL,
     "profiles.portal: { ... } is wanted"},
    {"a number for a name", "profile = 1;", SN_EINVAL, "profile: a text in quotes is wanted"},
    {"a profile that is not there", "profile = \"desk\";", SN_EINVAL,
     "profile: there is no profile «desk»"},
    {"a profile inherited before it stands there",
     "profiles = { a = { inherits = \"b\"; }; b = { }; };", SN_EINVAL,
     "profiles.a.inherits: no profile «b» is built in or stands above"},
    {"a profile that inherits from itself", "profiles = { a = { inherits = \"a\"; }; };", SN_EINVAL,
     "no profile «a»"},
    {"a freshness that does not exist", "profiles = { a = { freshness = \"max\"; }; };", SN_EINVAL,
     "profiles.a.freshness: not one of off"},
    {"a half-life in months", DEEP "low = { half_life = \"3m\"; }; }; }; };", SN_EINVAL,
     "half_life: not a half-life from 1h to 3650d"},
    {"a half-life as a number", DEEP "low = { half_life = 7; }; }; }; };", SN_EINVAL,
     "half_life: a text in quotes is wanted"},
    {"a share out of its range", DEEP "low = { share = -0.1; }; }; }; };", SN_EINVAL,
     "share: -0.1 is not within 0 to 10"},
    {"priors as a group", "profiles = { a = { source_priors = { x = 0.1; }; }; };", SN_EINVAL,
     "profiles.a.source_priors: ( ... ) is wanted"},
    {"a source without a prior",
     "profiles = { a = { source_priors = ( { source = \"x\"; } ); }; };", SN_EINVAL,
     "profiles.a.source_priors[0]: source and prior are wanted"},
    {"a source without letters",
     "profiles = { a = { source_priors = ( { source = \"-\"; prior = 0.1; } ); }; };", SN_EINVAL,
     "profiles.a.source_priors[0].source: the name of a source is wanted"},
    {"a source twice, in two writings",
     "profiles = { a = { source_priors = (\n { source = \"پیک مهر\"; prior = 0.1; },\n"
     " { source = \"پیک‌مهر\"; prior = 0.2; } ); }; };",
     SN_EINVAL, "line 3: profiles.a.source_priors[1]: this source stands above already"},
    {"a prior above the words'",
     "profiles = { a = { source_priors = ( { source = \"x\"; prior = 1.1; } ); }; };", SN_EINVAL,
     "prior: 1.1 is not within 0 to 1"},
    {"an urgency that does not exist",
     "profiles = { a = { urgency_priors = ( { urgency = 9; prior = 0.1; } ); }; };", SN_EINVAL,
     "profiles.a.urgency_priors[0].urgency: 9 is not within 1 to 8"},
    {"an urgency twice",
     "profiles = { a = { urgency_priors = ( { urgency = 1; prior = 0.1; }, { urgency = 1; prior = "
     "0; } ); }; };",
     SN_EINVAL, "profiles.a.urgency_priors[1]: this urgency stands above already"},
    {"an urgency without a prior",
     "profiles = { a = { urgency_priors = ( { urgency = 1; } ); }; };", SN_EINVAL,
     "profiles.a.urgency_priors[0]: urgency and prior are wanted"},
    {"a name of 32 letters", "profiles = { aaaaaaaaaabbbbbbbbbbccccccccccdd = { }; };", SN_EINVAL,
     "the name is longer than 31 letters"},
    {"another file", "profile = \"editor\";\n  @include \"other.conf\"\n", SN_EINVAL,
     "f, line 2: there is no @include here"},
    {"ill-formed UTF-8", "# \xd8\n", SN_EUTF8, "f, line 1: not well-formed UTF-8"},
};

static void mistakes_are_named(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(mistakes); i++) {
        const struct mistake_case *c = &mistakes[i];
        print_message("  case: %s\n", c->name);
        sn_error err = {0};
        sn_config *config = NULL;
        sn_status s = sn_config_parse("f", sn_str_of(c->text), &config, &err);
        assert_fails(s, c->status, &err, c->part);
        assert_null(config);
    }
}

static void a_nul_does_not_end_the_file(void **state)
{
    (void)state;
    sn_error err = {0};
    sn_config *config = NULL;
    assert_fails(sn_config_parse("f", SN_STR("\n\0profil = 1;"), &config, &err), SN_EINVAL, &err,
                 "line 2: a NUL byte");
}

static void there_are_so_many_profiles(void **state)
{
    (void)state;
    sn_error err = {0};
    sn_config *config = NULL;
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(4096);
    sn_buf_add_format(&text, "profiles = {");
    for (int i = 0; i <= SN_LIMIT_PROFILES - SN_PROFILES_BUILTIN; i++)
        sn_buf_add_format(&text, "\np%d = { };", i);
    sn_buf_add_format(&text, "};");
    assert_fails(sn_config_parse("f", sn_buf_str(&text), &config, &err), SN_ELIMIT, &err,
                 "there are more than 16 profiles");
}

static sn_config *parse(const char *text)
{
    sn_error err = {0};
    sn_config *config = NULL;
    assert_ok(sn_config_parse("f", sn_str_of(text), &config, &err), &err);
    return config;
}

static void an_empty_file_is_what_is_built_in(void **state)
{
    (void)state;
    static const char *const empty[] = {"", "# nothing\n", "profiles = { };"};
    for (size_t i = 0; i < COUNT_OF(empty); i++) {
        SN_CLEANUP_PTR(sn_config) sn_config *c = parse(empty[i]);
        assert_int_equal(c->n_profiles, SN_PROFILES_BUILTIN);
        assert_string_equal(sn_config_profile(c, NULL)->name, "portal");
        assert_int_equal(sn_config_profile(c, "editor")->prefer, SN_FRESHNESS_LOW);
        assert_int_equal(sn_config_profile(c, "archive")->prefer, SN_FRESHNESS_OFF);
        assert_null(sn_config_profile(c, "desk"));
    }
}

/* A profile begins as itself if built in, as what it inherits, or as portal as it stands built in. */
static void profiles_inherit(void **state)
{
    (void)state;
    SN_CLEANUP_PTR(sn_config)
    sn_config *c = parse("profile = \"night\";\n"
                         "profiles = {\n"
                         "  portal = { k1 = 2; };\n"
                         "  archive = { b = 0.5; };\n"
                         "  desk = { title = 1.0; };\n"
                         "  sport = { inherits = \"archive\"; exact = 0.0; };\n"
                         "  night = { inherits = \"desk\"; freshness = \"high\";\n"
                         "    freshness_levels = { high = { half_life = \"6h\"; }; }; };\n"
                         "};\n");
    const sn_profile *p = sn_config_profile(c, "portal");
    assert_true(p->k1 == 2 && p->b == sn_profile_default.b);
    p = sn_config_profile(c, "archive");
    assert_true(p->b == 0.5 && p->k1 == sn_profile_default.k1 && p->prefer == SN_FRESHNESS_OFF);
    p = sn_config_profile(c, "desk");
    assert_true(p->title == 1 && p->k1 == sn_profile_default.k1);
    p = sn_config_profile(c, "sport");
    assert_true(p->exact == 0 && p->b == 0.5 && p->prefer == SN_FRESHNESS_OFF);
    p = sn_config_profile(c, NULL);
    assert_string_equal(p->name, "night");
    assert_true(p->title == 1 && p->prefer == SN_FRESHNESS_HIGH);
    assert_true(p->freshness[SN_FRESHNESS_HIGH].half_days == 0.25);
    assert_true(p->freshness[SN_FRESHNESS_HIGH].share ==
                sn_profile_default.freshness[SN_FRESHNESS_HIGH].share);
}

static void priors_are_inherited_or_replaced(void **state)
{
    (void)state;
    SN_CLEANUP_PTR(sn_config)
    sn_config *c = parse("profiles = {\n"
                         "  a = { source_priors = ( { source = \"پيك مهر\"; prior = 0.2; } );\n"
                         "        urgency_priors = ( { urgency = 2; prior = 0.3; } ); };\n"
                         "  b = { inherits = \"a\"; };\n"
                         "  c = { inherits = \"a\"; source_priors = ( );\n"
                         "        urgency_priors = ( { urgency = 1; prior = 1; } ); };\n"
                         "};\n");
    for (int i = 0; i < 2; i++) {
        const sn_profile *p = sn_config_profile(c, i == 0 ? "a" : "b");
        assert_int_equal(p->n_source_priors, 1);
        assert_str(p->source_priors[0].key, "پیکمهر");
        assert_true(p->source_priors[0].share == 0.2 && p->urgency_priors[2] == 0.3);
        assert_true(p->urgency_priors[1] == 0);
    }
    const sn_profile *p = sn_config_profile(c, "c");
    assert_int_equal(p->n_source_priors, 0);
    assert_true(p->urgency_priors[1] == 1 && p->urgency_priors[2] == 0);
    assert_int_equal(sn_config_profile(c, "portal")->n_source_priors, 0);
}

static void an_unknown_name_is_refused_with_those_there_are(void **state)
{
    (void)state;
    sn_problem problem = {0};
    const sn_profile *p = NULL;
    SN_CLEANUP_PTR(sn_config) sn_config *c = parse("profiles = { desk = { }; };");
    assert_int_equal(sn_config_choose(c, "desk", &p, &problem), SN_OK);
    assert_string_equal(p->name, "desk");
    assert_int_equal(sn_config_choose(c, "Desk", &p, &problem), SN_EINVAL);
    assert_string_equal(problem.code, "invalid_parameter");
    assert_string_equal(problem.parameter, "profile");
    assert_non_null(strstr(problem.detail, "portal|editor|archive|desk"));
    assert_non_null(strstr(problem.detail_fa, "portal|editor|archive|desk"));
}

/* The example shows every setting with its default, so it must say what is built in. */
static void the_example_is_the_defaults(void **state)
{
    (void)state;
    sn_error err = {0};
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(SN_LIMIT_CONFIG_BYTES);
    assert_ok(sn_file_read(SN_TEST_SOURCE "/docs/sarnakh.conf.example", &text, &err), &err);
    SN_CLEANUP_PTR(sn_config) sn_config *c = parse(sn_buf_text(&text));
    SN_CLEANUP_PTR(sn_config) sn_config *built_in = parse("");
    assert_int_equal(c->n_profiles, built_in->n_profiles);
    assert_int_equal(c->standard, built_in->standard);
    for (size_t i = 0; i < c->n_profiles; i++)
        assert_memory_equal(&c->profiles[i], &built_in->profiles[i], sizeof *c->profiles);
}

/* A constant that is added must be shown and explained. */
static void every_constant_is_in_the_example_and_on_the_page(void **state)
{
    (void)state;
    static const char *const files[] = {"docs/sarnakh.conf.example", "docs/configuration.md"};
    for (size_t f = 0; f < COUNT_OF(files); f++) {
        char path[512], name[64];
        sn_error err = {0};
        sn_constant_info c;
        SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(SN_LIMIT_CONFIG_BYTES);
        snprintf(path, sizeof path, "%s/%s", SN_TEST_SOURCE, files[f]);
        assert_ok(sn_file_read(path, &text, &err), &err);
        for (size_t i = 0; sn_profile_constant(&sn_profile_default, i, &c); i++) {
            snprintf(name, sizeof name, f == 0 ? "    %s = " : "`%s`", c.name);
            if (strstr(sn_buf_text(&text), name) == NULL)
                fail_msg("%s does not have %s", files[f], c.name);
        }
    }
}

static const struct half_life_case {
    const char *text, *written;
    double days;
} half_lives[] = {
    {"1h", "1h", 1.0 / 24}, {"12h", "12h", 0.5}, {"24h", "1d", 1},  {"36h", "36h", 1.5},
    {"2w", "14d", 14},      {"7d", "7d", 7},     {"007d", "7d", 7}, {"3650d", "3650d", 3650},
};

static void half_lives_are_read_and_written(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(half_lives); i++) {
        double days = 0;
        char written[SN_HALF_LIFE_SIZE];
        assert_int_equal(sn_half_life_parse(sn_str_of(half_lives[i].text), &days), SN_OK);
        assert_true(days == half_lives[i].days);
        sn_half_life_write(days, written);
        assert_string_equal(written, half_lives[i].written);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mistakes_are_named),
        cmocka_unit_test(a_nul_does_not_end_the_file),
        cmocka_unit_test(there_are_so_many_profiles),
        cmocka_unit_test(an_empty_file_is_what_is_built_in),
        cmocka_unit_test(profiles_inherit),
        cmocka_unit_test(priors_are_inherited_or_replaced),
        cmocka_unit_test(an_unknown_name_is_refused_with_those_there_are),
        cmocka_unit_test(the_example_is_the_defaults),
        cmocka_unit_test(every_constant_is_in_the_example_and_on_the_page),
        cmocka_unit_test(half_lives_are_read_and_written),
    };
    return cmocka_run_group_tests_name("query/config", tests, NULL, NULL);
}
