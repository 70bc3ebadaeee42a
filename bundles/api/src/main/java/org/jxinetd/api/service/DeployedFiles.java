package org.jxinetd.api.service;

import java.nio.file.Path;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Takes files of one kind that an administrator drops into {@code deploy/}. Provided as an OSGi
 * service by whoever understands the kind; the bundle that watches the folder calls it.
 *
 * <p>Only whole files arrive: a file that is still being written is not among them, or stands there
 * as it was before. Calls come one after the other from one thread: once when the service appears,
 * and again whenever the set has changed. An empty list says that the last file was removed. A
 * defect in a file is the receiver's to report, by {@link File#path()}; it must not keep the other
 * files from being served.
 */
@ConsumerType
public interface DeployedFiles {

  /** Service property: how the names of the files end, such as {@code .xinetd}. */
  String EXTENSION = "org.jxinetd.deploy.extension";

  /**
   * One file.
   *
   * @param path where the administrator put it: for messages
   * @param copy a private copy that does not change: to be read, valid until the call that follows
   */
  record File(Path path, Path copy) {}

  /** Takes over the set as it is now, in the order of the names. */
  void deployed(List<File> files);
}
