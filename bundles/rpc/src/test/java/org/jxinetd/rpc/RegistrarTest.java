package org.jxinetd.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

class RegistrarTest {

  private static final Registration ONE = new Registration(100_001, 2, "udp", "0.0.0.0.3.9");
  private static final Registration TWO = new Registration(100_001, 3, "udp", "0.0.0.0.3.9");
  private static final Registration MOVED = new Registration(100_001, 2, "udp", "0.0.0.0.4.1");

  @TempDir Path folder;
  private final FakeRpcbind rpcbind = new FakeRpcbind();
  private final List<String> said = new ArrayList<>();

  private Registrar registrar() {
    Logger log =
        (Logger)
            Proxy.newProxyInstance(
                RegistrarTest.class.getClassLoader(),
                new Class<?>[] {Logger.class},
                (proxy, method, arguments) -> say((String) arguments[0]));
    return new Registrar(new Rpcbind(rpcbind), new Memory(folder), log);
  }

  private Object say(String text) {
    said.add(text);
    return null; // what a void method returns
  }

  private Set<Registration> table() {
    return Set.copyOf(rpcbind.table.values());
  }

  @Test
  void entersWhatIsWantedAndTakesOutWhatIsNot() {
    Registrar registrar = registrar();
    assertTrue(registrar.reconcile(List.of(ONE, TWO)));
    assertEquals(Set.of(ONE, TWO), table());
    assertTrue(registrar.reconcile(List.of(TWO)));
    assertEquals(Set.of(TWO), table());
    assertTrue(registrar.reconcile(List.of()));
    assertEquals(Set.of(), table());
    assertEquals(List.of(), said);
    assertFalse(Files.exists(folder.resolve("rpc-registrations")));
  }

  @Test
  void asksNobodyWhileThereIsNothingToDo() {
    rpcbind.down = true;
    assertTrue(registrar().reconcile(List.of()));
    assertEquals(0, rpcbind.calls);
  }

  @Test
  void aDaemonThatWasKilledFindsItsOwnEntriesAgain() {
    assertTrue(registrar().reconcile(List.of(ONE, TWO)));
    // killed; the next one gets another port from the kernel and has one version less
    assertTrue(registrar().reconcile(List.of(MOVED)));
    assertEquals(Set.of(MOVED), table());
    assertTrue(registrar().reconcile(List.of()));
    assertEquals(Set.of(), table());
  }

  @Test
  void leavesOtherServersAlone() {
    rpcbind.table.put(MOVED.key(), MOVED);
    Registrar registrar = registrar();
    assertFalse(registrar.reconcile(List.of(ONE, TWO)));
    assertFalse(registrar.reconcile(List.of(ONE, TWO)));
    assertEquals(Set.of(MOVED, TWO), table());
    assertEquals(1, said.size(), said.toString());
    assertTrue(said.getFirst().contains("another server is"), said.toString());
    assertTrue(registrar.reconcile(List.of()));
    assertEquals(Set.of(MOVED), table());
  }

  @Test
  void doesNotTakeOutWhatSomebodyElseHasRegisteredMeanwhile() {
    assertTrue(registrar().reconcile(List.of(ONE)));
    rpcbind.table.put(MOVED.key(), MOVED); // while no daemon of ours ran
    assertTrue(registrar().reconcile(List.of()));
    assertEquals(Set.of(MOVED), table());
  }

  @Test
  void comesBackToAnRpcbindThatWasStartedAnew() {
    Registrar registrar = registrar();
    assertTrue(registrar.reconcile(List.of(ONE)));
    rpcbind.table.clear();
    assertTrue(registrar.reconcile(List.of(ONE)));
    assertEquals(Set.of(ONE), table());
  }

  @Test
  void saysOnceThatRpcbindIsDownAndMendsItLater() {
    rpcbind.down = true;
    Registrar registrar = registrar();
    assertFalse(registrar.reconcile(List.of(ONE)));
    assertFalse(registrar.reconcile(List.of(ONE)));
    assertEquals(1, said.size(), said.toString());
    rpcbind.down = false;
    assertTrue(registrar.reconcile(List.of(ONE)));
    assertEquals(Set.of(ONE), table());
    rpcbind.down = true;
    assertFalse(registrar.reconcile(List.of(ONE)));
    assertEquals(2, said.size(), "said again when it breaks again");
  }

  @Test
  void remembersWhatRpcbindDoesNotGiveUp() {
    assertTrue(registrar().reconcile(List.of(ONE)));
    rpcbind.stubborn = true;
    assertFalse(registrar().reconcile(List.of()));
    rpcbind.stubborn = false;
    assertTrue(registrar().reconcile(List.of()));
    assertEquals(Set.of(), table());
  }

  @Test
  void aMemoryThatIsDamagedCostsTheDamagedLinesOnly() throws IOException {
    assertTrue(registrar().reconcile(List.of(ONE)));
    Path file = folder.resolve("rpc-registrations");
    Files.writeString(file, "x\n1 2\n\u0000\n99999999999 1 udp a\n" + Files.readString(file));
    assertTrue(registrar().reconcile(List.of()));
    assertEquals(Set.of(), table());
  }
}
