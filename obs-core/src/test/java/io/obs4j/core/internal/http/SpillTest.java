package io.obs4j.core.internal.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.Clock;
import io.obs4j.judges.SmallDisk;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is kept on disk, what comes back, and what is told when the disk fails. */
@Timeout(120)
class SpillTest {

  private static final long LIMIT = 1 << 20;

  @TempDir Path temporary;
  private Spills spills;

  @BeforeEach
  void prepare() {
    spills = new Spills(temporary.resolve("parent"));
  }

  @Test
  void take_afterAdds_givesThemInOrderAsTheyWere() {
    Spill spill = spills.open(LIMIT);
    BodyFormat format = new BodyFormat("application/x-protobuf", true);
    assertThat(Spills.take(spill)).isNull();
    Spills.add(spill, new byte[] {1, 2}, 7, format);
    Spills.add(spill, "b");

    SpillEntry first = Spills.take(spill);
    assertThat(first.content()).containsExactly(1, 2);
    assertThat(first.records()).isEqualTo(7);
    assertThat(first.format()).isEqualTo(format);
    Spills.add(spill, "c");
    assertThat(Spills.takeAll(spill)).containsExactly("b", "c");
    assertThat(spill.waitNanos(0, false)).isNull();
    spill.close();
  }

  @Test
  void done_ofAll_deletesTheFiles() throws Exception {
    Spill spill = spills.open(LIMIT);
    for (int i = 0; i < 5_000; i++) {
      Spills.add(spill, "request " + i);
    }
    assertThat(spills.files()).hasSizeGreaterThan(1);
    List<SpillEntry> taken = new ArrayList<>();
    for (SpillEntry next = Spills.take(spill); next != null; next = Spills.take(spill)) {
      taken.add(next);
    }
    assertThat(taken).hasSize(5_000);
    taken.forEach(spill::done);

    assertThat(spills.files()).isEmpty();
    assertThat(spill.bytes()).isZero();
    assertThat(spills.faults()).isZero();
    spill.close();
  }

  @Test
  void done_fileIsGone_makesNoneAnew() throws Exception {
    Spill spill = spills.open(LIMIT);
    Spills.add(spill, "one");
    Spills.add(spill, "two");
    SpillEntry taken = Spills.take(spill);
    Files.delete(spills.files().get(0));

    spill.done(taken);

    assertThat(spills.files()).isEmpty();
    assertThat(spills.faults()).isZero();
    spill.close();
  }

  @Test
  void keep_fileIsGone_isKeptInAnotherAndTheLostAreCounted() throws Exception {
    Spill spill = spills.open(LIMIT);
    Spills.add(spill, "one");
    Path gone = spills.files().get(0);
    Files.delete(gone);

    Spills.add(spill, "two");

    assertThat(spills.files()).hasSize(1).doesNotContain(gone);
    assertThat(spills.unreadable).isEqualTo(1);
    assertThat(Spills.text(Spills.take(spill))).isEqualTo("two");
    spill.close();
  }

  @Test
  void open_afterAClose_givesWhatWasNotDone() throws Exception {
    Spill before = spills.open(LIMIT);
    for (int i = 0; i < 4; i++) {
      Spills.add(before, "request " + i);
    }
    Spills.take(before);
    before.done(Spills.take(before));
    before.close();
    assertThat(Spills.add(before, "late")).isFalse();
    assertThat(Spills.take(before)).isNull();

    Spill after = spills.open(LIMIT);
    Spills.add(after, "new");
    assertThat(Spills.takeAll(after)).containsExactly("request 0", "request 2", "request 3", "new");
    assertThat(spills.faults()).isZero();
    after.close();
  }

  private static final long LATER = TimeUnit.MINUTES.toNanos(10);

  private static long now() {
    return Clock.system().nanoTime();
  }

  /** What cannot be read, also by those who may read all, but is there. */
  private static void hide(Path file) throws Exception {
    Files.move(file, file.resolveSibling("hidden"));
    Files.createDirectory(file);
  }

