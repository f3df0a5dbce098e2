#!/usr/bin/python3
"""What a beginner with libxapian does for related articles, for bench/related.py: relevance feedback as it comes.

usage: related_eset.py DATABASE [stems] < IDS    ids of articles, a line each; ten related ids a line out

The article is the one document of an RSet; the 25 best terms of its expand set (the default scheme) are an OR query
with the default weights. Left out: the article and its copies; one of each group of copies stays, as with Sarnakh.
stems: of the stems only, not of titles, exact forms and filters too. Needs python3-xapian (Debian).
"""
import sys

import xapian

SLOT_COPY = 1
TERMS, HITS = 25, 10


class Stems(xapian.ExpandDecider):
    def __call__(self, term):
        return not b"A" <= term[:1] <= b"Z"


def docid_of(db, id_):
    for posting in db.postlist("Q" + id_):
        return posting.docid


def id_of(document):
    for item in document.termlist():
        if item.term[:1] == b"Q":
            return item.term[1:].decode()


def related(db, docid, decider):
    rset = xapian.RSet()
    rset.add_document(docid)
    enquire = xapian.Enquire(db)
    enquire.set_query(xapian.Query(""))
    eset = enquire.get_eset(TERMS, rset, decider) if decider else enquire.get_eset(TERMS, rset)
    enquire.set_query(xapian.Query(xapian.Query.OP_OR, [item.term for item in eset]))
    enquire.set_collapse_key(SLOT_COPY)
    copies = db.get_document(docid).get_value(SLOT_COPY)
    documents = [m.document for m in enquire.get_mset(0, HITS + 1) if m.docid != docid]
    return [id_of(d) for d in documents if d.get_value(SLOT_COPY) != copies][:HITS]


def main():
    db = xapian.Database(sys.argv[1])
    decider = Stems() if "stems" in sys.argv[2:] else None
    for line in sys.stdin:
        print(*related(db, docid_of(db, line.strip()), decider), flush=True)


main()
