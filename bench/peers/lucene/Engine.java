import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.fa.PersianAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.facet.FacetResult;
import org.apache.lucene.facet.FacetsCollector;
import org.apache.lucene.facet.FacetsConfig;
import org.apache.lucene.facet.LabelAndValue;
import org.apache.lucene.facet.sortedset.DefaultSortedSetDocValuesReaderState;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesFacetCounts;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesFacetField;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesReaderState;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.Term;
import org.apache.lucene.queries.mlt.MoreLikeThis;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MultiCollector;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopFieldCollector;
import org.apache.lucene.search.TopScoreDocCollector;
import org.apache.lucene.search.uhighlight.UnifiedHighlighter;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.BytesRef;

/**
 * Lucene behind a small HTTP server, for bench/peers.
 *
 *   Engine index RAW.tsv DIRECTORY THREADS     (bench/peers/load.py says what a line is)
 *   Engine serve DIRECTORY                     prints its port; ends when standard input does
 *
 * GET /?kind=all|any|phrase|related&q=...&from=MINUTE&date=1&facets=1&snippets=1&fresh=1&hits=apart|stored|ids: ten
 * hits and an exact total as JSON. Title and body are two fields, each word is looked for in both, the title twice as
 * heavy. What is shown of a hit is read from columns of id, title and address, apart from the body (apart), or from the
 * documents as they are stored, where a block that is unpacked has bodies, too (stored), or not at all (ids).
 */
public final class Engine {
    private static final int HITS = 10;
    private static final int THREADS = 8;
    private static final String BODY = "body", TITLE = "title", MINUTE = "minute", URL = "url", ID = "id";
    private static final Analyzer ANALYZER = new PersianAnalyzer();
    private static final FacetsConfig FACETS = new FacetsConfig();

    private final IndexSearcher searcher;
    private final SortedSetDocValuesReaderState facetState;

    private Engine(Path directory) throws IOException {
        searcher = new IndexSearcher(DirectoryReader.open(FSDirectory.open(directory)));
        searcher.setQueryCache(null);
        facetState = new DefaultSortedSetDocValuesReaderState(searcher.getIndexReader());
    }

    public static void main(String[] args) throws Exception {
        if (args[0].equals("index")) {
            index(Paths.get(args[1]), Paths.get(args[2]), Integer.parseInt(args[3]));
        } else {
            new Engine(Paths.get(args[1])).serve();
        }
    }

    private static Document documentOf(String[] row) throws IOException {
        Document document = new Document();
        document.add(new StringField(ID, row[1], Field.Store.YES));
        document.add(new StoredField(URL, row[2]));
        document.add(new BinaryDocValuesField(ID, new BytesRef(row[1])));
        document.add(new BinaryDocValuesField(URL, new BytesRef(row[2])));
        document.add(new BinaryDocValuesField(TITLE, new BytesRef(row[6])));
        document.add(new SortedSetDocValuesFacetField("source", row[3]));
        document.add(new LongPoint(MINUTE, Long.parseLong(row[5])));
        document.add(new NumericDocValuesField(MINUTE, Long.parseLong(row[5])));
        document.add(new TextField(TITLE, row[6], Field.Store.YES));
        document.add(new TextField(BODY, row[7], Field.Store.YES));
        return FACETS.build(document);
    }

