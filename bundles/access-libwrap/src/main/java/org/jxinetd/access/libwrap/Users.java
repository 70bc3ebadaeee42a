package org.jxinetd.access.libwrap;

import java.util.Optional;
import org.jxinetd.api.access.Identity;
import org.jxinetd.api.access.IdentityProvider;
import org.jxinetd.api.access.Mode;
import org.jxinetd.api.access.Request;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.ServiceSpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out who uses a client host. Any thread. */
@FunctionalInterface
interface Users {

  /**
   * The user at the other end of a connection; {@code unknown} when nobody says.
   *
   * @param mode the client of an explanation is not there to be asked about
   * @param seconds how long the client's host may take; 0 for as long as the service says
   */
  String of(Request request, Mode mode, int seconds);

  /** Asks by RFC 1413, with the bundle that is there for it. */
  record ByIdent(java.util.function.Supplier<Optional<IdentityProvider>> provider)
      implements Users {

    private static final Logger LOG = LoggerFactory.getLogger(Users.class);
    private static final int MOST_SECONDS = 300;

    @Override
    public String of(Request request, Mode mode, int seconds) {
      Optional<IdentityProvider> ident = provider.get();
      if (ident.isEmpty() || mode == Mode.DRY_RUN) {
        return TextPattern.UNKNOWN;
      }
      ServiceSpec service = request.service();
      if (seconds > 0) {
        String limit = Integer.toString(Math.min(seconds, MOST_SECONDS));
        service = service.toBuilder().attribute("ident_timeout", limit).build();
      }
      try {
        return ident.get().compile(service).ask(request) instanceof Identity.Known known
            ? known.user()
            : TextPattern.UNKNOWN;
      } catch (ConfigException e) {
        LOG.warn("service {}: {}", service.id(), e.getMessage());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return TextPattern.UNKNOWN;
    }
  }
}
