package org.jxinetd.ident;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.jxinetd.api.access.Identity;
import org.jxinetd.api.access.IdentityProvider;
import org.jxinetd.api.access.Request;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.api.service.ServiceSpec;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Makes the askers of services; the package description says what they are for. */
@Component
public final class IdentClients implements IdentityProvider {

  static final int PORT = 113;
  private static final int USUAL_SECONDS = 5;
  private static final int MOST_SECONDS = 300;

  /** Questions that are open at a time, of all services; who comes on top is not asked about. */
  private static final int MOST_QUESTIONS = 512;

  private static final Identity NOT_ASKED = new Identity.Unknown("system error");

  private final Semaphore questions;
  private final int port;

  /** With the limit that {@code -logprocs} sets, if it does. */
  @Activate
  public IdentClients(BundleContext context) {
    this(PORT, mostQuestions(context.getProperty("org.jxinetd.logprocs")));
  }

  static int mostQuestions(String logprocs) {
    boolean set = logprocs != null && logprocs.matches("[1-9][0-9]{0,5}");
    return set ? Integer.parseInt(logprocs) : MOST_QUESTIONS;
  }

  IdentClients(int port, int mostQuestions) {
    this.port = port;
    this.questions = new Semaphore(mostQuestions);
  }

  @Override
  public Asker compile(ServiceSpec service) throws ConfigException {
    Duration limit =
        Duration.ofSeconds(service.integer("ident_timeout", 1, MOST_SECONDS).orElse(USUAL_SECONDS));
    return request -> ask(request, limit);
  }

  /** Clients of port 113 ask us; asking them back would go on for ever. */
  private Identity ask(Request request, Duration limit) throws InterruptedException {
    if (request.peer().isEmpty() || request.local().isEmpty()) {
      return NOT_ASKED;
    }
    Endpoint client = request.peer().get();
    Endpoint local = request.local().get();
    if (local.port() == PORT || !questions.tryAcquire()) {
      return NOT_ASKED;
    }
    try {
      Reply.Ports ports = new Reply.Ports(client.port(), local.port());
      return new Question(local.address(), new Endpoint(client.address(), port), ports, limit)
          .ask();
    } finally {
      questions.release();
    }
  }
}
