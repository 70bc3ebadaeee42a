package org.jxinetd.engine.flow;

import java.time.Clock;
import java.util.concurrent.Semaphore;
import org.jxinetd.host.Ledger;

/**
 * What all sessions share.
 *
 * @param ceiling one permit for each session; more clients than this wait in the kernel's backlog
 */
public record Surroundings(Ledger ledger, Clock clock, Semaphore ceiling) {}
