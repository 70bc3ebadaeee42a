package org.jxinetd.api.service;

import java.util.Set;

/**
 * The attribute names that xinetd.conf(5) defines. One of them whose bundle is absent makes a
 * service wait; a word that is neither here nor owned by any bundle is a warning.
 */
public final class StandardAttributes {

  /** Every attribute that may stand in a {@code service} entry, in lower case. */
  public static final Set<String> NAMES =
      Set.of(
          "id",
          "type",
          "flags",
          "socket_type",
          "protocol",
          "wait",
          "disable",
          "user",
          "group",
          "groups",
          "umask",
          "nice",
          "server",
          "server_args",
          "libwrap",
          "instances",
          "per_source",
          "cps",
          "max_load",
          "access_times",
          "only_from",
          "no_access",
          "deny_time",
          "log_type",
          "log_on_success",
          "log_on_failure",
          "env",
          "passenv",
          "port",
          "bind",
          "interface",
          "redirect",
          "banner",
          "banner_success",
          "banner_fail",
          "rpc_version",
          "rpc_number",
          "rlimit_as",
          "rlimit_cpu",
          "rlimit_data",
          "rlimit_rss",
          "rlimit_stack",
          "rlimit_files",
          "v6only",
          "mdns");

  /** Attributes of the {@code defaults} entry alone: lists of service ids. */
  public static final Set<String> DEFAULTS_ONLY = Set.of("enabled", "disabled");

  private StandardAttributes() {}
}
