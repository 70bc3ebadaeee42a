package org.jxinetd.handler.exec;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jxinetd.api.access.SpawnChanges;
import org.jxinetd.linux.Command;
import org.jxinetd.linux.Credentials;
import org.jxinetd.linux.Spawner;

/** What is started for a client: the server of the service, or what a rule makes of it. */
final class Programs implements Function<SpawnChanges, Spawner.Prepared> {

  private final Spawner spawner;
  private final Command server;
  private final Spawner.Prepared prepared;

  Programs(Spawner spawner, Command server) {
    this.spawner = spawner;
    this.server = server;
    this.prepared = spawner.prepare(server);
  }

  /** Most clients get the server as it was prepared once. */
  @Override
  public Spawner.Prepared apply(SpawnChanges changes) {
    boolean same = changes.command().isEmpty() && changes.owner().equals(SpawnChanges.Owner.SAME);
    return same ? prepared : spawner.prepare(changed(server, changes));
  }

  static Command changed(Command server, SpawnChanges changes) {
    SpawnChanges.Owner owner = changes.owner();
    return new Command(
        changes.command().isPresent() ? "/bin/sh" : server.path(),
        changes.command().map(text -> List.of("sh", "-c", text)).orElse(server.arguments()),
        server.environment(),
        credentials(server.credentials(), owner),
        owner.umask().isPresent() ? owner.umask() : server.umask(),
        owner.nice().isPresent() ? owner.nice() : server.nice(),
        server.limits());
  }

  /** Another user has none of the groups of the first one. */
  private static Credentials credentials(Credentials before, SpawnChanges.Owner owner) {
    return new Credentials(
        owner.uid().isPresent() ? owner.uid() : before.uid(),
        owner.gid().isPresent() ? owner.gid() : before.gid(),
        owner.uid().isPresent() ? Optional.of(List.of()) : before.groups());
  }
}
