/**
 * {@code xinetd -check}: reads a configuration without starting anything and says what it means on
 * this host. Needs no framework.
 */
package org.jxinetd.config.check;
