package org.jxinetd.config.publish;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the files again when they change, a moment after the last change, so that a set of files
 * that is being written is read once and whole. Owns one thread.
 */
final class FileWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger("org.jxinetd.config");

  /** So long nothing must change before the files are read. */
  private static final long QUIET_MILLIS = 500;

  /** A file that never rests is read all the same. */
  private static final int MOST_WAITS = 20;

  /** Times of files are no finer than the kernel's clock tick. */
  private static final long TICK_MILLIS = 10;

  private final Path base;
  private final FileReloader reloader;
  private final WatchService service;
  private final Map<WatchKey, Path> keys = new HashMap<>();
  private Set<Path> files = Set.of();
  private Set<Path> folders = Set.of();

  /**
   * Starts to watch what was read last.
   *
   * @param base directory for relative paths
   */
  FileWatch(Path base, FileReloader reloader) throws IOException {
    this.base = base;
    this.reloader = reloader;
    this.service = FileSystems.getDefault().newWatchService();
    Thread.ofPlatform().daemon().name("config-watch").start(this::run);
  }

  @Override
  public void close() {
    try {
      service.close();
    } catch (IOException e) {
      LOG.warn("the watch of the configuration files does not close", e);
    }
  }

  private void run() {
    try {
      boolean changed = watch();
      while (true) {
        if (!changed) {
          changed = concerns(service.take());
          continue;
        }
        settle();
        LOG.info("the configuration files have changed");
        reloader.reload(false);
        changed = watch();
      }
    } catch (InterruptedException | ClosedWatchServiceException closed) {
      LOG.debug("configuration files are not watched any more");
    } catch (IOException | RuntimeException e) {
      LOG.error("configuration files are not watched any more: reload them by SIGHUP", e);
    }
  }

  private void settle() throws InterruptedException {
    for (int i = 0; i < MOST_WAITS; i++) {
      WatchKey key = service.poll(QUIET_MILLIS, TimeUnit.MILLISECONDS);
      if (key == null) {
        return;
      }
      concerns(key);
    }
  }

  /**
   * Watches the folders of all files and every includedir.
   *
   * @return whether something changed between the reading and now
   */
  private boolean watch() throws IOException {
    FileReloader.Sources sources = reloader.sources();
    files = new HashSet<>();
    sources.files().forEach(file -> files.add(base.resolve(file)));
    folders = new HashSet<>();
    sources.directories().forEach(folder -> folders.add(base.resolve(folder).normalize()));
    Set<Path> wanted = new HashSet<>(folders);
    files.forEach(file -> wanted.add(file.getParent().normalize()));
    folders.forEach(folder -> wanted.add(folder.getParent() == null ? folder : folder.getParent()));
    keys.entrySet().removeIf(e -> !e.getKey().isValid() || gone(e, wanted));
    for (Path folder : wanted) {
      if (Files.isDirectory(folder) && !keys.containsValue(folder)) {
        WatchKey key =
            folder.register(
                service,
                StandardWatchEventKinds.ENTRY_CREATE,
                StandardWatchEventKinds.ENTRY_MODIFY,
                StandardWatchEventKinds.ENTRY_DELETE);
        keys.put(key, folder);
      }
    }
    Instant since = sources.readAt().minusMillis(TICK_MILLIS);
    for (Path file : files) {
      if (changedSince(file, since)) {
        return true;
      }
    }
    for (Path folder : folders) {
      if (changedSince(folder, since)) {
        return true;
      }
    }
    return false;
  }

  private static boolean gone(Map.Entry<WatchKey, Path> entry, Set<Path> wanted) {
    if (wanted.contains(entry.getValue())) {
      return false;
    }
    entry.getKey().cancel();
    return true;
  }

  private static boolean changedSince(Path path, Instant since) throws IOException {
    return Files.exists(path) && Files.getLastModifiedTime(path).toInstant().isAfter(since);
  }

  /** Whether events are about the configuration, not about something else in its folders. */
  private boolean concerns(WatchKey key) {
    Path folder = keys.get(key);
    boolean any = false;
    for (WatchEvent<?> event : key.pollEvents()) {
      any |=
          folder != null
              && (event.kind() == StandardWatchEventKinds.OVERFLOW
                  || concerns(folder, (Path) event.context()));
    }
    key.reset();
    return any;
  }

  private boolean concerns(Path folder, Path name) {
    Path path = folder.resolve(name);
    String text = name.toString();
    boolean inFolder = folders.contains(folder) && text.indexOf('.') < 0 && !text.endsWith("~");
    return inFolder || files.contains(path) || folders.contains(path);
  }
}
