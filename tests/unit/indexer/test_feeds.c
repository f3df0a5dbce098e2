/* What each format has of an article: documents of one record or a few, and what becomes of them. */
#include "base/limits.h"
#include "indexer/readers/reader.h"
#include "tests/unit/base/testing.h"

#include <string.h>

/* The canonical JSON form of each article, a line each; of what is refused "!LINE:status: reason". */
static void read_all(const place *p, sn_str content, sn_buf *out)
{
    SN_CLEANUP_PTR(sn_reader) sn_reader *r = NULL;
    sn_error err = {0};
    place_put(p, "feed", content);
    assert_ok(sn_reader_open(place_path(p, "feed"), NULL, &r, &err), &err);
    for (;;) {
        SN_CLEANUP(sn_article) sn_article a = {0};
        sn_status s = sn_reader_next(r, &a, &err);
        if (s == SN_DONE)
            break;
        if (s == SN_OK)
            assert_int_equal(sn_article_write(&a, out), SN_OK);
        else
            sn_buf_add_format(out, "!%llu:%s: %s", (unsigned long long)sn_reader_line(r),
                              sn_status_name(s), err.msg);
        sn_buf_add_byte(out, '\n');
    }
    sn_buf_add_format(out, "(%s)", sn_reader_format(r));
}

#define RSS_NS                                                                                     \
    " xmlns:content='http://purl.org/rss/1.0/modules/content/'"                                    \
    " xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:m='http://search.yahoo.com/mrss/'"         \
    " xmlns:a='http://www.w3.org/2005/Atom'"
#define RSS(item) "<rss" RSS_NS "><channel><title>پیک</title><item>" item "</item></channel></rss>"
#define ATOM(entry)                                                                                      \
    "<feed xmlns='http://www.w3.org/2005/Atom'><title>پیک</title><author><name>تحریریه</name>" \
    "</author><entry>" entry "</entry></feed>"
#define SITEMAP(url)                                                                               \
    "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' "                                 \
    "xmlns:news='http://www.google.com/schemas/sitemap-news/0.9' "                                 \
    "xmlns:image='http://www.google.com/schemas/sitemap-image/1.1'>"                               \
    "<url>" url "</url></urlset>"
#define WXR(item)                                                                                  \
    "<rss xmlns:wp='http://wordpress.org/export/1.2/' "                                            \
    "xmlns:excerpt='http://wordpress.org/export/1.2/excerpt/' "                                    \
    "xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><item>"                     \
    "<guid>1</guid><title>پل</title><wp:post_type>post</wp:post_type>" item                        \
    "</item></channel></rss>"

