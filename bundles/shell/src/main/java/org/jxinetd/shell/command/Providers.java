package org.jxinetd.shell.command;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jxinetd.api.service.SuperServer;
import org.jxinetd.api.service.SuperServer.ProviderStatus;

/** Lists what the bundles provide. */
record Providers(Platform platform) implements EngineCommand {

  private static final int SHOWN = 5;

  @Override
  public String name() {
    return "providers";
  }

  @Override
  public String help() {
    return "list what the bundles provide, which services use it, and who is in quarantine";
  }

  @Override
  public String usage() {
    return "providers [--json]";
  }

  @Override
  public String example() {
    return "providers";
  }

  @Override
  public Syntax syntax() {
    return Syntax.NOTHING;
  }

  @Override
  public int ask(SuperServer server, Arguments arguments, Output out) throws IOException {
    List<ProviderStatus> providers = server.providers();
    if (arguments.json()) {
      out.line(Json.text(providers.stream().map(Providers::object).toList()));
      return ExitStatus.DONE;
    }
    Table table = Table.headed("KIND", "BUNDLE", "SERVES", "USED BY", "STATE");
    for (ProviderStatus provider : providers) {
      table.row(
          provider.kind(),
          provider.bundle(),
          few(provider.owns()),
          few(provider.usedBy()),
          provider.quarantine().map(why -> "quarantined: " + why).orElse("ready"));
    }
    table.print(out);
    return ExitStatus.DONE;
  }

  private static String few(List<String> words) {
    return words.size() <= SHOWN
        ? String.join(",", words)
        : String.join(",", words.subList(0, SHOWN)) + ",+" + (words.size() - SHOWN);
  }

  private static Map<String, Object> object(ProviderStatus provider) {
    return Json.object(
        "kind",
        provider.kind(),
        "bundle",
        provider.bundle(),
        "serves",
        provider.owns(),
        "used_by",
        provider.usedBy(),
        "quarantine",
        provider.quarantine());
  }
}
