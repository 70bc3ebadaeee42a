/** The grammar: from files to entries, each word with its place. Knows no attribute. */
package org.jxinetd.config.text;
