/** Checks across the attributes of a service and across services. */
package org.jxinetd.config.validate;
