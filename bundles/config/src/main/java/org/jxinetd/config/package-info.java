/**
 * From xinetd.conf text to services. {@link org.jxinetd.config.Loader} and what it uses is plain
 * code that needs no framework; {@code org.jxinetd.config.publish} writes the result to Config
 * Admin.
 */
package org.jxinetd.config;
