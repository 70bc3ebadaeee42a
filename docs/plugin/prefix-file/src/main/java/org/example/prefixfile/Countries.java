package org.example.prefixfile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.jxinetd.api.access.AccessProvider;
import org.jxinetd.api.access.AccessRule;
import org.jxinetd.api.access.Evidence;
import org.jxinetd.api.access.Phase;
import org.jxinetd.api.access.Reason;
import org.jxinetd.api.access.Verdict;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.ServiceSpec;
import org.osgi.service.component.annotations.Component;

/**
 * {@code countries = DE FR}, {@code countries_file = /etc/prefixes}: admits clients whose prefix
 * belongs to one of the countries. Read when the service is compiled, that is at a reload.
 */
@Component
public final class Countries implements AccessProvider {

  private static final Reason REASON = new Reason("country");

  @Override
  public Phase phase() {
    return Phase.ADDRESS;
  }

  @Override
  public AccessRule compile(ServiceSpec service) throws ConfigException {
    Attribute wanted =
        service
            .attribute("countries")
            .orElseThrow(() -> ConfigException.in(service, "countries_file needs countries"));
    Attribute file =
        service
            .attribute("countries_file")
            .orElseThrow(() -> ConfigException.in(service, "countries needs countries_file"));
    PrefixTable table;
    try {
      table = PrefixTable.read(Path.of(file.text()));
    } catch (IOException e) {
      throw ConfigException.in(service, file, "cannot be read: " + e.getMessage());
    }
    Set<String> countries = Set.copyOf(wanted.words());
    return (request, mode) -> {
      Optional<String> country = request.peer().flatMap(p -> table.country(p.address()));
      Evidence evidence =
          new Evidence(
              "countries = " + wanted.text(),
              wanted.origin(),
              country
                  .map(c -> "the client is in " + c)
                  .orElse("nobody knows the client's country"));
      return country.filter(countries::contains).isPresent()
          ? Verdict.pass(evidence)
          : new Verdict.Refuse(REASON, evidence);
    };
  }
}
