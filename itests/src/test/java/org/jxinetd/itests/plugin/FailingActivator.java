package org.jxinetd.itests.plugin;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Fails when its bundle starts. */
public final class FailingActivator implements BundleActivator {

  @Override
  public void start(BundleContext context) {
    throw new IllegalStateException("fails on purpose");
  }

  @Override
  public void stop(BundleContext context) {
    // it never started
  }
}
