package org.jxinetd.log.file;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** What is wrong with a file, in the words of the operating system. */
final class Trouble {

  private Trouble() {}

  /** The reason alone: the JDK leaves it out of the message of its most frequent exceptions. */
  static String text(IOException failure) {
    return switch (failure) {
      case NoSuchFileException _ -> "No such file or directory";
      case AccessDeniedException _ -> "Permission denied";
      case ClosedChannelException _ -> "the file was closed by an interrupt";
      case FileSystemException e when e.getReason() != null -> e.getReason();
      default -> failure.getMessage() == null ? failure.toString() : failure.getMessage();
    };
  }
}
