/** A plugin as a third party writes it: packed into a bundle of its own by the tests. */
package org.jxinetd.itests.plugin;
