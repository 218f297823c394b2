package io.obs4j.metrics.runtime;

import io.obs4j.core.Clock;
import io.obs4j.core.Diagnostics;
import java.util.List;
import java.util.function.Supplier;

/**
 * Volumes that are asked for their space together, in the background. While one of them does not
 * answer, none of them is shown.
 */
final class VolumeGroup implements AutoCloseable {

  private final String name;
  private final Diagnostics diagnostics;
  private final BackgroundRefresh refresh;
  private volatile List<Volume.Space> latest = List.of();

  /** Of the volumes found, again at each refresh. */
  VolumeGroup(String name, Clock clock, Diagnostics diagnostics, Supplier<List<Volume>> finder) {
    this.name = name;
    this.diagnostics = diagnostics;
    refresh = new BackgroundRefresh("obs-" + name, clock, () -> latest = ask(finder.get()));
    refresh.request();
  }

  /** What was last heard, which is asked for again if it is old. Never waits. */
  List<Volume.Space> spaces() {
    if (refresh.isHanging()) {
      diagnostics.fault(
          Installation.FAULT,
          name,
          "The space of "
              + name
              + " is not known, because a mounted file system has not answered for "
              + BackgroundRefresh.PATIENCE.toSeconds()
              + " s; mend or unmount it");
      return List.of();
    }
    diagnostics.recovered(Installation.FAULT, name, "The space of " + name + " is known again");
    refresh.request();
    return latest;
  }

  @Override
  public void close() {
    refresh.close();
  }

  private static List<Volume.Space> ask(List<Volume> volumes) {
    return volumes.stream().map(Volume::space).filter(space -> space.total() > 0).toList();
  }
}
