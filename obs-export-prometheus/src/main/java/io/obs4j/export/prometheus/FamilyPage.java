package io.obs4j.export.prometheus;

import io.obs4j.core.MetricFamily;
import io.obs4j.core.MetricKind;
import io.obs4j.core.Series;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What an encoder keeps of one family: its names and the encoded labels of its series. */
abstract sealed class FamilyPage permits TextFamily, ProtobufFamily {

  private final MetricFamily family;
  private final Escaping escaping;
  private final MetricName name;
  private final LabelSet scope;
  private final Set<String> scopeNames;
  private final LabelSources sources = new LabelSources();
  private final LabelArena labels = new LabelArena();
  private List<NameClaim> claims = List.of();
  private long lastWalk;

  FamilyPage(MetricFamily family, Naming naming, Escaping escaping) {
    this.family = family;
    this.escaping = escaping;
    this.name = naming.metric(family, escaping);
    this.scope = naming.scope(family.scope(), escaping);
    this.scopeNames = naming.scopeNames();
  }

  final MetricFamily family() {
    return family;
  }

  final MetricName name() {
    return name;
  }

  /** The labels that all its series have. */
  final LabelSet scope() {
    return scope;
  }

  final LabelArena labels() {
    return labels;
  }

  /** The labels that one series has besides. */
  final Map<String, String> labelsOf(Series series) {
    return LabelSet.of(series.attributes(), escaping, reservedLabels(), sources).values();
  }

  /** Whether two series that were met may have the same labels. */
  final boolean isAmbiguous() {
    return sources.isAmbiguous();
  }

  /** The label that tells the states of a state set: its name, as far as a label may have it. */
  final String stateLabel() {
    return escaping.label(name.sample());
  }

  /** The label names that the attributes of a series must not take. */
  private Set<String> reservedLabels() {
    Set<String> reserved = new HashSet<>(scope.values().keySet());
    reserved.addAll(scopeNames);
    switch (family.kind()) {
      case HISTOGRAM -> reserved.add("le");
      case SUMMARY -> reserved.add("quantile");
      case STATE_SET -> reserved.add(stateLabel());
      case COUNTER, UP_DOWN_COUNTER, GAUGE, INFO -> {}
    }
    return reserved;
  }

  /** The names that its samples and its header take on a page. */
  Set<String> takenNames() {
    Set<String> names = new HashSet<>();
    names.add(name.sample());
    switch (family.kind()) {
      case HISTOGRAM -> addAll(names, "_bucket", "_sum", "_count");
      case SUMMARY -> addAll(names, "_sum", "_count");
      case COUNTER, UP_DOWN_COUNTER, GAUGE, INFO, STATE_SET -> {}
    }
    return names;
  }

  private void addAll(Set<String> names, String... suffixes) {
    for (String suffix : suffixes) {
      names.add(name.sample() + suffix);
    }
  }

  /** Whether its series may follow those of another family, under the header of that one. */
  final boolean continues(FamilyPage other) {
    return name.sample().equals(other.name.sample()) // mostly false, and settles it
        && claims.equals(other.claims)
        && type(family.kind()) == type(other.family.kind());
  }

  /** Whether series of both may have the same labels. */
  final boolean sharesLabels(FamilyPage other) {
    return scope.values().equals(other.scope.values());
  }

  final List<NameClaim> claims() {
    return claims;
  }

  final void claim(List<NameClaim> claims) {
    this.claims = claims;
  }

  final long lastWalk() {
    return lastWalk;
  }

  final void walked(long walk) {
    lastWalk = walk;
  }

  private static MetricKind type(MetricKind kind) {
    return kind == MetricKind.UP_DOWN_COUNTER ? MetricKind.GAUGE : kind;
  }
}
