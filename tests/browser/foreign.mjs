// A page of somebody else: another origin, with a policy of its own.
import { createServer } from "node:http";

/** files: path -> [type, text]; all answers have the headers. {base, close()} */
export async function startForeign(files, headers = {}) {
  const server = createServer((request, response) => {
    const found = files[new URL(request.url, "http://x").pathname];
    response.writeHead(found ? 200 : request.url === "/favicon.ico" ? 204 : 404, { "Content-Type": found?.[0] ?? "text/plain", ...headers });
    response.end(found?.[1] ?? "");
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { base: `http://127.0.0.1:${server.address().port}`, close: () => new Promise((resolve) => server.close(resolve)) };
}

/** A policy that lets nothing in but the service's script and its answers, and no text become markup. */
export const strictPolicy = (service) =>
  `default-src 'none'; script-src ${service}; connect-src ${service}; style-src 'self'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'`;