  private static void unhide(Path file) throws Exception {
    Files.delete(file);
    Files.move(file.resolveSibling("hidden"), file);
  }

  @Test
  void take_fileCannotBeReadForNow_staysWhileOthersAreGiven() throws Exception {
    Spill before = spills.open(64 << 10);
    for (int i = 0; i < 3; i++) {
      Spills.add(before, i + " " + "x".repeat(8_000));
    }
    before.close();
    Spill spill = spills.open(64 << 10);
    Path first = spills.files().get(0);
    hide(first);
    long bytes = spill.bytes();

    assertThat(Spills.takeAll(spill)).hasSize(2).noneMatch(text -> text.startsWith("0 "));
    assertThat(Spills.take(spill)).isNull();
    assertThat(spill.waitNanos(now(), false)).isPositive();
    assertThat(spill.bytes()).isEqualTo(bytes);
    unhide(first);

    assertThat(Spills.text(spill.take(now() + LATER, false, Integer.MAX_VALUE))).startsWith("0 ");
    assertThat(spills.unreadable).isZero();
    assertThat(spills.unreadableBytes).isZero();
    assertThat(spills.log.at(Level.WARNING)).singleElement().asString().contains("waits there");
    spill.close();
  }

  @Test
  void take_ownFileCannotBeReadForNow_isGivenLaterWithAllOfIt() throws Exception {
    Spill spill = spills.open(LIMIT);
    Spills.add(spill, "a");
    Spills.add(spill, "b");
    Path file = spills.files().get(0);
    hide(file);

    assertThat(Spills.takeAll(spill)).isEmpty();
    unhide(file);

    assertThat(Spills.text(spill.take(now() + LATER, false, Integer.MAX_VALUE))).isEqualTo("a");
    assertThat(Spills.takeAll(spill)).containsExactly("b");
    assertThat(spills.unreadable).isZero();
    spill.close();
  }

  @Test
  void take_fileWasDeletedByOthers_isCountedAndForgotten() throws Exception {
    Spill spill = spills.open(LIMIT);
    Spills.add(spill, new byte[100], 7, Spills.PLAIN);
    Spills.add(spill, new byte[100], 5, Spills.PLAIN);
    Files.delete(spills.files().get(0));

    assertThat(Spills.take(spill)).isNull();

    assertThat(spills.unreadable).isEqualTo(12);
    assertThat(spills.unreadableBytes).isPositive();
    assertThat(spill.bytes()).isZero();
    assertThat(spill.waitNanos(now(), false)).isNull();
    spill.close();
  }

  @Test
  void take_contentWasGarbledSinceItWasAdded_isCountedAndNotGiven() throws Exception {
    Spill spill = spills.open(LIMIT);
    Spills.add(spill, new byte[100], 7, Spills.PLAIN);
    Spills.add(spill, "whole");
    Path file = spills.files().get(0);
    byte[] bytes = Files.readAllBytes(file);
    bytes[80] ^= 1;
    Files.write(file, bytes);

    assertThat(Spills.takeAll(spill)).containsExactly("whole");

    assertThat(spills.unreadable).isEqualTo(7);
    assertThat(spills.unreadableBytes).isEqualTo(100);
    spill.close();
  }

  @Test
  void keep_requestThatHasFailed_waitsAsLongAsInMemory() {
    Spill spill = spills.open(LIMIT);
    long now = now();
    Trials failed = new Trials(2, 1, 5, now + LATER);
    Spills.add(spill, "given back");
    SpillEntry taken = Spills.take(spill);
    spill.keep(new Parcel(taken, new Shipment(1, SendMeter.NONE)).with(failed));
    spill.keep(
        new Parcel("added".getBytes(UTF_8), Spills.PLAIN, 1, new Shipment(1, SendMeter.NONE))
            .with(failed));

    assertThat(spill.take(now, false, Integer.MAX_VALUE)).isNull();
    assertThat(spill.waitNanos(now, false)).isEqualTo(LATER);
    SpillEntry again = spill.take(now + LATER, false, Integer.MAX_VALUE);
    assertThat(Spills.text(again)).isEqualTo("given back");
    assertThat(again.trials()).isEqualTo(failed);
    assertThat(Spills.text(spill.take(now, true, Integer.MAX_VALUE))).isEqualTo("added");
    spill.close();
  }

