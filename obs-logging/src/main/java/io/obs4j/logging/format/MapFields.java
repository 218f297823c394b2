package io.obs4j.logging.format;

import java.util.Map;

/** The entries of a map, as they were. */
final class MapFields implements ContextFields {

  private final String[] entries;

  private MapFields(String[] entries) {
    this.entries = entries;
  }

  static MapFields of(Map<String, String> map) {
    String[] entries = new String[2 * map.size()];
    int at = 0;
    for (Map.Entry<String, String> entry : map.entrySet()) {
      entries[at++] = entry.getKey();
      entries[at++] = entry.getValue();
    }
    return new MapFields(entries);
  }

  @Override
  public int size() {
    return entries.length / 2;
  }

  @Override
  public String key(int index) {
    return entries[2 * index];
  }

  @Override
  public String value(int index) {
    return entries[2 * index + 1];
  }
}
