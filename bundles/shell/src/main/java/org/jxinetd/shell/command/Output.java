package org.jxinetd.shell.command;

import org.jxinetd.api.service.Commands;

/** Where a command of this bundle writes. One thread at a time. */
public interface Output extends Commands.Output {}
