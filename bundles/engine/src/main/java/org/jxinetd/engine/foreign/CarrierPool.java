package org.jxinetd.engine.foreign;

import java.lang.management.ManagementFactory;
import javax.management.Attribute;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** The VM's pool of threads that carry virtual threads. Any thread. */
final class CarrierPool {

  /** As many carriers as the VM allows by default. */
  private static final int MOST = 256;

  private static final String PARALLELISM = "Parallelism";

  /** Begins with all that the VM keeps for its management: not to be used without need. */
  private MBeanServer server() {
    return ManagementFactory.getPlatformMBeanServer();
  }

  private static ObjectName scheduler() throws JMException {
    return new ObjectName("jdk.management:type=VirtualThreadScheduler");
  }

  int parallelism() throws JMException {
    return (Integer) server().getAttribute(scheduler(), PARALLELISM);
  }

  /** How many virtual threads may run at a time, up to the VM's limit. */
  void parallelism(int wanted) throws JMException {
    server().setAttribute(scheduler(), new Attribute(PARALLELISM, Math.clamp(wanted, 1, MOST)));
  }

  /** What runs on the carriers at this moment. */
  String dump() throws JMException {
    Object dump =
        server()
            .invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                "threadPrint",
                new Object[] {new String[0]},
                new String[] {String[].class.getName()});
    return dump.toString();
  }
}
