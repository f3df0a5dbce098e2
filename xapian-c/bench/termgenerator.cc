// bench-termgenerator: libxapian's own TermGenerator, without a stemmer, over the same texts as
// bench-analysis: the thing that our speed is a ratio to. Here because C++ is nowhere else.
//
//   bench-termgenerator TEXTS [ROUNDS]
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <string>
#include <vector>
#include <xapian.h>

static double seconds()
{
    timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) / 1e9;
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        std::fprintf(stderr, "usage: bench-termgenerator TEXTS [ROUNDS]\n");
        return 2;
    }
    std::vector<std::string> texts;
    std::ifstream in(argv[1]);
    double bytes = 0, best = 1e9;
    for (std::string line; std::getline(in, line);) {
        bytes += static_cast<double>(line.size() + 1);
        texts.push_back(line);
    }
    int rounds = argc > 2 ? std::atoi(argv[2]) : 5;
    for (int i = 0; i < rounds; i++) {
        double begin = seconds();
        for (const std::string &text : texts) {
            Xapian::Document doc;
            Xapian::TermGenerator generator;
            generator.set_document(doc);
            generator.index_text(text);
        }
        double took = seconds() - begin;
        best = took < best ? took : best;
    }
    std::printf("%-20s %7.1f MB/s\n", "Xapian TermGenerator", bytes / 1e6 / best);
    return 0;
}
