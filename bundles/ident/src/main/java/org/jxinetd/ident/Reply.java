package org.jxinetd.ident;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jxinetd.api.access.Identity;

/** Reads what an ident server replies. */
final class Reply {

  /** Longest reply, with its CR and LF. */
  static final int LONGEST = 1024;

  static final Identity BAD = new Identity.Unknown("bad response");

  private static final Pattern FORM =
      Pattern.compile(
          "\\h*0*([0-9]{1,5})\\h*,\\h*0*([0-9]{1,5})\\h*:\\h*USERID\\h*:\\h*(.*)", Pattern.DOTALL);

  private Reply() {}

  /** The two ports of the connection that is asked about, the client's first. */
  record Ports(int client, int server) {
    byte[] question() {
      return (client + "," + server + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }
  }

  /** True when the reply is complete. */
  static boolean ends(byte[] bytes, int length) {
    return length >= 2 && bytes[length - 1] == '\n' && bytes[length - 2] == '\r';
  }

  /** A reply must repeat both ports: it might be meant for somebody else's question. */
  static Identity read(byte[] bytes, int length, Ports ports) {
    if (!ends(bytes, length)) {
      return BAD;
    }
    String text = new String(bytes, 0, length - 2, StandardCharsets.ISO_8859_1);
    Matcher form = FORM.matcher(text);
    if (!form.matches()
        || Integer.parseInt(form.group(1)) != ports.client()
        || Integer.parseInt(form.group(2)) != ports.server()
        || form.group(3).isBlank()) {
      return BAD;
    }
    return new Identity.Known(form.group(3));
  }
}
