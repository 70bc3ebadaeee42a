/** Man pages out of the project's documentation. Used by the build alone. */
package org.jxinetd.manual;
