package org.jxinetd.access.host;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What Config Admin may say under {@code org.jxinetd.access.host}. */
@ObjectClassDefinition(
    name = "Host names in only_from and no_access",
    description = "How the names of clients are looked up.")
public @interface HostSettings {

  /** Key {@code time.limit}. */
  @AttributeDefinition(
      name = "Time limit",
      description = "Seconds that one decision may wait for names, 0.1 to 30")
  String time_limit() default "2";

  /** Key {@code servers}. */
  @AttributeDefinition(
      name = "Name servers",
      description =
          "Addresses, each with :port where it is not 53 ([addr]:port for IPv6), separated by"
              + " blanks; empty for those of /etc/resolv.conf")
  String servers() default "";

  /** Key {@code hosts.file}. */
  @AttributeDefinition(name = "Hosts file", description = "In the form of hosts(5)")
  String hosts_file() default "/etc/hosts";

  /** Key {@code nsswitch.file}. */
  @AttributeDefinition(
      name = "Name switch",
      description = "Whose line hosts: gives the order of hosts file and DNS; nsswitch.conf(5)")
  String nsswitch_file() default "/etc/nsswitch.conf";
}
