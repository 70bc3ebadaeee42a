package org.jxinetd.services.inet;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.helpers.MessageFormatter;

/** A daemon log that keeps its lines: level and text. */
final class Said {

  final List<String> lines = new ArrayList<>();

  Logger logger() {
    return (Logger)
        Proxy.newProxyInstance(
            Said.class.getClassLoader(),
            new Class<?>[] {Logger.class},
            (proxy, method, arguments) -> {
              Object[] values =
                  arguments.length == 2 && arguments[1] instanceof Object[] many
                      ? many
                      : Arrays.copyOfRange(arguments, 1, arguments.length);
              String text = MessageFormatter.basicArrayFormat((String) arguments[0], values);
              lines.add(method.getName() + " " + text);
              return null;
            });
  }
}
