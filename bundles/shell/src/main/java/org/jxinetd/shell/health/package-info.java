/** Runs Felix Health Checks; the packages it needs are optional to the bundle. */
package org.jxinetd.shell.health;
