package org.jxinetd.engine.unit;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jxinetd.engine.listen.Binding;

/**
 * Looks for the network interfaces that services are bound to, every second. Belongs to the control
 * thread.
 */
final class Interfaces {

  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Control control;

  Interfaces(Control control) {
    this.control = control;
  }

  /**
   * Tells when an interface is there.
   *
   * @param wanted whether anybody still waits
   */
  void whenThere(String name, BooleanSupplier wanted, Runnable there) {
    control.later(
        LOOK,
        () -> {
          if (!wanted.getAsBoolean()) {
            return;
          }
          if (Binding.Device.now(name).exists()) {
            there.run();
          } else {
            whenThere(name, wanted, there);
          }
        });
  }

  /**
   * Tells when an interface was removed, and perhaps made anew.
   *
   * @param wanted whether anybody still uses it
   */
  void whenGone(Binding.Device device, BooleanSupplier wanted, Runnable gone) {
    control.later(
        LOOK,
        () -> {
          if (!wanted.getAsBoolean()) {
            return;
          }
          if (Binding.Device.now(device.name()).equals(device)) {
            whenGone(device, wanted, gone);
          } else {
            gone.run();
          }
        });
  }
}
