package org.jxinetd.engine.foreign;

import java.io.IOException;
import org.jxinetd.api.handler.Exchange;
import org.jxinetd.api.handler.Handler;
import org.jxinetd.api.handler.Outcome;

/**
 * A handler of another bundle: serves on threads of its ward, watched by the session; see {@link
 * Visit}.
 *
 * @param startsProcesses what the handler says of itself, asked once
 */
public record GuardedHandler(Ward ward, Handler handler, boolean startsProcesses)
    implements Handler {

  @Override
  public Outcome serve(Exchange exchange) throws IOException, InterruptedException {
    return new Visit(ward, handler, exchange, Visit.Limits.STANDARD).serve();
  }
}
