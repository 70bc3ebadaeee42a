package org.jxinetd.access.host;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * A name, its aliases (CNAME) and the records at their end. Records of other names in an answer do
 * not count, so that an answer cannot speak of what was not asked. Belongs to one look-up.
 */
final class Chain {

  /** Aliases in a row; more, or a loop, are a failure. */
  static final int LONGEST = 12;

  private static final long NEGATIVE_SECONDS = 60;

  private final List<Record> found = new ArrayList<>();
  private Name end;
  private int aliases;
  private long ttl = Lookups.LONGEST.toSeconds();

  Chain(Name name) {
    this.end = name;
  }

  /** The last alias so far. */
  Name end() {
    return end;
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  /**
   * Takes from an answer what belongs to the chain.
   *
   * @throws IllegalStateException when the chain is too long
   */
  void read(Message answer, int type) {
    List<Record> records =
        answer.getSection(Section.ANSWER).stream()
            .filter(record -> record.getDClass() == DClass.IN)
            .toList();
    boolean moved = true;
    while (moved) {
      moved = false;
      for (Record record : records) {
        if (record instanceof CNAMERecord alias && alias.getName().equals(end)) {
          if (++aliases > LONGEST) {
            throw new IllegalStateException("more than " + LONGEST + " aliases in a row");
          }
          end = alias.getTarget();
          ttl = Math.min(ttl, alias.getTTL());
          moved = true;
          break;
        }
      }
    }
    for (Record record : records) {
      if (record.getType() == type && record.getName().equals(end)) {
        found.add(record);
        ttl = Math.min(ttl, record.getTTL());
      }
    }
    if (found.isEmpty()) {
      ttl = Math.min(ttl, negativeSeconds(answer));
    }
  }

  /** How long an absence lasts (RFC 2308): what the zone says, at most a minute. */
  private static long negativeSeconds(Message answer) {
    for (Record record : answer.getSection(Section.AUTHORITY)) {
      if (record.getType() == Type.SOA && record instanceof SOARecord soa) {
        return Math.min(NEGATIVE_SECONDS, Math.min(soa.getTTL(), soa.getMinimum()));
      }
    }
    return Math.min(NEGATIVE_SECONDS, 5);
  }

  <T> Records<T> records(Function<Record, T> value) {
    return new Records<>(found.stream().map(value).toList(), Duration.ofSeconds(ttl), "");
  }
}
