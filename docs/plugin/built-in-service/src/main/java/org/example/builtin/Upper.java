package org.example.builtin;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import org.jxinetd.api.handler.Connection;
import org.jxinetd.api.handler.StreamService;
import org.osgi.service.component.annotations.Component;

/** Answers each line in capitals. */
@Component(property = StreamService.NAME + "=upper")
public final class Upper implements StreamService {

  private static final int LONGEST = 1_000;

  @Override
  public void serve(Connection connection) throws IOException {
    connection.readTimeout(Duration.ofMinutes(1));
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(connection.in(), StandardCharsets.US_ASCII));
    StringBuilder line = new StringBuilder();
    for (int c = lines.read(); c >= 0; c = lines.read()) {
      line.append((char) c);
      if (c == '\n' || line.length() == LONGEST) { // bounded: a client may never send a line end
        String answer = line.toString().toUpperCase(Locale.ROOT);
        connection.out().write(answer.getBytes(StandardCharsets.US_ASCII));
        line.setLength(0);
      }
    }
  }
}