static const struct feed_case {
    const char *name, *content, *want;
} cases[] = {
    {"RSS: id, address, title",
     RSS("<guid>7</guid><title>پل</title><link> https://x.example/7 </link>"),
     "{\"id\":\"7\",\"url\":\"https://x.example/7\",\"title\":\"پل\",\"source\":\"پیک\"}\n(rss)"},
    {"RSS: without guid the address is the id",
     RSS("<title>پل</title><link>https://www.x.example/7?utm_source=rss</link>"),
     "{\"id\":\"x.example/7\",\"url\":\"https://www.x.example/"
     "7\",\"title\":\"پل\",\"source\":\"پیک\"}\n"
     "(rss)"},
    {"RSS: a guid that is an address", RSS("<title>پل</title><guid>https://x.example/7</guid>"),
     "{\"id\":\"x.example/7\",\"url\":\"https://x.example/"
     "7\",\"title\":\"پل\",\"source\":\"پیک\"}\n(rss)"},
    {"RSS: the link of Atom is another one",
     RSS("<guid>7</guid><title>پل</title><a:link "
         "href='https://x.example/a'/><link>https://x.example/7"
         "</link>"),
     "{\"id\":\"7\",\"url\":\"https://x.example/7\",\"title\":\"پل\",\"source\":\"پیک\"}\n(rss)"},
    {"RSS: description and content",
     RSS("<guid>7</guid><title>پل</title><description>&lt;p&gt;چکیده&lt;/p&gt;</description>"
         "<content:encoded><![CDATA[<p>متن</p><p>پایان</p>]]></content:encoded>"),
     "{\"id\":\"7\",\"title\":\"پل\",\"lead\":\"چکیده\",\"body\":\"متن\\n\\nپایان\",\"source\":"
     "\"پیک\"}\n(rss)"},
    {"RSS: dates",
     RSS("<guid>7</guid><title>پل</title><pubDate>Fri, 27 Nov 2026 10:00:00 +0330</pubDate>"
         "<a:updated>2026-11-27T10:00:00Z</a:updated>"),
     "{\"id\":\"7\",\"title\":\"پل\",\"published_at\":\"2026-11-27T06:30:00Z\",\"modified_at\":"
     "\"2026-11-27T"
     "10:00:00Z\",\"source\":\"پیک\"}\n(rss)"},
    {"RSS: people",
     RSS("<guid>7</guid><title>پل</title><dc:creator>مینا راد</dc:creator><dc:creator>مینا راد"
         "</dc:creator><dc:creator>سام نیک</dc:creator><author>x@x.example (کسی)</author>"),
     "{\"id\":\"7\",\"title\":\"پل\",\"author\":[\"مینا راد\",\"سام "
     "نیک\"],\"source\":\"پیک\"}\n(rss)"},
    {"RSS: an author with a mail address",
     RSS("<guid>7</guid><title>پل</title><author>x@x.example (مینا راد)</author>"),
     "{\"id\":\"7\",\"title\":\"پل\",\"author\":[\"مینا راد\"],\"source\":\"پیک\"}\n(rss)"},
    {"RSS: categories, subjects, keywords",
     RSS("<guid>7</guid><title>پل</title><category>شهر</category><category>راه</category>"
         "<dc:subject>پل</dc:subject><m:keywords>نیل‌دشت، پل, راه</m:keywords>"),
     "{\"id\":\"7\",\"title\":\"پل\",\"source\":\"پیک\",\"category\":[\"شهر\",\"راه\"],\"tags\":["
     "\"پل\","
     "\"نیل‌دشت\",\"راه\"]}\n(rss)"},
    {"RSS: the picture, not the film",
     RSS("<guid>7</guid><title>پل</title><enclosure url='a.mp3' type='audio/mpeg'/>"
         "<m:group><m:content url='b.mp4' medium='video'/><m:content url='c.jpg' "
         "medium='image'/></m:group>"),
     "{\"id\":\"7\",\"title\":\"پل\",\"source\":\"پیک\",\"image_url\":\"c.jpg\"}\n(rss)"},
    {"RSS: a source of its own",
     RSS("<guid>7</guid><title>پل</title><source url='x'>آوای مهرسار</source>"),
     "{\"id\":\"7\",\"title\":\"پل\",\"source\":\"آوای مهرسار\"}\n(rss)"},
    {"RSS: a title of many lines is one", RSS("<guid>7</guid><title>\n  پل\n  تازه\n</title>"),
     "{\"id\":\"7\",\"title\":\"پل تازه\",\"source\":\"پیک\"}\n(rss)"},
    {"RSS 1.0",
     "<r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "
     "xmlns='http://purl.org/rss/1.0/'>"
     "<channel><title>پیک</title></channel><item "
     "r:about='x'><title>پل</title><link>x</link></item></r:RDF>",
     "{\"id\":\"x\",\"url\":\"x\",\"title\":\"پل\",\"source\":\"پیک\"}\n(rss)"},
    {"Atom",
     ATOM("<id>tag:x.example,2026:7</id><title>پل</title><link rel='self' href='s'/><link "
          "href='https://x.example/7'/><updated>2026-11-27T10:00:00Z</updated>"),
     "{\"id\":\"tag:x.example,2026:7\",\"url\":\"https://x.example/"
     "7\",\"title\":\"پل\",\"published_at\":"
     "\"2026-11-27T10:00:00Z\",\"modified_at\":\"2026-11-27T10:00:00Z\",\"author\":[\"تحریریه\"],"
     "\"source\":\"پیک\"}\n(atom)"},
    {"Atom: text is no HTML", ATOM("<id>7</id><title>پل &lt;b&gt; &amp;amp;</title>"),
     "{\"id\":\"7\",\"title\":\"پل \\u003cb\\u003e "
     "\\u0026amp;\",\"author\":[\"تحریریه\"],\"source\":\"پیک\"}\n"
     "(atom)"},
    {"Atom: HTML is",
     ATOM("<id>7</id><title type='html'>پل &lt;b&gt;تازه</title><content "
          "type='html'>&lt;p&gt;متن</content>"
          "<summary type='text'>چکیده</summary>"),
     "{\"id\":\"7\",\"title\":\"پل "
     "تازه\",\"lead\":\"چکیده\",\"body\":\"متن\",\"author\":[\"تحریریه\"],\"source\":"
     "\"پیک\"}\n(atom)"},
    {"Atom: XHTML too",
     ATOM("<id>7</id><title>پل</title><content type='xhtml'><div "
          "xmlns='http://www.w3.org/1999/xhtml'>"
          "<p>متن &amp;amp; <b>پل</b></p><p>پایان</p><script>x</script></div></content>"),
     "{\"id\":\"7\",\"title\":\"پل\",\"body\":\"متن \\u0026amp; "
     "پل\\n\\nپایان\",\"author\":[\"تحریریه\"],\"source\":"
     "\"پیک\"}\n(atom)"},
    {"Atom: people, categories, source, language",
     ATOM("<id>7</id><title>پل</title><author><name>مینا راد</name></author><author><name>سام "
          "نیک</name></author><category term='city' label='شهر'/><category term='راه'/>"
          "<source><title>آوا</title></source>"),
     "{\"id\":\"7\",\"title\":\"پل\",\"author\":[\"مینا راد\",\"سام "
     "نیک\"],\"source\":\"آوا\",\"category\":"
     "[\"شهر\",\"راه\"]}\n(atom)"},
    {"a news sitemap",
     SITEMAP(
         "<loc>https://x.example/7</loc><lastmod>2026-11-27T11:00:00Z</lastmod><news:news>"
         "<news:publication><news:name>پیک</news:name><news:language>fa</news:language>"
         "</news:publication><news:publication_date>2026-11-27T10:00:00Z</news:publication_date>"
         "<news:title>پل</news:title><news:keywords>راه, پل</news:keywords></news:news>"
         "<image:image><image:loc>a.jpg</image:loc></image:image>"),
     "{\"id\":\"x.example/7\",\"url\":\"https://x.example/"
     "7\",\"title\":\"پل\",\"published_at\":\"2026-11-27T10:"
     "00:00Z\",\"modified_at\":\"2026-11-27T11:00:00Z\",\"source\":\"پیک\",\"tags\":[\"راه\","
     "\"پل\"],\"image_url\":"
     "\"a.jpg\",\"language\":\"fa\"}\n(sitemap)"},
    {"a sitemap without news", SITEMAP("<loc>https://x.example/7</loc>"),
     "!1:invalid: record 1: an address without <news:news>: no title is known of it\n(sitemap)"},
    {"WordPress: a post",
     WXR("<wp:status>publish</wp:status><wp:post_date_gmt>2026-11-27 10:00:00</wp:post_date_gmt>"
         "<category domain='category'>شهر</category><category domain='post_tag'>پل</category>"
         "<category domain='post_format'>x</category><excerpt:encoded>چکیده</excerpt:encoded>"
         "<content:encoded><![CDATA[<!-- wp:paragraph -->متن\n\n[caption id=\"x\" align=\"y\"]<img "
         "src=z>[/caption]پایان <h2>تیتر</h2>]]></content:encoded>"),
     "{\"id\":\"1\",\"title\":\"پل\",\"lead\":\"چکیده\",\"body\":\"متن\\n\\nپایان\\n\\nتیتر\","
     "\"published_at\":"
     "\"2026-11-27T10:00:00Z\",\"category\":[\"شهر\"],\"tags\":[\"پل\"]}\n(wxr)"},
    {"WordPress: a post for later",
     WXR("<wp:status>future</wp:status><wp:post_date_gmt>2026-11-27 10:00:00</wp:post_date_gmt>"),
     "{\"id\":\"1\",\"title\":\"پل\",\"published_at\":\"2026-11-27T10:00:00Z\",\"publish_at\":"
     "\"2026-11-27T10:00:"
     "00Z\"}\n(wxr)"},
    {"WordPress: what is not for everybody", WXR("<wp:status>draft</wp:status>"), "(wxr)"},
    {"WordPress: a password",
     WXR("<wp:status>publish</wp:status><wp:post_password>x</wp:post_password>"), "(wxr)"},
    {"ninjs 1",
     "{\n "
     "\"uri\":\"urn:x:1\",\"type\":\"text\",\"versioncreated\":\"2026-11-27T10:00:00Z\","
     "\"version\":"
     "\"3\",\"headline\":\"پل\",\"description_text\":\"چکیده\",\"body_html\":\"<p>متن</"
     "p>\",\"byline\":"
     "\"مینا "
     "راد\",\"pubstatus\":\"usable\",\"urgency\":4,\"subject\":[{\"name\":\"شهر\"}],\"place\":[{"
     "\"name\":\"مهرسار\"}],\"keywords\":[\"پل\"],\"language\":\"fa\",\"embargoed\":\"2026-11-"
     "28T10:00:00Z\","
     "\"associations\":{\"x\":{\"type\":\"picture\",\"renditions\":{\"y\":{\"href\":\"a.jpg\"}}}}}",
     "{\"id\":\"urn:x:1\",\"title\":\"پل\",\"lead\":\"چکیده\",\"body\":\"متن\",\"published_at\":"
     "\"2026-11-27T"
     "10:00:00Z\",\"modified_at\":\"2026-11-27T10:00:00Z\",\"version\":3,\"author\":[\"مینا "
     "راد\"],\"category\":"
     "[\"شهر\"],\"tags\":[\"پل\",\"مهرسار\"],\"image_url\":\"a.jpg\",\"language\":\"fa\","
     "\"urgency\":4,"
     "\"publish_at\":\"2026-11-28T10:00:00Z\",\"pubstatus\":\"usable\"}\n(ninjs)"},
    {"ninjs 2, an object a line",
     "{\"uri\":\"urn:x:2\",\"headlines\":[{\"role\":\"short\",\"value\":\"کوتاه\"},{\"role\":"
     "\"main\",\"value\":"
     "\"پل\"}],\"bodies\":[{\"contenttype\":\"text/plain\",\"value\":\"a <b> "
     "c\"}],\"renditions\":[{\"href\":"
     "\"b.mp4\",\"contenttype\":\"video/"
     "mp4\"},{\"href\":\"b.jpg\"}]}\n{\"uri\":\"x\",\"type\":\"video\"}\n"
     "{\"uri\":\"urn:x:3\"}\n{\"uri\":\"urn:x:4\",\"headline\":\"راه\"}",
     "{\"id\":\"urn:x:2\",\"title\":\"پل\",\"body\":\"a \\u003cb\\u003e "
     "c\",\"image_url\":\"b.jpg\"}\n"
     "!3:invalid: title: missing or blank\n{\"id\":\"urn:x:4\",\"title\":\"راه\"}\n(ninjs)"},
    {"a table",
     "id;title;tags;body;author\r\n7;\"پل \"\"تازه\"\"\";پل، "
     "راه;\"<p>متن</p>\r\n<p>پایان</p>\";مینا راد\r\n",
     "{\"id\":\"7\",\"title\":\"پل \\\"تازه\\\"\",\"body\":\"متن\\n\\nپایان\",\"author\":[\"مینا "
     "راد\"],\"tags\":"
     "[\"پل\",\"راه\"]}\n(csv)"},
    {"NewsML-G2",
     "<newsMessage xmlns='http://iptc.org/std/nar/2006-10-01/'><header/><itemSet><newsItem "
     "guid='urn:x:1' "
     "version='2'><itemMeta><itemClass qcode='ninat:text'/><provider "
     "literal='پیک'/><versionCreated>"
     "2026-11-27T11:00:00Z</versionCreated><firstCreated>2026-11-27T10:00:00Z</"
     "firstCreated><embargoed>"
     "2026-11-28T10:00:00Z</embargoed><pubStatus "
     "qcode='stat:withheld'/></itemMeta><contentMeta><urgency>4"
     "</urgency><headline>پل</headline><by>مینا راد</by><language "
     "tag='fa'/><subject><name>شهر</name></subject>"
     "<keyword>راه</keyword><description>چکیده</description></contentMeta><contentSet><inlineXML>"
     "<html "
     "xmlns='http://www.w3.org/1999/xhtml'><head><title>x</title></head><body><p>متن</p><p>پایان</"
     "p></body>"
     "</html></inlineXML></contentSet></newsItem><newsItem guid='x'><itemMeta><itemClass "
     "qcode='ninat:picture'/>"
     "</itemMeta></newsItem></itemSet></newsMessage>",
     "{\"id\":\"urn:x:1\",\"title\":\"پل\",\"lead\":\"چکیده\",\"body\":\"متن\\n\\nپایان\","
     "\"published_at\":\"2026-11-27T"
     "10:00:00Z\",\"modified_at\":\"2026-11-27T11:00:00Z\",\"version\":2,\"author\":[\"مینا "
     "راد\"],\"source\":\"پیک\","
     "\"category\":[\"شهر\"],\"tags\":[\"راه\"],\"language\":\"fa\",\"urgency\":4,\"publish_at\":"
     "\"2026-11-28T10:00:00Z\","
     "\"pubstatus\":\"withheld\"}\n(newsml)"},
    {"an encoding of any bytes", "<?xml version='1.0' encoding='utf-\xff'?><rss/>",
     "!1:invalid: the encoding «utf-» is not read\n()"},
    {"JSON lines: HTML goes",
     "{\"id\":\"7\",\"title\":\"پل <b>تازه</b>\",\"kicker\":\"شهر<br>راه\",\"lead\":\"5 < "
     "7\",\"body\":"
     "\"<p>متن</p><p>پایان &amp; &lt;</p>\",\"source\":\"<b>\"}",
     "{\"id\":\"7\",\"title\":\"پل تازه\",\"kicker\":\"شهر راه\",\"lead\":\"5 \\u003c "
     "7\",\"body\":\"متن\\n\\nپایان "
     "\\u0026 \\u003c\",\"source\":\"\\u003cb\\u003e\"}\n(json)"},
    {"JSON lines: a title that is only HTML",
     "{\"id\":\"7\",\"title\":\"<b></b>\"}\n{\"id\":\"8\",\"title\":\"پل\",\"body\":\"<p></p>\"}",
     "!1:invalid: title: missing or blank\n{\"id\":\"8\",\"title\":\"پل\"}\n(json)"},
};

