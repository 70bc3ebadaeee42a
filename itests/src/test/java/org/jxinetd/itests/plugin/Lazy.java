package org.jxinetd.itests.plugin;

import java.util.concurrent.CountDownLatch;
import org.jxinetd.api.handler.Handler;
import org.jxinetd.api.handler.HandlerProvider;
import org.jxinetd.api.handler.Outcome;
import org.jxinetd.api.service.ServiceSpec;

/** A handler that is never done with starting its server. */
public final class Lazy implements HandlerProvider {

  @Override
  public Handler compile(ServiceSpec service) {
    return exchange -> {
      new CountDownLatch(1).await();
      return new Outcome.Served();
    };
  }
}
