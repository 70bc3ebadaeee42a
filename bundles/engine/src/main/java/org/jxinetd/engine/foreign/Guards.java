package org.jxinetd.engine.foreign;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jxinetd.api.access.AccessRule;
import org.jxinetd.api.access.Evidence;
import org.jxinetd.api.access.Identity;
import org.jxinetd.api.access.IdentityProvider.Asker;
import org.jxinetd.api.access.Mode;
import org.jxinetd.api.access.PatternProvider.Answer;
import org.jxinetd.api.access.PatternProvider.Compiled;
import org.jxinetd.api.access.PatternProvider.Match;
import org.jxinetd.api.access.Reason;
import org.jxinetd.api.access.Request;
import org.jxinetd.api.access.Verdict;
import org.jxinetd.api.handler.DatagramService;
import org.jxinetd.api.log.Event;
import org.jxinetd.api.log.EventListener;
import org.jxinetd.api.log.EventSink;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.api.service.Problem;
import org.jxinetd.api.service.ServiceObserver;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.api.service.Token;

/** What other bundles have compiled, each question with a deadline. */
public final class Guards {

  private static final String DECIDE = "decide";

  private Guards() {}

  /** A rule: what goes wrong refuses. */
  public static AccessRule rule(Ward ward, AccessRule rule) {
    return rule(ward, Ward.DECISION, rule);
  }

  static AccessRule rule(Ward ward, Duration limit, AccessRule rule) {
    return new AccessRule() {
      @Override
      public Verdict decide(Request request, Mode mode) {
        try {
          return ask(ward, limit, () -> rule.decide(request, mode));
        } catch (Overrun e) {
          return new Verdict.Refuse(
              Reason.RULE_FAILED,
              new Evidence(
                  "rule of bundle " + ward.bundle(), request.service().origin(), e.getMessage()));
        }
      }

      @Override
      public boolean mayWait() {
        return true;
      }
    };
  }

  /**
   * Keeps clients away from a service whose own bundle is quarantined.
   *
   * @param mayWait also when nothing is to be looked up: the answer itself may take its time
   */
  public static AccessRule serving(Ward ward, boolean mayWait) {
    return new AccessRule() {
      @Override
      public Verdict decide(Request request, Mode mode) {
        String rule = "bundle " + ward.bundle();
        Optional<String> why = ward.quarantined();
        return why.isPresent()
            ? new Verdict.Refuse(
                Reason.UNAVAILABLE,
                new Evidence(rule, request.service().origin(), "is quarantined: it " + why.get()))
            : Verdict.pass(new Evidence(rule, request.service().origin(), "serves"));
      }

      @Override
      public boolean mayWait() {
        return mayWait;
      }
    };
  }

  private static <T> T ask(Ward ward, Duration limit, Callable<T> question) throws Overrun {
    try {
      return ward.call(limit, DECIDE, question);
    } catch (Overrun e) {
      if (e.getCause() != null) {
        ward.failed(DECIDE, e.getCause());
      }
      throw e;
    }
  }

  /**
   * A list of patterns. What goes wrong is thrown, so that the gate refuses whichever list it
   * stands in.
   *
   * @param understood what the list has said of itself
   */
  public static Compiled patterns(
      Ward ward, Compiled compiled, Set<Token> understood, List<Problem> problems) {
    return new Compiled() {
      @Override
      public Set<Token> understood() {
        return understood;
      }

      @Override
      public List<Problem> problems() {
        return problems;
      }

      @Override
      public Optional<Match> match(Request request) {
        return look(() -> compiled.match(request));
      }

      @Override
      public Answer ask(Request request, Mode mode) {
        return look(() -> compiled.ask(request, mode));
      }

      @Override
      public boolean mayWait() {
        return true;
      }

      private <T> T look(Callable<T> question) {
        try {
          return Guards.ask(ward, Ward.DECISION, question);
        } catch (Overrun e) {
          throw new IllegalStateException(
              "pattern of bundle " + ward.bundle() + ": " + e.getMessage(), e);
        }
      }
    };
  }

  /** Who asks for users: what goes wrong is a user unknown. */
  public static Asker asker(Ward ward, Asker asker) {
    return request -> {
      try {
        return ward.call(Ward.IDENTIFICATION, "ask for a user", () -> asker.ask(request));
      } catch (Overrun e) {
        if (e.getCause() != null) {
          ward.failed("ask for a user", e.getCause());
        }
        return new Identity.Unknown("system error");
      }
    };
  }

  /** A built-in service on datagrams: one that is late answers nobody any more. */
  public static DatagramService datagrams(Ward ward, DatagramService service) {
    return datagram -> {
      try {
        boolean unused =
            ward.call(
                Ward.DECISION,
                "answer a datagram",
                () -> {
                  service.answer(datagram);
                  return true;
                });
      } catch (Overrun e) {
        if (e.getCause() instanceof IOException io) {
          throw io;
        }
        if (e.getCause() != null) {
          ward.failed("answer a datagram", e.getCause());
        }
        throw new IOException("bundle " + ward.bundle() + ": " + e.getMessage(), e);
      }
    };
  }

  /** An observer: one that is late is told nothing any more. */
  public static ServiceObserver observer(Ward ward, ServiceObserver observer) {
    return new ServiceObserver() {
      @Override
      public void opened(ServiceSpec service, List<Endpoint> at) {
        tell(() -> observer.opened(service, at));
      }

      @Override
      public void closed(ServiceSpec service) {
        tell(() -> observer.closed(service));
      }

      private void tell(Runnable what) {
        try {
          boolean unused =
              ward.call(
                  Ward.COMPILATION,
                  "hear of a service",
                  () -> {
                    what.run();
                    return true;
                  });
        } catch (Overrun e) {
          if (e.getCause() != null) {
            ward.failed("hear of a service", e.getCause());
          }
        }
      }
    };
  }

  /** A listener of events: one that does not keep up misses some. */
  public static EventListener listener(Ward ward, EventListener listener) {
    EventSink hearing =
        new EventSink() {
          @Override
          public void write(List<Event> batch) {
            listener.heard(batch);
          }

          @Override
          public void close() {}
        };
    GuardedSink queue =
        new GuardedSink(ward, hearing, "listener of events of bundle " + ward.bundle());
    queue.account(
        new GuardedSink.Account() {
          @Override
          public void lost(long lines, Exception why) {
            ward.failed("hear of " + lines + " events", why);
          }

          @Override
          public void works() {}
        });
    return queue::write;
  }
}