    private static void index(Path texts, Path directory, int threads) throws Exception {
        IndexWriterConfig config = new IndexWriterConfig(ANALYZER).setRAMBufferSizeMB(256);
        try (IndexWriter writer = new IndexWriter(FSDirectory.open(directory), config);
             BufferedReader lines = Files.newBufferedReader(texts)) {
            List<Thread> workers = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                workers.add(new Thread(() -> addAll(writer, lines)));
                workers.get(i).start();
            }
            for (Thread worker : workers) {
                worker.join();
            }
            writer.commit();
            System.out.println(writer.getDocStats().numDocs);
        }
    }

    private static void addAll(IndexWriter writer, BufferedReader lines) {
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                writer.addDocument(documentOf(line.split("\t", -1)));
            }
        } catch (IOException e) {
            throw new RuntimeException(e);
        }
    }

    private void serve() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::respond);
        server.setExecutor(Executors.newFixedThreadPool(THREADS));
        server.start();
        System.out.println(server.getAddress().getPort());
        while (System.in.read() >= 0) {
            continue;
        }
        System.exit(0);
    }

    private void respond(HttpExchange exchange) throws IOException {
        int status = 200;
        byte[] body;
        try {
            body = answer(parameters(exchange.getRequestURI().getRawQuery())).getBytes(StandardCharsets.UTF_8);
        } catch (RuntimeException | IOException e) {
            status = 500;
            body = e.toString().getBytes(StandardCharsets.UTF_8);
        }
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static Map<String, String> parameters(String query) throws IOException {
        Map<String, String> found = new HashMap<>();
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            found.put(pair.substring(0, equals), URLDecoder.decode(pair.substring(equals + 1), "UTF-8"));
        }
        return found;
    }

    private static List<String> tokens(String text) throws IOException {
        List<String> found = new ArrayList<>();
        try (TokenStream stream = ANALYZER.tokenStream(BODY, text)) {
            CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
            stream.reset();
            while (stream.incrementToken()) {
                found.add(term.toString());
            }
            stream.end();
        }
        return found;
    }

    private static Query both(Query title, Query body) {
        return new BooleanQuery.Builder().add(new BoostQuery(title, 2), Occur.SHOULD).add(body, Occur.SHOULD).build();
    }

    private Query related(String id) throws IOException {
        int number = searcher.search(new TermQuery(new Term(ID, id)), 1).scoreDocs[0].doc;
        MoreLikeThis like = new MoreLikeThis(searcher.getIndexReader());
        like.setAnalyzer(ANALYZER);
        like.setFieldNames(new String[] {TITLE, BODY});
        return like.like(number);
    }

    private Query query(Map<String, String> asked) throws IOException {
        String kind = asked.get("kind");
        if (kind.equals("related")) {
            return related(asked.get("q"));
        }
        List<String> words = tokens(asked.get("q"));
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        if (kind.equals("phrase")) {
            String[] terms = words.toArray(new String[0]);
            all.add(both(new PhraseQuery(TITLE, terms), new PhraseQuery(BODY, terms)), Occur.MUST);
        } else {
            for (String word : words) {
                all.add(both(new TermQuery(new Term(TITLE, word)), new TermQuery(new Term(BODY, word))),
                        kind.equals("any") ? Occur.SHOULD : Occur.MUST);
            }
        }
        if (asked.containsKey("from")) {
            BooleanQuery words_only = all.build();
            all = new BooleanQuery.Builder().add(words_only, Occur.MUST).add(
                LongPoint.newRangeQuery(MINUTE, Long.parseLong(asked.get("from")), Long.MAX_VALUE), Occur.FILTER);
        }
        if (asked.containsKey("fresh")) {
            all.add(LongPoint.newDistanceFeatureQuery(MINUTE, 2, System.currentTimeMillis() / 60000, 7 * 24 * 60),
                    Occur.SHOULD);
        }
        return all.build();
    }

    private String answer(Map<String, String> asked) throws IOException {
        Query query = query(asked);
        FacetsCollector facets = asked.containsKey("facets") ? new FacetsCollector() : null;
        TopDocs found;
        if (asked.containsKey("date")) {
            Sort newest = new Sort(new SortField(MINUTE, SortField.Type.LONG, true));
            TopFieldCollector collector = TopFieldCollector.create(newest, HITS, Integer.MAX_VALUE);
            searcher.search(query, facets == null ? collector : MultiCollector.wrap(collector, facets));
            found = collector.topDocs();
        } else {
            TopScoreDocCollector collector = TopScoreDocCollector.create(HITS, Integer.MAX_VALUE);
            searcher.search(query, facets == null ? collector : MultiCollector.wrap(collector, facets));
            found = collector.topDocs();
        }
        StringBuilder out = new StringBuilder("{\"total\":").append(found.totalHits.value).append(",\"hits\":[");
        writeHits(out, found, query, asked);
        out.append("]");
        if (facets != null) {
            writeFacets(out, facets);
        }
        return out.append("}").toString();
    }

    private void writeHits(StringBuilder out, TopDocs found, Query query, Map<String, String> asked)
        throws IOException {
        String[] snippets = asked.containsKey("snippets")
            ? new UnifiedHighlighter(searcher, ANALYZER).highlight(BODY, query, found, 2) : null;
        for (int i = 0; i < found.scoreDocs.length; i++) {
            ScoreDoc hit = found.scoreDocs[i];
            out.append(i == 0 ? "{" : ",{");
            String hits = asked.getOrDefault("hits", "apart");
            if (hits.equals("ids")) {
                out.append("\"number\":").append(hit.doc);
            } else if (hits.equals("stored")) {
                Document document = searcher.doc(hit.doc);
                text(out, ID, document.get(ID));
                text(out.append(","), TITLE, document.get(TITLE));
                text(out.append(","), URL, document.get(URL));
            } else {
                text(out, ID, column(hit.doc, ID));
                text(out.append(","), TITLE, column(hit.doc, TITLE));
                text(out.append(","), URL, column(hit.doc, URL));
            }
            if (snippets != null) {
                text(out.append(","), "snippet", snippets[i] == null ? "" : snippets[i]);
            }
            out.append(",\"score\":").append(hit.score).append("}");
        }
    }

    private String column(int number, String name) throws IOException {
        List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
        LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(number, leaves));
        BinaryDocValues values = leaf.reader().getBinaryDocValues(name);
        return values.advanceExact(number - leaf.docBase) ? values.binaryValue().utf8ToString() : "";
    }

    private void writeFacets(StringBuilder out, FacetsCollector collected) throws IOException {
        FacetResult result = new SortedSetDocValuesFacetCounts(facetState, collected).getTopChildren(20, "source");
        out.append(",\"source\":{");
        for (int i = 0; result != null && i < result.labelValues.length; i++) {
            LabelAndValue value = result.labelValues[i];
            quote(out.append(i == 0 ? "" : ","), value.label);
            out.append(":").append(value.value);
        }
        out.append("}");
    }

    private static void text(StringBuilder out, String name, String value) {
        quote(out.append("\"").append(name).append("\":"), value);
    }

    private static void quote(StringBuilder out, String value) {
        out.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else {
                out.append(c < ' ' ? ' ' : c);
            }
        }
        out.append('"');
    }
}