  @Test
  void keep_afterClose_isTrueForWhatIsStillOnDisk() {
    Spill spill = spills.open(LIMIT);
    Spills.add(spill, "a");
    SpillEntry taken = Spills.take(spill);
    spill.close();

    assertThat(Spills.giveBack(spill, taken)).isTrue();
    assertThat(Spills.add(spill, "b")).isFalse();

    Spill next = spills.open(LIMIT);
    assertThat(Spills.takeAll(next)).containsExactly("a");
    next.close();
  }

  @Test
  void add_toManyFiles_keepsOneOpen() throws Exception {
    Path descriptors = Path.of("/proc/self/fd");
    Assumptions.assumeTrue(Files.isDirectory(descriptors));
    Spill spill = spills.open(LIMIT);
    for (int i = 0; i < 100; i++) {
      Spills.add(spill, "x".repeat(8_000));
    }
    List<SpillEntry> taken = new ArrayList<>();
    for (SpillEntry next = Spills.take(spill); next != null; next = Spills.take(spill)) {
      taken.add(next);
    }
    for (int i = 0; i < taken.size(); i += 2) {
      spill.done(taken.get(i));
    }
    assertThat(spills.files()).hasSizeGreaterThan(5);

    // The last file, and the lock.
    assertThat(openIn(descriptors, spills.directory().toRealPath())).hasSizeLessThanOrEqualTo(2);
    spill.close();
    assertThat(openIn(descriptors, spills.directory().toRealPath())).isEmpty();
  }

