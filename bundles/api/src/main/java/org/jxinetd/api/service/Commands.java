package org.jxinetd.api.service;

import java.io.IOException;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The commands of xinetctl, for bundles that bring them to people by another way. Whoever calls has
 * made sure that the person may command the server. Any thread.
 */
@ProviderType
public interface Commands {

  /**
   * Runs one command line.
   *
   * @param words the command's name and its arguments
   * @return the exit status: 0 yes or done, 1 no, 64 written wrongly
   * @throws IOException when the output throws it
   * @throws InterruptedException when the thread is interrupted, which ends a command that follows
   */
  int run(List<String> words, Output out) throws IOException, InterruptedException;

  /**
   * What the last of the words may become.
   *
   * @param words as typed so far; the last one may be empty
   */
  List<String> complete(List<String> words);

  /**
   * Where a command writes. Lines come without their ends and without characters that could steer a
   * terminal. One thread at a time.
   */
  @ConsumerType
  interface Output {

    /** A line of the answer. */
    void line(String text) throws IOException;

    /** A line about something wrong. */
    void complaint(String text) throws IOException;

    /**
     * The command will go on for as long as its reader wants: whoever implements this interrupts
     * the thread, or throws from {@link #flush()}, when the reader is gone.
     *
     * @return false when no more of that kind can be served now
     */
    default boolean stream() throws IOException {
      return true;
    }

    /** What follows takes the place of what is shown, on a terminal. */
    default void page() throws IOException {}

    /**
     * Brings what was written to the reader now.
     *
     * @throws IOException when the reader is gone
     */
    default void flush() throws IOException {}
  }
}
