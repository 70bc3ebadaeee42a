/** Inheritance: what services get from {@code defaults}, and what their own lines do to it. */
package org.jxinetd.config.merge;
