<?php
/*
 * A search for pages that PHP makes: nothing but PHP itself (allow_url_fopen). In WordPress use wp_remote_get in place of fopen.
 *
 * usage: php search.php QUERY [NAME=VALUE…]    SARNAKH_URL=http://127.0.0.1:7700  SARNAKH_KEY=a secret key, if there are keys
 */
define('TIMEOUT_SEC', (float) (getenv('SARNAKH_TIMEOUT') ?: 3)); // a page is better without results than late

/* What went wrong: getMessage() is a code of the table in docs/api.md, or "unreachable". */
class SearchFailed extends Exception
{
}

/* The answer of GET /v1/search. A list among the parameters is sent as a parameter that is repeated. */
function sarnakh_search(string $query, array $parameters = []): array
{
    $pairs = [];
    foreach (['q' => $query] + $parameters as $name => $values) {
        foreach ((array) $values as $value) {
            $pairs[] = rawurlencode($name) . '=' . rawurlencode($value);
        }
    }
    $headers = ['Accept: application/json'];
    if (getenv('SARNAKH_KEY')) {
        $headers[] = 'Authorization: Bearer ' . getenv('SARNAKH_KEY');
    }
    $url = (getenv('SARNAKH_URL') ?: 'http://127.0.0.1:7700') . '/v1/search?' . implode('&', $pairs);
    $context = stream_context_create(['http' => ['timeout' => TIMEOUT_SEC, 'ignore_errors' => true, 'header' => $headers]]);
    $body = @file_get_contents($url, false, $context);
    $answer = $body === false ? null : json_decode($body, true);
    if (isset($answer['hits'])) {
        return $answer;
    }
    throw new SearchFailed($answer['code'] ?? 'unreachable');
}

/* Marks in "highlight" are HTML already, and the rest of it is escaped; all other members are plain text. */
function sarnakh_item(array $hit): string
{
    $where = preg_match('~^https?://~', $hit['url'] ?? '') ? $hit['url'] : '';
    return sprintf(
        '<li><a href="%s">%s</a> <small>%s %s</small><p>%s</p></li>',
        htmlspecialchars($where),
        $hit['highlight']['title'],
        htmlspecialchars($hit['source'] ?? ''),
        htmlspecialchars($hit['published_at_jalali'] ?? ''),
        implode(' ', $hit['highlight']['body'])
    );
}

$parameters = [];
foreach (array_slice($argv, 2) as $argument) {
    [$name, $value] = explode('=', $argument, 2);
    $parameters[$name] = $value;
}
try {
    $answer = sarnakh_search($argv[1], $parameters);
} catch (SearchFailed $reason) {
    fwrite(STDERR, '<p>جست‌وجو اکنون ممکن نیست (' . htmlspecialchars($reason->getMessage()) . ")</p>\n");
    exit(1);
}
echo '<p>', $answer['total']['value'], " خبر</p>\n";
echo '<ol>', implode('', array_map('sarnakh_item', $answer['hits'])), "</ol>\n";
