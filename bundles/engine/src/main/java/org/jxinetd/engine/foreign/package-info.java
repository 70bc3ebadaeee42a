/**
 * Code of other people's bundles, kept where it can hurt only itself: on threads of its own, all on
 * one processor, under a deadline. Nothing here is in the way of the distribution's own bundles.
 */
package org.jxinetd.engine.foreign;
