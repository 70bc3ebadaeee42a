package org.jxinetd.access.libwrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jxinetd.api.service.Address;

class SystemNamesTest {

  private static final Address CLIENT = Address.parse("192.0.2.1").orElseThrow();

  @TempDir Path folder;

  private String getent(int exit) throws IOException {
    Path script = folder.resolve("getent" + exit);
    Files.writeString(script, "#!/bin/sh\nexit " + exit + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    return script.toString();
  }

  @Test
  void findsTheNameOfThisMachineInTheHostsFile() {
    Name name = new SystemNames().apply(Address.parse("127.0.0.1").orElseThrow());
    assertTrue(name.isKnown());
    assertEquals("localhost", name.text());
  }

  @Test
  void anAddressWithoutANameIsUnknown() throws IOException {
    assertEquals(
        Name.UNKNOWN, new SystemNames(InetAddress::getHostAddress, getent(2)).apply(CLIENT));
  }

  @Test
  void aNameThatDoesNotLeadBackIsParanoid() throws IOException {
    assertEquals(
        Name.PARANOID, new SystemNames(InetAddress::getHostAddress, getent(0)).apply(CLIENT));
  }

  @Test
  void nobodyIsUnsuspectedWhereGetentIsMissing() {
    String missing = folder.resolve("nothing").toString();
    assertEquals(
        Name.PARANOID, new SystemNames(InetAddress::getHostAddress, missing).apply(CLIENT));
  }

  @Test
  void aDotAtTheEndOfANameIsNoPartOfIt() {
    SystemNames names = new SystemNames(address -> "mail.example.org.", "/nothing");
    assertEquals("mail.example.org", names.apply(CLIENT).text());
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.1", "0x0a.0.0.1", "2001:db8::1", "a\nb", "a b", "", "$(reboot)"})
  void aNameThatIsNoneIsParanoid(String trick) {
    assertEquals(Name.PARANOID, new SystemNames(address -> trick, "/nothing").apply(CLIENT));
  }
}
