package org.jxinetd.access.libwrap;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jxinetd.access.libwrap.HostPattern.HostFile;
import org.jxinetd.api.service.Address;

/** Tells what kind of host pattern a token is. What is wrong with it goes into the findings. */
final class HostPatternReader {

  private final Function<String, HostFile> files;

  HostPatternReader(Function<String, HostFile> files) {
    this.files = files;
  }

  HostPattern read(String token, Findings findings) {
    if (token.startsWith("@")) {
      return token.length() > 1
          ? new HostPattern.Group(token.substring(1))
          : nobody(findings, "netgroup without a name");
    }
    if (token.startsWith("/")) {
      return new HostPattern.Listed(files.apply(token));
    }
    if (token.equalsIgnoreCase("KNOWN")) {
      return new HostPattern.Known();
    }
    if (token.equalsIgnoreCase("LOCAL")) {
      return new HostPattern.Local();
    }
    if (token.startsWith("[")) {
      return bracketed(token, findings);
    }
    int slash = token.indexOf('/');
    if (slash > 0) {
      return masked(token, slash, findings);
    }
    boolean numeric = token.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '.');
    return new HostPattern.Text(TextPattern.of(token), !numeric);
  }

  private static HostPattern masked(String token, int slash, Findings findings) {
    OptionalInt net = Quad.parse(token.substring(0, slash));
    Optional<Integer> mask = mask(token.substring(slash + 1));
    if (net.isEmpty() || net.getAsInt() == -1 || mask.isEmpty()) {
      return nobody(findings, "bad net/mask expression: " + token);
    }
    if ((net.getAsInt() & ~mask.get()) != 0) {
      findings.warning(
          token + " has bits of the address outside of the mask", "the pattern matches nobody");
    }
    return new HostPattern.Net(net.getAsInt(), mask.get());
  }

  /** A mask other than all ones, or a length from 1 to 32, of which only leading digits count. */
  private static Optional<Integer> mask(String text) {
    OptionalInt quad = Quad.parse(text);
    if (quad.isPresent() && quad.getAsInt() != -1) {
      return Optional.of(quad.getAsInt());
    }
    OptionalInt length = leadingNumber(text);
    return length.isPresent() && length.getAsInt() >= 1 && length.getAsInt() <= 32
        ? Optional.of(-1 << (32 - length.getAsInt()))
        : Optional.empty();
  }

  private static HostPattern bracketed(String token, Findings findings) {
    int close = token.indexOf(']');
    String inner = close < 0 ? "" : token.substring(1, close);
    Optional<Address> address = Address.parse(inner).filter(a -> !a.isInet());
    if (address.isEmpty()) {
      return nobody(findings, "bad IPv6 address: " + token);
    }
    String rest = token.substring(close + 1);
    Address net = address.get();
    if (rest.isEmpty()) {
      return new HostPattern.Net6(net.high(), net.low(), 128);
    }
    OptionalInt length =
        rest.startsWith("/") ? leadingNumber(rest.substring(1)) : OptionalInt.of(-1);
    if (length.isEmpty()) {
      // libwrap reads 0 here, which is everybody
      return unanswerable(findings, "bad prefix length: " + token);
    }
    return length.getAsInt() < 0 || length.getAsInt() > 128
        ? nobody(findings, "bad net/prefixlen expression: " + token)
        : new HostPattern.Net6(net.high(), net.low(), length.getAsInt());
  }

  private static OptionalInt leadingNumber(String text) {
    boolean negative = text.startsWith("-");
    int end = negative ? 1 : 0;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    if (end == (negative ? 1 : 0)) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(end > 9 ? Integer.MAX_VALUE : Integer.parseInt(text, 0, end, 10));
  }

  private static HostPattern nobody(Findings findings, String what) {
    findings.warning(what, "the pattern matches nobody");
    return new HostPattern.Nobody();
  }

  private static HostPattern unanswerable(Findings findings, String what) {
    findings.error(what, "clients that this pattern is asked for are refused");
    return new HostPattern.Unanswerable(what);
  }
}
