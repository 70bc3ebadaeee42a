package org.jxinetd.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The resident launcher against messages that the daemon never sends. */
class ResidentProtocolTest {

  private static final int FLAGS = 8;
  private static final int UID = 12;
  private static final int GID = 16;
  private static final int UMASK = 20;
  private static final int NICE = 24;
  private static final int LIMITS = 28;
  private static final int GROUPS = 32;
  private static final int ARGUMENTS = 36;
  private static final int UNUSED = 44;

  /** Where the parts of the valid message are: one limit, two groups, texts. */
  private static final int LIMIT = LaunchMessage.HEADER;

  private static final int GROUP = LIMIT + 24;
  private static final int TEXTS = GROUP + 8;

  @TempDir static Path folder;

  private Fd socket;
  private Fd answers;
  private Child launcher;
  private byte[] valid;

  private record Answer(int id, int pid, int errno) {}

  @BeforeEach
  void start() throws Exception {
    Path hello = folder.resolve("hello");
    if (!Files.exists(hello)) {
      hello = Compiler.compile("hello.c", folder);
    }
    valid = message(hello);
    LocalSockets.Pair pair = LocalSockets.packetPair();
    Pipe pipe = Pipe.open();
    Sockets.nonBlocking(pipe.write(), false);
    socket = pair.one();
    answers = pipe.read();
    Path helper = LauncherContractTest.helperProgram();
    List<String> words = List.of(helper.toString(), "resident=1");
    PosixSpawn.Image image = PosixSpawn.Image.of("launcher", words, List.of());
    try (Fd in = pair.other();
        Fd out = pipe.write()) {
      int report = FailureReports.shared().writeEnd();
      int pid = PosixSpawn.start(image, Map.of(), in.number(), out.number(), out.number(), report);
      launcher = Child.of(pid, FailureReports.shared());
    }
  }

  @AfterEach
  void end() throws Exception {
    socket.close();
    assertEquals(new Exit.Exited(0), launcher.await(), "it ends with the daemon");
    answers.close();
  }

  private static byte[] message(Path program) {
    Command command =
        new Command(
            program.toString(),
            List.of("hello", "word"),
            List.of("A=1", "B=2"),
            new Credentials(OptionalInt.empty(), OptionalInt.empty(), Optional.of(List.of(7, 8))),
            OptionalInt.empty(),
            OptionalInt.empty(),
            List.of(new ResourceLimit(ResourceLimit.Resource.CPU, 60, 60)));
    LaunchMessage message = LaunchMessage.of(command);
    // groups need root; without it they are counted and not set
    int flags = Self.effectiveUid() == 0 ? 4 : 0;
    byte[] header = message.header().toArray(JAVA_BYTE);
    byte[] body = message.body().toArray(JAVA_BYTE);
    byte[] all = Arrays.copyOf(header, header.length + body.length);
    System.arraycopy(body, 0, all, header.length, body.length);
    set(all, LaunchMessage.ID, 1);
    set(all, LaunchMessage.LENGTH, all.length);
    set(all, FLAGS, flags);
    return all;
  }

  private static void set(byte[] message, int at, int value) {
    ByteBuffer.wrap(message).order(ByteOrder.nativeOrder()).putInt(at, value);
  }

  private byte[] with(Consumer<byte[]> change) {
    byte[] changed = valid.clone();
    change.accept(changed);
    return changed;
  }

  private byte[] with(int at, int value) {
    return with(m -> set(m, at, value));
  }

  private byte[] resized(int length) {
    byte[] changed = Arrays.copyOf(valid, length);
    if (length >= LaunchMessage.LENGTH + 4) {
      set(changed, LaunchMessage.LENGTH, length);
    }
    return changed;
  }

  private Answer ask(byte[] message, int... descriptors) throws Exception {
    send(message, descriptors);
    assertTrue(Poller.await(answers, Poller.READ, Loopback.LONGEST), "no answer");
    byte[] record = new byte[24];
    assertEquals(12, Sockets.read(answers, record, 0, record.length), "one answer");
    ByteBuffer ints = ByteBuffer.wrap(record).order(ByteOrder.nativeOrder());
    return new Answer(ints.getInt(), ints.getInt(), ints.getInt());
  }

