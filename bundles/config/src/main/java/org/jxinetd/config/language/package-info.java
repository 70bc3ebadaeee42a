/** The attributes: how many values each takes, of what form, and how it is inherited. */
package org.jxinetd.config.language;
