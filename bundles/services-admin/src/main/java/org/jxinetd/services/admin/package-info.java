/**
 * The built-in services that tell about the server itself: {@code services} lists what is
 * configured, {@code servers} what runs, {@code xadmin} answers commands. They run only where their
 * clients are restricted, and xadmin only for users that are listed or behind a password.
 */
package org.jxinetd.services.admin;
