<?php
/*
 * Plugin Name: Sarnakh search box
 * Description: [sarnakh] puts the search box there: [sarnakh filter-category="ورزش" limit="5"].
 */

const SARNAKH_ENDPOINT = 'https://search.example';
const SARNAKH_KEY = 'sarnakh_…'; // a public key of this site: sarnakh-httpd key add --public --origins …

add_action('wp_enqueue_scripts', function () {
    wp_register_script('sarnakh-search', SARNAKH_ENDPOINT . '/sarnakh-search.js', [], null, ['strategy' => 'async']);
});

add_shortcode('sarnakh', function ($given) {
    wp_enqueue_script('sarnakh-search');
    $attributes = ['endpoint' => SARNAKH_ENDPOINT, 'key' => SARNAKH_KEY] + shortcode_atts([
        'limit' => '10', 'sort' => '', 'filter-source' => '', 'filter-category' => '', 'param' => 'q',
    ], $given, 'sarnakh');
    $html = '';
    foreach (array_filter($attributes, 'strlen') as $name => $value) {
        $html .= sprintf(' %s="%s"', $name, esc_attr($value));
    }
    return "<sarnakh-search$html></sarnakh-search>";
});
