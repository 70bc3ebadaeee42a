package org.jxinetd.handler.redirect;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.helpers.MessageFormatter;

/** A daemon log that keeps its lines: level and text. */
final class Said {

  final List<String> lines = new CopyOnWriteArrayList<>();

  Logger logger() {
    return (Logger)
        Proxy.newProxyInstance(
            Said.class.getClassLoader(),
            new Class<?>[] {Logger.class},
            (proxy, method, arguments) -> {
              Object value = arguments.length > 1 ? arguments[1] : null;
              String text = MessageFormatter.format((String) arguments[0], value).getMessage();
              lines.add(method.getName() + " " + text);
              return null;
            });
  }
}