static void feeds_table(void **state)
{
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(10000);
        print_message("  case: %s\n", cases[i].name);
        read_all(*state, sn_str_of(cases[i].content), &out);
        assert_string_equal(sn_buf_text(&out), cases[i].want);
    }
}

/* The tag of a record itself is broken: what is behind is read. */
static void a_record_without_its_tag_is_told(void **state)
{
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(10000);
    read_all(*state,
             SN_STR("<rss><channel>\n<item id=5>\n<guid>bad</guid><title>پل</title></item>\n"
                    "<item><guid>7</guid><title>پل</title></item></channel></rss>"),
             &out);
    assert_non_null(strstr(sn_buf_text(&out), "!2:invalid: XML between records: AttValue"));
    assert_null(strstr(sn_buf_text(&out), "\"bad\""));
    assert_non_null(strstr(sn_buf_text(&out), "{\"id\":\"7\",\"title\":\"پل\"}\n(rss)"));
}

/* However the records lie in the pieces that are read. */
static void long_feeds_are_read_piece_by_piece(void **state)
{
    const place *p = *state;
    SN_CLEANUP(sn_buf) sn_buf feed = SN_BUF(4000000);
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(4000000);
    sn_buf_add_str(&feed, SN_STR("<rss><channel>"));
    for (int i = 0; i < 3000; i++)
        sn_buf_add_format(
            &feed, "<item><guid>%d</guid><title>پل %.*s</title></item>\n", i, i % 97,
            "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
            "xxxxxxxxxxxxxxxxxxxxxxxxx");
    sn_buf_add_str(&feed, SN_STR("</channel></rss>"));
    read_all(p, sn_buf_str(&feed), &out);
    unsigned lines = 0;
    for (const char *at = sn_buf_text(&out); (at = strchr(at, '\n')) != NULL; at++)
        lines++;
    assert_int_equal(lines, 3000);
    assert_null(strchr(sn_buf_text(&out), '!'));
}

