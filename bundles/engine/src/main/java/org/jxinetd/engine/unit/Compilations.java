package org.jxinetd.engine.unit;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jxinetd.api.service.Problem;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.engine.flow.Plan;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compiles services for the control thread. A service in which bundles have a part that are not
 * ours is compiled on a thread of its own: the control thread waits for it a moment only. Belongs
 * to the control thread.
 */
final class Compilations {

  private static final Logger LOG = LoggerFactory.getLogger(Compilations.class);

  /** Longest wait of the control thread in one go. */
  private static final Duration MOMENT = Duration.ofMillis(500);

  private final PlanCompiler compiler;
  private final Control control;
  private final Patience patience = new Patience(MOMENT, System::nanoTime);

  Compilations(PlanCompiler compiler, Control control) {
    this.compiler = compiler;
    this.control = control;
  }

  /** What a service hears of its compilation, on the control thread. */
  interface Client {

    /** It goes on elsewhere: {@link #compiled} is called later, unless the engine ends. */
    void delayed(List<String> bundles);

    /**
     * The result.
     *
     * @param late it was delayed
     */
    void compiled(PlanCompiler.Result result, boolean late);
  }

  void compile(ServiceSpec service, Client client) {
    List<String> foreign = compiler.foreign(service);
    if (foreign.isEmpty()) {
      client.compiled(compiler.compile(service), false);
      return;
    }
    CompletableFuture<PlanCompiler.Result> result = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("compilation of " + service.id())
        .start(() -> complete(result, service));
    if (isDone(result)) {
      client.compiled(result.join(), false);
    } else {
      client.delayed(foreign);
      Consumer<PlanCompiler.Result> deliver =
          late ->
              control.execute(
                  () -> client.compiled(late, true), () -> late.plan().ifPresent(Plan::release));
      var unused = result.thenAccept(deliver);
    }
  }

  private boolean isDone(CompletableFuture<?> result) {
    try {
      return patience.await(result);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the engine ends
      return false;
    }
  }

  /** There is a result whatever happens: a service must not wait for one that never comes. */
  private void complete(CompletableFuture<PlanCompiler.Result> result, ServiceSpec service) {
    try {
      result.complete(compiler.compile(service));
    } catch (RuntimeException | StackOverflowError e) {
      LOG.error("service {} cannot be compiled", service.id(), e);
      result.complete(
          new PlanCompiler.Result(
              Optional.empty(),
              List.of(),
              List.of(),
              List.of(
                  Problem.error(
                      service.origin(),
                      "",
                      "cannot be compiled: " + e,
                      "service " + service.id() + " not started"))));
    }
  }

  /** True when the coming of a provider may change how a service that listens is compiled. */
  boolean concerns(ServiceSpec service, Provided<?> provided) {
    return compiler.concerns(service, provided);
  }
}
