package io.obs4j.core;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** The version of obs4j, which the build writes beside this class. */
final class LibraryVersion {

  /** The version, or empty if a repackaged library has lost it. */
  static final String VALUE = read("version.properties");

  private LibraryVersion() {}

  static String read(String resource) {
    Properties properties = new Properties();
    try (InputStream stream = LibraryVersion.class.getResourceAsStream(resource)) {
      if (stream != null) {
        properties.load(stream);
      }
    } catch (IOException e) {
      return "";
    }
    return properties.getProperty("version", "");
  }
}
