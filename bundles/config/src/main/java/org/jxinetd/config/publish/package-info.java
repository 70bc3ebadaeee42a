/** Config Admin: how services are written to it and read from it. */
package org.jxinetd.config.publish;
