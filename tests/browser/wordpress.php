<?php
// As much of WordPress as the example needs: php wordpress.php PLUGIN prints what a page with its shortcode has.
$actions = $shortcodes = $scripts = [];
$queue = '';
function add_action($name, $run) { global $actions; $actions[$name][] = $run; }
function add_shortcode($name, $run) { global $shortcodes; $shortcodes[$name] = $run; }
function wp_register_script($name, $address, $needs, $version, $arguments) { global $scripts; $scripts[$name] = [$address, $arguments['strategy']]; }
function wp_enqueue_script($name) { global $scripts, $queue; [$address, $strategy] = $scripts[$name]; $queue .= "<script src=\"$address\" $strategy></script>\n"; }
function shortcode_atts($defaults, $given, $shortcode) { return array_intersect_key($given + $defaults, $defaults); }
function esc_attr($text) { return htmlspecialchars($text, ENT_QUOTES); }

require $argv[1];
foreach ($actions['wp_enqueue_scripts'] as $run) $run();
$body = $shortcodes['sarnakh'](['limit' => '3', 'filter-category' => 'شهر"><b>', 'other' => 'x']);
echo $queue, $body, "\n";