  private static List<Path> openIn(Path descriptors, Path directory) throws Exception {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(descriptors)) {
      for (Path each : all) {
        if (Files.isSymbolicLink(each)) {
          Path target = readLink(each);
          if (target.startsWith(directory)) {
            found.add(target);
          }
        }
      }
    }
    return found;
  }

  private static Path readLink(Path link) {
    try {
      return Files.readSymbolicLink(link);
    } catch (IOException e) {
      return link; // Closed meanwhile.
    }
  }

  @Test
  void open_whatFailsWhileItLooksAtTheFiles_leavesTheDirectoryToOthers() {
    Spill large = spills.open(LIMIT);
    Spills.add(large, "x".repeat(20_000));
    large.close();
    SendMeter failing =
        new SendMeter() {
          @Override
          public void begun(int records) {
            throw new IllegalStateException("planted");
          }
        };

    assertThat(
            Spill.open(
                spills.parent,
                "traces",
                10_000,
                failing,
                spills.diagnostics,
                Clock.system(),
                Spills.FAULT))
        .isNull();

    spills.open(LIMIT).close();
  }

  /** A file of three requests, and where each ends. */
  private byte[] threeRequests(List<Integer> ends) throws Exception {
    Spills written = new Spills(temporary.resolve("written"));
    Spill spill = written.open(LIMIT);
    for (String text : List.of("first", "second", "third")) {
      Spills.add(spill, text);
      ends.add((int) spill.bytes());
    }
    spill.close();
    return Files.readAllBytes(written.files().get(0));
  }

  private List<String> reread(Path parent, byte[] file, long faults) throws Exception {
    return reread(new Spills(parent), file, faults);
  }

  private static List<String> reread(Spills damaged, byte[] file, long faults) throws Exception {
    Files.createDirectories(damaged.directory());
    Files.write(damaged.directory().resolve("0000000000000001.spill"), file);
    Spill spill = damaged.open(LIMIT);
    List<String> texts = Spills.takeAll(spill);
    assertThat(damaged.faults()).isEqualTo(faults);
    Spills.add(spill, "new");
    assertThat(Spills.takeAll(spill)).containsExactly("new");
    spill.close();
    return texts;
  }

  @Test
  void take_fileCutOffAtAnyByte_givesWhatIsWholeAndCountsTheRest() throws Exception {
    List<Integer> ends = new ArrayList<>();
    byte[] whole = threeRequests(ends);
    for (int cut = 0; cut <= whole.length; cut++) {
      int length = cut;
      long expected = ends.stream().filter(end -> end <= length).count();
      boolean torn = cut > 0 && !ends.contains(cut);
      byte[] file = Arrays.copyOf(whole, cut);

      assertThat(reread(temporary.resolve("cut" + cut), file, torn ? 1 : 0))
          .isEqualTo(List.of("first", "second", "third").subList(0, (int) expected));
    }
  }

  @Test
  void take_anyByteGarbled_givesTheOtherRequests() throws Exception {
    List<Integer> ends = new ArrayList<>();
    byte[] whole = threeRequests(ends);
    int begin = ends.get(0);
    for (int at = begin; at < ends.get(1); at++) {
      byte[] file = whole.clone();
      file[at] ^= 0x55;
      boolean stateOfTheSecond = at == begin + 4;
      // The marker, and how many records there were.
      boolean headOfTheSecond = at < begin + 4 || (at >= begin + 13 && at < begin + 17);
      Spills damaged = new Spills(temporary.resolve("garbled" + at));

      assertThat(reread(damaged, file, stateOfTheSecond ? 0 : 1))
          .isEqualTo(
              stateOfTheSecond ? List.of("first", "second", "third") : List.of("first", "third"));
      assertThat(damaged.unreadableBytes)
          .isEqualTo(stateOfTheSecond ? 0 : ends.get(1) - ends.get(0));
      if (!headOfTheSecond) {
        assertThat(damaged.unreadable).isEqualTo(stateOfTheSecond ? 0 : 1);
      }
    }
  }

  @Test
  void take_filesOfZerosOrNoise_passesThemOverAndCounts() throws Exception {
    Files.createDirectories(spills.directory());
    byte[] noise = new byte[10_000];
    new Random(1).nextBytes(noise);
    Files.write(spills.directory().resolve("0000000000000001.spill"), new byte[10_000]);
    Files.write(spills.directory().resolve("0000000000000002.spill"), noise);
    Files.write(spills.directory().resolve("0000000000000003.spill"), new byte[0]);
    Files.writeString(spills.directory().resolve("notes.txt"), "of somebody else");
    Files.writeString(spills.directory().resolve("other.spill"), "of somebody else");
    Spill spill = spills.open(LIMIT);
    Spills.add(spill, "a");

    assertThat(Spills.takeAll(spill)).containsExactly("a");

    assertThat(spills.faults()).isEqualTo(2);
    assertThat(spills.log.at(Level.WARNING))
        .singleElement()
        .asString()
        .contains("10000 bytes", "garbled or cut off");
    assertThat(spills.directory().resolve("notes.txt")).exists();
    assertThat(spills.directory().resolve("other.spill")).exists();
    spill.close();
  }

  @Test
  void add_beyondTheLimit_dropsTheOldestAndCountsThem() throws Exception {
    long limit = 64 << 10;
    Spill spill = spills.open(limit);
    for (int i = 0; i < 1_000; i++) {
      assertThat(Spills.add(spill, i + " " + "x".repeat(i))).isTrue();
      assertThat(spill.bytes()).isLessThanOrEqualTo(limit).isEqualTo(spills.bytesOnDisk());
    }
    List<String> left = Spills.takeAll(spill);

    assertThat(left).last().asString().startsWith("999 ");
    assertThat(left.get(0)).startsWith((1_000 - left.size()) + " ");
    assertThat(spills.dropped).isEqualTo(1_000 - left.size()).isPositive();
    assertThat(spills.log.at(Level.WARNING)).singleElement().asString().contains("no room");
    spill.close();
  }

  @Test
  void open_moreThanTheLimitIsThere_dropsTheOldest() throws Exception {
    Spill large = spills.open(LIMIT);
    for (int i = 0; i < 1_000; i++) {
      Spills.add(large, i + " " + "x".repeat(500));
    }
    large.close();

    Spill small = spills.open(300_000);
    assertThat(spills.bytesOnDisk()).isLessThanOrEqualTo(300_000);
    List<String> left = Spills.takeAll(small);
    assertThat(spills.dropped).isEqualTo(1_000 - left.size()).isPositive();
    assertThat(left).last().asString().startsWith("999 ");
    small.close();
  }

  @Test
  void open_limitBelowTheSizeOfAFile_countsWhatGoes() {
    Spill large = spills.open(64 << 20);
    for (int i = 0; i < 1_500; i++) {
      Spills.add(large, new byte[2_000], 2, Spills.PLAIN);
    }
    large.close();

    Spill small = spills.open(1 << 20);
    int left = Spills.takeAll(small).size();
    assertThat(spills.dropped + 2 * left).isEqualTo(3_000);
    assertThat(spills.dropped).isPositive();
    assertThat(spills.log.at(Level.WARNING)).singleElement().asString().contains("no room");
    small.close();
  }

  @Test
  void add_ofMoreThanTheLimit_isRefusedAndLeavesTheOthers() {
    Spill spill = spills.open(10_000);
    Spills.add(spill, "a");

    assertThat(Spills.add(spill, "x".repeat(10_000))).isFalse();

    assertThat(Spills.takeAll(spill)).containsExactly("a");
    spill.close();
  }

  @Test
  void done_ofADroppedRequest_isOfNoConsequence() throws Exception {
    Spill spill = spills.open(20_000);
    Spills.add(spill, "a");
    SpillEntry taken = Spills.take(spill);
    for (int i = 0; i < 10; i++) {
      Spills.add(spill, "x".repeat(5_000));
    }
    spill.done(taken);

    assertThat(spill.bytes()).isEqualTo(spills.bytesOnDisk());
    assertThat(Spills.takeAll(spill)).isNotEmpty();
    spill.close();
  }

  @Test
  void open_onAFileSystemWithUsers_letsNobodyElseIn() throws Exception {
    Assumptions.assumeTrue(
        FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
    Files.createDirectories(spills.directory());
    Files.setPosixFilePermissions(spills.directory(), PosixFilePermissions.fromString("rwxrwxrwx"));
    Spill spill = spills.open(LIMIT);
    Spills.add(spill, "secret");

    assertThat(Files.getPosixFilePermissions(spills.directory()))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    for (Path file : List.of(spills.files().get(0), spills.directory().resolve("lock"))) {
      assertThat(Files.getPosixFilePermissions(file))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
    spill.close();

    Path made = temporary.resolve("made/deeper");
    new Spills(made).open(LIMIT).close();
    assertThat(Files.getPosixFilePermissions(made))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void open_linkInPlaceOfTheDirectory_isNotFollowed() throws Exception {
    Path elsewhere = Files.createDirectory(temporary.resolve("elsewhere"));
    Files.createDirectory(spills.parent);
    Files.createSymbolicLink(spills.directory(), elsewhere);

    assertThat(spills.tryOpen(LIMIT)).isNull();

    assertThat(elsewhere).isEmptyDirectory();
    assertThat(Files.isSymbolicLink(spills.directory())).isTrue();
    assertThat(Files.isDirectory(spills.directory(), LinkOption.NOFOLLOW_LINKS)).isFalse();
  }

  @Test
  void open_inUse_isRefusedAndToldWithTheRemedy() {
    Spill first = spills.open(LIMIT);

    assertThat(spills.tryOpen(LIMIT)).isNull();

    assertThat(spills.log.at(Level.WARNING))
        .singleElement()
        .asString()
        .contains(spills.directory().toString(), "in use", "a directory of its own");
    first.close();
    spills.open(LIMIT).close();
  }

  @Test
  void open_fileInPlaceOfTheParent_isRefusedAndTold() throws Exception {
    Files.writeString(spills.parent, "a file");

    assertThat(spills.tryOpen(LIMIT)).isNull();

    assertThat(spills.log.at(Level.WARNING)).singleElement().asString().contains("cannot be used");
  }

  @Test
  void open_diskThatCannotBeWrittenTo_isRefusedAndTold() throws Exception {
    SmallDisk.useReadOnly(
        temporary.resolve("readonly"),
        disk -> {
          Spills there = new Spills(disk);
          assertThat(there.tryOpen(LIMIT)).isNull();
          assertThat(there.log.at(Level.WARNING))
              .singleElement()
              .asString()
              .contains("Read-only file system");
        });
  }

  @Test
  void add_diskIsFull_isRefusedToldOnceAndNothingIsTorn() throws Exception {
    SmallDisk.use(
        temporary.resolve("full"),
        disk -> {
          Spills there = new Spills(disk);
          Spill spill = there.open(LIMIT);
          int kept = 0;
          for (int i = 0; i < 100; i++) {
            kept += Spills.add(spill, i + " " + "x".repeat(2_000)) ? 1 : 0;
          }
          assertThat(kept).isBetween(1, 32);
          assertThat(there.log.at(Level.WARNING))
              .singleElement()
              .asString()
              .contains("No space left on device");
          spill.close();

          Spill again = there.open(LIMIT);
          assertThat(Spills.takeAll(again)).hasSize(kept);
          assertThat(there.log.at(Level.WARNING)).hasSize(1);
          again.close();
        });
  }

  /** Random adds, takes, ends and restarts; what is there is always a queue. */
  @Test
  void spill_randomPrograms_isAQueueThatOutlivesItsProcess() throws Exception {
    long seed = Long.getLong("obs4j.seed", System.nanoTime());
    System.out.println("SpillTest seed " + seed);
    for (int program = 0; program < 20; program++) {
      runProgram(new Random(seed + program), new Spills(temporary.resolve("random" + program)));
    }
  }

  private static void runProgram(Random random, Spills there) throws Exception {
    Spill spill = there.open(LIMIT);
    Deque<String> waiting = new ArrayDeque<>();
    List<SpillEntry> taken = new ArrayList<>();
    for (int step = 0; step < 200; step++) {
      switch (random.nextInt(8)) {
        case 0, 1, 2 -> {
          String text = step + " " + "y".repeat(random.nextInt(4_000));
          assertThat(Spills.add(spill, text)).isTrue();
          waiting.add(text);
        }
        case 3, 4 -> {
          SpillEntry next = Spills.take(spill);
          assertThat(next == null ? null : Spills.text(next)).isEqualTo(waiting.peekFirst());
          if (next != null) {
            taken.add(next);
            waiting.removeFirst();
          }
        }
        case 5 -> {
          if (!taken.isEmpty()) {
            SpillEntry back = taken.remove(taken.size() - 1);
            assertThat(Spills.giveBack(spill, back)).isTrue();
            waiting.addFirst(Spills.text(back));
            // Only the youngest of those that are taken goes back to the front.
          }
        }
        case 6 -> {
          if (!taken.isEmpty()) {
            spill.done(taken.remove(random.nextInt(taken.size())));
          }
        }
        default -> {
          spill.close();
          spill = there.open(LIMIT);
          for (int i = taken.size() - 1; i >= 0; i--) {
            waiting.addFirst(new String(taken.get(i).content(), UTF_8));
          }
          taken.clear();
        }
      }
      assertThat(spill.bytes()).isEqualTo(there.bytesOnDisk());
    }
    assertThat(Spills.takeAll(spill)).containsExactlyElementsOf(waiting);
    assertThat(there.faults()).isZero();
    spill.close();
  }
}
