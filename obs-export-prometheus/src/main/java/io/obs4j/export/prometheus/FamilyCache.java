package io.obs4j.export.prometheus;

import io.obs4j.core.MetricFamily;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The pages of all families that one encoder has met, and which of them may appear in the current
 * walk. Owned by one encoder; not safe for use by several threads at once.
 *
 * @param <P> what the encoder keeps of a family
 */
final class FamilyCache<P extends FamilyPage> {

  /** Whether a family appears on the page. */
  enum Place {
    /** With a header of its own. */
    HEADED,
    /** Under the header of the family before. */
    CONTINUED,
    /** Not at all: filtered out, or its name is taken. */
    ABSENT
  }

  /** Walks after which a family that was not met is forgotten. */
  private static final int KEPT_WALKS = 16;

  private final IdentityHashMap<MetricFamily, P> pages = new IdentityHashMap<>();
  private final Map<String, NameClaim> names = new HashMap<>();
  private final List<P> underOneHeader = new ArrayList<>();
  private final Function<MetricFamily, P> newPage;
  private final Collisions collisions;
  private Set<String> filter = Set.of();
  private long walk;
  private int met;
  private @Nullable P current;

  FamilyCache(Function<MetricFamily, P> newPage, Collisions collisions) {
    this.newPage = newPage;
    this.collisions = collisions;
  }

  /**
   * Begins a walk.
   *
   * @param filter the names to show, empty for all
   */
  void begin(Set<String> filter) {
    this.filter = filter;
    walk++;
    met = 0;
    current = null;
    underOneHeader.clear();
  }

  /** Ends a walk that met all families. */
  void end() {
    current = null;
    underOneHeader.clear();
    if (met < pages.size()
        && pages.values().removeIf(page -> page.lastWalk() < walk - KEPT_WALKS)) {
      // All pages give their claims up together, so that one name is never two claims.
      names.clear();
      pages.values().forEach(page -> page.claim(List.of()));
    }
  }

  P page(MetricFamily family) {
    P page = pages.get(family);
    if (page == null) {
      page = newPage.apply(family);
      pages.put(family, page);
    }
    if (page.lastWalk() != walk) {
      page.walked(walk);
      met++;
    }
    return page;
  }

  Place place(P page) {
    if (!filter.isEmpty() && !isAsked(page)) {
      return Place.ABSENT;
    }
    if (page.claims().isEmpty()) {
      page.claim(page.takenNames().stream().map(this::claim).toList());
    }
    if (current != null && page.continues(current) && sharesNoLabels(page)) {
      underOneHeader.add(page);
      return Place.CONTINUED;
    }
    if (isTaken(page)) {
      collisions.leftOut(page.family(), page.name().sample());
      return Place.ABSENT;
    }
    for (int i = 0; i < page.claims().size(); i++) {
      page.claims().get(i).take(walk);
    }
    current = page;
    underOneHeader.clear();
    underOneHeader.add(page);
    return Place.HEADED;
  }

  private NameClaim claim(String name) {
    return names.computeIfAbsent(name, taken -> new NameClaim());
  }

  private boolean isTaken(P page) {
    for (int i = 0; i < page.claims().size(); i++) {
      if (page.claims().get(i).isTaken(walk)) {
        return true;
      }
    }
    return false;
  }

  private boolean sharesNoLabels(P page) {
    for (int i = 0; i < underOneHeader.size(); i++) {
      if (page.sharesLabels(underOneHeader.get(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean isAsked(P page) {
    if (filter.contains(page.family().name())) {
      return true;
    }
    for (String name : page.takenNames()) {
      if (filter.contains(name)) {
        return true;
      }
    }
    return false;
  }
}
