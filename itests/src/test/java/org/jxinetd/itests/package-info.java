/**
 * Whole-process tests: the super-server as an administrator starts it, real servers behind it, real
 * clients in front of it; and tests inside the framework.
 *
 * <p>System properties: {@code jxinetd.server} is the program under test, {@code jxinetd.peer=true}
 * says that it is the original, which lacks this project's own options (tests tagged {@code ours}
 * are then left out), {@code jxinetd.home} is the assembled tree.
 */
package org.jxinetd.itests;
