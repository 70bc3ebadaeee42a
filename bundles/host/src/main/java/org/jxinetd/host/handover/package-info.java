/**
 * From one process to the next without a refused client: the old one starts the new one with its
 * listening sockets, waits until that is ready to serve, stops accepting, says what it has counted,
 * and serves its own sessions to their end. Also sockets that a service manager passes on, and what
 * the manager is told (sd_listen_fds(3), sd_notify(3)).
 */
package org.jxinetd.host.handover;
