package io.obs4j.logging.sink;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * How long a file of lines is written to by time: an hour or a day, as the clocks of a zone show
 * them. Immutable.
 */
public final class Rotation {

  private final ChronoUnit unit;
  private final ZoneId zone;
  private final DateTimeFormatter label;

  private Rotation(ChronoUnit unit, ZoneId zone) {
    this.unit = unit;
    this.zone = Objects.requireNonNull(zone, "zone");
    this.label =
        DateTimeFormatter.ofPattern(unit == ChronoUnit.HOURS ? "uuuu-MM-dd-HH" : "uuuu-MM-dd");
  }

  /**
   * A new file each day, UTC.
   *
   * @return the rotation
   */
  public static Rotation daily() {
    return daily(ZoneOffset.UTC);
  }

  /**
   * A new file each day.
   *
   * @param zone whose days
   * @return the rotation
   */
  public static Rotation daily(ZoneId zone) {
    return new Rotation(ChronoUnit.DAYS, zone);
  }

  /**
   * A new file each hour, UTC.
   *
   * @return the rotation
   */
  public static Rotation hourly() {
    return hourly(ZoneOffset.UTC);
  }

  /**
   * A new file each hour.
   *
   * @param zone whose hours, by which files are also named
   * @return the rotation
   */
  public static Rotation hourly(ZoneId zone) {
    return new Rotation(ChronoUnit.HOURS, zone);
  }

  private ZonedDateTime begin(long epochMillis) {
    return Instant.ofEpochMilli(epochMillis).atZone(zone).truncatedTo(unit);
  }

  /** What the period is called that a moment is in; later ones sort after earlier ones. */
  String label(long epochMillis) {
    return label.format(begin(epochMillis));
  }

  /** When the next period begins, in milliseconds since the Unix epoch. */
  long next(long epochMillis) {
    ZonedDateTime begin = begin(epochMillis);
    ZonedDateTime end =
        unit == ChronoUnit.DAYS
            ? begin.toLocalDate().plusDays(1).atStartOfDay(zone)
            : begin.plusHours(1);
    return end.toInstant().toEpochMilli();
  }
}
