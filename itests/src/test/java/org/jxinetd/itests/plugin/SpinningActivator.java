package org.jxinetd.itests.plugin;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Starts threads that spin, and then spins itself. */
public final class SpinningActivator implements BundleActivator {

  @Override
  public void start(BundleContext context) {
    for (int i = 0; i < 3; i++) {
      Thread.ofPlatform().daemon().start(SpinningActivator::spin);
    }
    spin();
  }

  private static void spin() {
    while (System.nanoTime() != 0) {
      Thread.onSpinWait();
    }
  }

  @Override
  public void stop(BundleContext context) {
    // it has never started
  }
}