static void records_have_limits(void **state)
{
    const place *p = *state;
    SN_CLEANUP(sn_buf) sn_buf feed = SN_BUF(60000000);
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(100000);
    sn_buf_add_str(&feed, SN_STR("<rss><channel><item><guid>1</guid>"));
    for (int i = 0; i <= SN_LIMIT_XML_NODES; i++)
        sn_buf_add_str(&feed, SN_STR("<a/>"));
    sn_buf_add_str(&feed, SN_STR("</item><item><guid>2</guid><title>پل</title></item><item>"));
    for (int i = 0; i <= SN_LIMIT_ARTICLE_BYTES / 16; i++)
        sn_buf_add_str(&feed, SN_STR("sixteen letters "));
    sn_buf_add_str(&feed,
                   SN_STR("</item><item><guid>3</guid><title>پل</title></item></channel></rss>"));
    read_all(p, sn_buf_str(&feed), &out);
    assert_string_equal(
        sn_buf_text(&out),
        "!1:limit_exceeded: record 1: over 100000 elements and attributes (XML_NODES)\n"
        "{\"id\":\"2\",\"title\":\"پل\"}\n"
        "!1:limit_exceeded: record 3: over 16777216 bytes (ARTICLE_BYTES)\n"
        "{\"id\":\"3\",\"title\":\"پل\"}\n(rss)");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACED(feeds_table),
        PLACED(a_record_without_its_tag_is_told),
        PLACED(long_feeds_are_read_piece_by_piece),
        PLACED(records_have_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
