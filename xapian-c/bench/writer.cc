// bench-writer: the least program that makes texts searchable with libxapian, one writer and its
// TermGenerator: no archive, no analysis of Persian, no groups. What the rate of our build is a ratio to
// (bench/build_rate.py). Here because C++ is nowhere else.
//
//   bench-writer TEXTS DATABASE [bare]
//
// A line of TEXTS is an article: its id, title, lead and body with tabs between, so that nothing has to be
// parsed. What is found can be shown: the line is the document's data; with `bare` it is not kept.
#include <cstdio>
#include <cstring>
#include <exception>
#include <fstream>
#include <string>
#include <xapian.h>

static Xapian::Document document_of(const std::string &line, bool bare)
{
    Xapian::Document doc;
    Xapian::TermGenerator generator;
    generator.set_document(doc);
    size_t at = line.find('\t');
    doc.add_boolean_term("Q" + line.substr(0, at));
    while (at != std::string::npos) {
        size_t end = line.find('\t', at + 1);
        generator.index_text(line.substr(at + 1, end == std::string::npos ? end : end - at - 1));
        generator.increase_termpos();
        at = end;
    }
    if (!bare)
        doc.set_data(line);
    return doc;
}

int main(int argc, char **argv)
{
    if (argc < 3 || (argc == 4 && std::strcmp(argv[3], "bare") != 0) || argc > 4) {
        std::fprintf(stderr, "usage: bench-writer TEXTS DATABASE [bare]\n");
        return 2;
    }
    try {
        Xapian::WritableDatabase db(argv[2], Xapian::DB_CREATE);
        std::ifstream in(argv[1]);
        for (std::string line; std::getline(in, line);)
            db.add_document(document_of(line, argc == 4));
        db.commit();
        std::printf("%u\n", db.get_doccount());
    } catch (const Xapian::Error &e) {
        std::fprintf(stderr, "bench-writer: %s\n", e.get_description().c_str());
        return 1;
    } catch (const std::exception &e) {
        std::fprintf(stderr, "bench-writer: %s\n", e.what());
        return 1;
    }
    return 0;
}
