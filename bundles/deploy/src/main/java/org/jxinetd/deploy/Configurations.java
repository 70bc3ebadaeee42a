package org.jxinetd.deploy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jxinetd.api.service.ServiceCompiler;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Configuration files: {@code PID.cfg} and {@code PID.cfg.json}; {@code FACTORY~NAME} or {@code
 * FACTORY-NAME} in front of the ending is one configuration of a factory. Belongs to the deploy
 * thread.
 */
final class Configurations {

  static final String CFG = ".cfg";
  static final String JSON = ".cfg.json";

  private static final Logger LOG = LoggerFactory.getLogger(Configurations.class);

  /** Keys by which a later incarnation of this bundle knows its own configurations. */
  private static final String FILE = ".deploy.file";

  private static final String STAMP = ".deploy.stamp";
  private static final long LARGEST = 1 << 20;

  private final ConfigurationAdmin admin;
  private final Map<Path, Stamp> known = new TreeMap<>();

  Configurations(ConfigurationAdmin admin) throws IOException {
    this.admin = admin;
    try {
      Configuration[] mine = admin.listConfigurations("(" + FILE + "=*)");
      for (Configuration one : mine == null ? new Configuration[0] : mine) {
        Dictionary<String, Object> properties = one.getProperties();
        known.put(
            Path.of(properties.get(FILE).toString()),
            new Stamp(String.valueOf(properties.get(STAMP)), 0));
      }
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static boolean concerns(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(CFG) || name.endsWith(JSON);
  }

  Map<Path, Stamp> known() {
    return known;
  }

  /** Brings what a file says into force. */
  void put(Path file, Stamp stamp, Path copy) throws NotWholeException, IOException {
    if (Files.size(copy) > LARGEST) {
      throw new NotWholeException("it is larger than " + (LARGEST >> 20) + " MiB");
    }
    String text = Files.readString(copy, StandardCharsets.UTF_8);
    Settings settings;
    try {
      boolean json = file.toString().endsWith(JSON);
      settings = json ? JsonText.read(text) : PropertiesText.read(text);
    } catch (SyntaxException e) {
      throw new NotWholeException("line " + e.line() + ": " + e.getMessage());
    }
    Map<String, Object> properties = new HashMap<>(settings.values());
    properties.put(FILE, file.toString());
    properties.put(STAMP, stamp.text());
    properties.put(ServiceCompiler.ORIGIN_KEY, file + ":1");
    settings
        .lines()
        .forEach(
            (key, line) -> properties.put(ServiceCompiler.ORIGIN_PREFIX + key, file + ":" + line));
    Pid pid = Pid.of(file);
    Configuration configuration = configuration(pid);
    Dictionary<String, Object> before = configuration.getProperties();
    Object owner = before == null ? null : before.get(FILE);
    if (owner != null
        && !owner.equals(file.toString())
        && Files.exists(Path.of(owner.toString()))) {
      LOG.warn("{} takes the place of {}: both are {}", file, owner, pid);
    }
    configuration.update(FrameworkUtil.asDictionary(properties));
    known.put(file, stamp);
    LOG.info("{}: configuration {} is {}", file, pid, before == null ? "live" : "changed");
  }

  void remove(Path file) throws IOException {
    known.remove(file);
    Pid pid = Pid.of(file);
    Configuration configuration = configuration(pid);
    Dictionary<String, Object> before = configuration.getProperties();
    if (before != null && Objects.equals(before.get(FILE), file.toString())) {
      configuration.delete();
      LOG.info("{} is removed: configuration {} is deleted", file, pid);
    }
  }

  private Configuration configuration(Pid pid) throws IOException {
    return pid.name().isEmpty()
        ? admin.getConfiguration(pid.pid(), "?")
        : admin.getFactoryConfiguration(pid.pid(), pid.name(), "?");
  }

  /**
   * Which configuration a file is.
   *
   * @param pid its own, or its factory's
   * @param name within the factory; empty for one that is alone
   */
  record Pid(String pid, String name) {

    static Pid of(Path file) {
      String whole = file.getFileName().toString();
      String stem =
          whole.substring(0, whole.length() - (whole.endsWith(JSON) ? JSON : CFG).length());
      int cut = stem.indexOf('~');
      cut = cut < 0 ? stem.indexOf('-') : cut;
      return cut <= 0 || cut == stem.length() - 1
          ? new Pid(stem, "")
          : new Pid(stem.substring(0, cut), stem.substring(cut + 1));
    }

    @Override
    public String toString() {
      return name.isEmpty() ? pid : pid + "~" + name;
    }
  }
}
