package org.jxinetd.handler.exec;

import java.util.ArrayList;
import java.util.List;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.Flag;
import org.jxinetd.api.service.ServiceSpec;

/** The server's arguments, the name it sees of itself first. */
final class Arguments {

  private Arguments() {}

  static List<String> of(ServiceSpec service, String server) throws ConfigException {
    List<String> words = service.words("server_args");
    if (service.has(Flag.NAMEINARGS)) {
      if (words.isEmpty()) {
        throw ConfigException.in(
            service, "flag NAMEINARGS wants the server's name as first word of server_args");
      }
      return words;
    }
    List<String> out = new ArrayList<>(words.size() + 1);
    out.add(server.substring(server.lastIndexOf('/') + 1));
    out.addAll(words);
    return List.copyOf(out);
  }
}
