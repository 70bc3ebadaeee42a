/** A form for services: what generic tools learn from the Metatype service. */
package org.jxinetd.config.form;
