package org.jxinetd.engine.flow;

import java.util.List;
import java.util.Optional;
import org.jxinetd.api.access.Evidence;
import org.jxinetd.api.access.Finding;
import org.jxinetd.api.access.Phase;
import org.jxinetd.api.access.Reason;
import org.jxinetd.api.access.Request;
import org.jxinetd.api.access.SpawnChanges;
import org.jxinetd.api.access.Verdict;
import org.jxinetd.api.service.ServiceSpec;

/**
 * One client that waits for an answer. Holds one use of the plan by which it is judged; when a
 * provider of that plan leaves before the answer is there, the answer does not count and the client
 * waits for the next plan. So nobody is let in, nor turned away, by rules that are not there any
 * more. Belongs to the client's thread.
 */
final class Doorstep implements AutoCloseable {

  /** Makes the request for the definition of the service that is in force. */
  interface Asking {
    Request of(ServiceSpec service);
  }

  private final Plans plans;
  private final Asking asking;
  private Plan plan;
  private Request request;

  /**
   * @param plan retained for this client
   */
  Doorstep(Plans plans, Plan plan, Asking asking) {
    this.plans = plans;
    this.plan = plan;
    this.asking = asking;
    this.request = asking.of(plan.service());
  }

  /** The plan that the client is judged by; after {@link #admit} the one that has answered. */
  Plan plan() {
    return plan;
  }

  Request request() {
    return request;
  }

  /** Decides. The caller closes the admission when the session is over. */
  Admission admit() throws InterruptedException {
    while (plan.usable() || renew()) {
      Admission answer = plan.gate().admit(request);
      if (plan.usable()) {
        return answer;
      }
      answer.close();
    }
    Evidence evidence =
        new Evidence("a bundle is missing", request.service().origin(), "for too long");
    Verdict verdict = new Verdict.Refuse(Reason.UNAVAILABLE, evidence);
    Finding finding = new Finding(Phase.STATE, Optional.of(Reason.UNAVAILABLE), evidence);
    return new Admission(verdict, SpawnChanges.NONE, new Slots(), List.of(finding));
  }

  private boolean renew() throws InterruptedException {
    Optional<Plan> next = plans.awaitPlan();
    if (next.isEmpty()) {
      return false;
    }
    plan.release();
    plan = next.get();
    request = asking.of(plan.service());
    return true;
  }

  @Override
  public void close() {
    plan.release();
  }
}
