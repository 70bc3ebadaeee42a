package org.jxinetd.itests;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** OpenSSH's client with keys of its own, and nothing of the user's who runs the tests. */
record Ssh(Path folder, int port) {

  /** Makes a pair of keys and returns the public one's line. */
  String key(String name, String... options) throws IOException {
    List<String> command =
        new ArrayList<>(List.of(Tool.path("ssh-keygen"), "-q", "-N", "", "-C", name));
    command.addAll(List.of("-f", folder.resolve(name).toString()));
    command.addAll(options.length == 0 ? List.of("-t", "ed25519") : List.of(options));
    Tool.run(command.toArray(String[]::new)).ok();
    return java.nio.file.Files.readString(folder.resolve(name + ".pub"));
  }

  /** {@code SHA256:...} of a key that was made here, or of any other public key file. */
  static String fingerprint(Path publicKey) throws IOException {
    return Tool.run(Tool.path("ssh-keygen"), "-l", "-f", publicKey.toString())
        .ok()
        .output()
        .split(" ")[1];
  }

  /** The client's command line: options of ssh first, then what is to be run. */
  String[] command(String key, String user, List<String> options, String... words) {
    List<String> command = new ArrayList<>(List.of(Tool.path("ssh"), "-F", "none"));
    for (String option :
        List.of(
            "BatchMode=yes",
            "IdentitiesOnly=yes",
            "IdentityAgent=none",
            "StrictHostKeyChecking=accept-new",
            "ConnectTimeout=10",
            "LogLevel=ERROR",
            "UserKnownHostsFile=" + folder.resolve("known_hosts"))) {
      command.addAll(List.of("-o", option));
    }
    command.addAll(List.of("-i", folder.resolve(key).toString(), "-p", Integer.toString(port)));
    command.addAll(options);
    command.add(user + "@127.0.0.1");
    command.addAll(List.of(words));
    return command.toArray(String[]::new);
  }

  Tool.Result run(String key, String... words) throws IOException {
    return with(key, List.of(), words);
  }

  Tool.Result with(String key, List<String> options, String... words) throws IOException {
    return Tool.run(command(key, "admin", options, words));
  }
}