  private void send(byte[] message, int... descriptors) throws Exception {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment data = arena.allocate(Math.max(1, message.length));
      MemorySegment.copy(message, 0, data, JAVA_BYTE, 0, message.length);
      MemorySegment vector = arena.allocate(Layouts.IOVEC, 8);
      vector.set(ADDRESS, 0, data);
      vector.set(JAVA_LONG, Layouts.IOV_LEN, message.length);
      MemorySegment header = arena.allocate(Layouts.MSGHDR, 8);
      header.set(ADDRESS, Layouts.MSG_IOV, vector);
      header.set(JAVA_LONG, Layouts.MSG_IOVLEN, 1);
      if (descriptors.length > 0) {
        int bytes = Layouts.CMSG_DATA + 4 * descriptors.length;
        MemorySegment control = arena.allocate((bytes + 7L) / 8 * 8, 8);
        control.set(JAVA_LONG, 0, bytes);
        control.set(JAVA_INT, Layouts.CMSG_LEVEL, 1);
        control.set(JAVA_INT, Layouts.CMSG_TYPE, 1);
        for (int i = 0; i < descriptors.length; i++) {
          control.set(JAVA_INT, Layouts.CMSG_DATA + 4L * i, descriptors[i]);
        }
        header.set(ADDRESS, Layouts.MSG_CONTROL, control);
        header.set(JAVA_LONG, Layouts.MSG_CONTROLLEN, control.byteSize());
      }
      MemorySegment capture = arena.allocate(Libc.CAPTURE);
      long sent = (long) Libc.SENDMSG.invokeExact(capture, socket.number(), header, 0);
      assertEquals(message.length, sent);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  private void assertServes() throws Exception {
    try (Loopback loopback = Loopback.open()) {
      Answer answer = ask(valid, loopback.fd().number());
      loopback.fd().close();
      assertEquals("hello\n", loopback.rest());
      assertEquals(1, answer.id());
      Child child = Child.of(answer.pid(), FailureReports.shared());
      assertEquals(new Exit.Exited(0), child.await());
    }
    try (Stream<Path> open = Files.list(Path.of("/proc/" + launcher.pid() + "/fd"))) {
      assertEquals(4, open.count(), "a descriptor is left");
    }
  }

  /** Its child reads such a message, and ends. */
  private void assertRefused(String what, byte[] message, int errno) throws Exception {
    try (Loopback loopback = Loopback.open()) {
      Answer answer = ask(message, loopback.fd().number());
      loopback.fd().close();
      assertEquals("", loopback.rest(), what);
      assertEquals(0, answer.errno(), what);
      Child child = Child.of(answer.pid(), FailureReports.shared());
      assertEquals(new Exit.Exited(126), child.await(), what);
      assertEquals(Optional.of(new SpawnFailure("options", errno)), child.failure(), what);
    }
  }

  @Test
  void refusesWhatIsOutOfBounds() throws Exception {
    assertServes();
    assertRefused("flags", with(FLAGS, 32), Errno.EINVAL);
    assertRefused("flags", with(FLAGS, -1), Errno.EINVAL);
    assertRefused("uid", with(with(FLAGS, 1), UID, -1), Errno.EINVAL);
    assertRefused("gid", with(with(FLAGS, 2), GID, -1), Errno.EINVAL);
    assertRefused("umask", with(UMASK, 01000), Errno.EINVAL);
    assertRefused("nice", with(NICE, 41), Errno.EINVAL);
    assertRefused("nice", with(NICE, -41), Errno.EINVAL);
    assertRefused("limits", with(LIMITS, 17), Errno.E2BIG);
    assertRefused("limits", with(LIMITS, -1), Errno.E2BIG);
    assertRefused("limits", with(LIMITS, 16), Errno.EINVAL);
    assertRefused("resource", with(LIMIT + 16, 16), Errno.EINVAL);
    assertRefused("resource", with(LIMIT + 16, -1), Errno.EINVAL);
    assertRefused("unused", with(LIMIT + 20, 1), Errno.EINVAL);
    assertRefused("groups", with(GROUPS, -1), Errno.E2BIG);
    assertRefused("groups", with(GROUPS, 16_384), Errno.EINVAL);
    assertRefused("groups", with(GROUPS, 0x4000_0001), Errno.E2BIG);
    assertRefused("group", with(GROUP, -1), Errno.EINVAL);
    assertRefused("arguments", with(ARGUMENTS, 0), Errno.EINVAL);
    assertRefused("arguments", with(ARGUMENTS, 3), Errno.EINVAL);
    assertRefused("arguments", with(ARGUMENTS, 4097), Errno.E2BIG);
    assertRefused("arguments", with(ARGUMENTS, -1), Errno.E2BIG);
    assertRefused("variables", with(LaunchMessage.VARIABLES, 1), Errno.EINVAL);
    assertRefused("variables", with(LaunchMessage.VARIABLES, 3), Errno.EINVAL);
    assertRefused("variables", with(LaunchMessage.VARIABLES, 4095), Errno.E2BIG);
    assertRefused("variables", with(LaunchMessage.VARIABLES, -1), Errno.E2BIG);
    assertRefused("unused", with(UNUSED, 1), Errno.EINVAL);
    assertRefused("length", with(LaunchMessage.LENGTH, valid.length + 1), Errno.EINVAL);
    assertRefused("length", with(LaunchMessage.LENGTH, -1), Errno.EINVAL);
    assertRefused("relative", with(m -> m[TEXTS] = 'x'), Errno.EINVAL);
    assertRefused("no end", with(m -> m[m.length - 1] = 'x'), Errno.EINVAL);
    assertRefused("rest", resized(valid.length + 1), Errno.EINVAL);
    for (int length = LaunchMessage.HEADER; length < valid.length; length++) {
      assertRefused("cut at " + length, resized(length), Errno.EINVAL);
    }
    assertServes();
  }

  private static byte[] with(byte[] message, int at, int value) {
    set(message, at, value);
    return message;
  }

  @Test
  void startsNothingFromWhatIsNoRequest() throws Exception {
    try (Loopback loopback = Loopback.open()) {
      int fd = loopback.fd().number();
      assertEquals(new Answer(1, 0, Errno.EINVAL), ask(valid), "no descriptor");
      assertEquals(new Answer(1, 0, Errno.EMFILE), ask(valid, fd, fd, fd), "three descriptors");
      assertEquals(new Answer(1, 0, Errno.EINVAL), ask(Arrays.copyOf(valid, 47), fd));
      assertEquals(new Answer(1, 0, Errno.EINVAL), ask(Arrays.copyOf(valid, 4), fd));
      assertEquals(new Answer(-1, 0, Errno.EINVAL), ask(Arrays.copyOf(valid, 3), fd));
      byte[] large = resized(LaunchMessage.LARGEST + 1);
      assertEquals(new Answer(1, 0, Errno.E2BIG), ask(large, fd));
      assertServes();
    }
  }

  @Test
  void survivesWhatIsMadeUp() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 1000; i++) {
      byte[] message =
          random.nextInt(4) == 0 ? resized(random.nextInt(48, 2 * valid.length)) : valid.clone();
      for (int n = random.nextInt(1, 6); n > 0; n--) {
        message[random.nextInt(4, message.length)] = (byte) random.nextInt();
      }
      try (Loopback loopback = Loopback.open()) {
        Answer answer = ask(message, loopback.fd().number());
        loopback.fd().close();
        assertEquals(0, answer.errno(), "seed " + seed);
        Child child = Child.of(answer.pid(), FailureReports.shared());
        Exit exit = child.await();
        String text = loopback.rest();
        boolean ran = exit.equals(new Exit.Exited(0)) && text.equals("hello\n");
        boolean refused = exit instanceof Exit.Exited e && e.status() >= 126 && text.isEmpty();
        boolean limited = exit instanceof Exit.Signaled; // by a limit of no processor time
        assertTrue(ran || refused || limited, exit + " '" + text + "' with seed " + seed);
      }
    }
    assertServes();
  }
}
