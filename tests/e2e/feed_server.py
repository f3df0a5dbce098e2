"""A web server of a test's own on the loopback interface: what it answers is said by the test."""
import gzip
import http.server
import socketserver
import threading
import time


class FeedServer:
    """FeedServer({path: function(request)}): a function answers by request.give(…), or as it likes.

    asked is the list of (path, headers) in order."""

    def __init__(self, pages):
        self.pages, self.asked = pages, []
        owner = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                owner.asked.append((self.path, dict(self.headers)))
                page = owner.pages.get(self.path)
                try:
                    if page is None:
                        self.give(b"", 404)
                    else:
                        page(self)
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True

            def give(self, body, status=200, **headers):
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name.replace("_", "-"), value)
                if "Content_Length" not in headers and "Transfer_Encoding" not in headers:
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
            daemon_threads = True

        self.server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"

    def __enter__(self):
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


def feed(body, etag=None, modified=None):
    """A page that knows conditions, as good servers do."""
    def page(request):
        headers = {k: v for k, v in (("ETag", etag), ("Last_Modified", modified)) if v}
        if (etag and request.headers.get("If-None-Match") == etag) or \
                (modified and not etag and request.headers.get("If-Modified-Since") == modified):
            request.send_response(304)
            request.end_headers()
        else:
            request.give(body() if callable(body) else body, **headers)
    return page


def packed(body):
    return lambda request: request.give(gzip.compress(body), Content_Encoding="gzip")


def redirect(to, status=302):
    return lambda request: request.give(b"", status, Location=to)


def cut_off(body, said):
    """Fewer bytes than were said."""
    def page(request):
        request.give(body, Content_Length=str(said))
        request.close_connection = True
    return page


def cut_chunk(body):
    """Chunks without the last one."""
    def page(request):
        request.give(b"%x\r\n%s\r\n" % (len(body), body), Transfer_Encoding="chunked")
        request.close_connection = True
    return page


def drip(request, stop):
    """A byte now and then: never silent, never done."""
    request.send_response(200)
    request.send_header("Connection", "close")
    request.end_headers()
    while not stop.wait(0.05):
        request.wfile.write(b" ")
        request.wfile.flush()


def silent(_, stop):
    while not stop.wait(0.05):
        time.sleep(0)
