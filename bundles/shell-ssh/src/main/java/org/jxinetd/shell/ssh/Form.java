package org.jxinetd.shell.ssh;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What generic tools show; {@link Settings} reads the values. */
@ObjectClassDefinition(
    name = "Remote shell",
    description =
        "The commands of xinetctl over SSH, for holders of keys. Without this, it is off.")
@interface Form {

  /** Key {@code authorized_keys}. */
  @AttributeDefinition(
      name = "Authorized keys",
      description =
          "Absolute path of a file in OpenSSH's form; root's or the daemon's own, and writable by"
              + " nobody else")
  String authorized__keys();

  /** Key {@code address}. */
  @AttributeDefinition(
      name = "Address",
      description = "Addresses to listen on, separated by blanks; no names")
  String address() default Settings.ADDRESS_DEFAULT;

  /** Key {@code port}. */
  @AttributeDefinition(name = "Port", min = "1", max = "65535", description = "TCP port")
  int port() default Settings.PORT_DEFAULT;

  /** Key {@code idle_time}. */
  @AttributeDefinition(
      name = "Idle time",
      min = "0",
      max = "86400",
      description = "Seconds without a byte either way that end a connection; 0 for no limit")
  int idle__time() default Settings.IDLE_DEFAULT;

  /** Key {@code login_time}. */
  @AttributeDefinition(
      name = "Login time",
      min = "1",
      max = "600",
      description = "Seconds from connecting to being logged in")
  int login__time() default Settings.LOGIN_DEFAULT;

  /** Key {@code max_sessions}. */
  @AttributeDefinition(
      name = "Sessions",
      min = "1",
      max = "100",
      description = "Connections that may be logged in at a time")
  int max__sessions() default Settings.SESSIONS_DEFAULT;

  /** Key {@code max_auth_tries}. */
  @AttributeDefinition(
      name = "Tries",
      min = "1",
      max = "20",
      description = "Keys that a client may show in vain before it is cut off")
  int max__auth__tries() default Settings.TRIES_DEFAULT;
}
