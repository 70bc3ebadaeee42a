package org.jxinetd.config.check;

import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.config.text.Findings;

/** Looks at one effective service by itself. */
interface ServiceCheck {
  void check(ServiceSpec service, Findings findings);
}
