package io.obs4j.core;

import static io.opentelemetry.api.common.AttributeKey.stringArrayKey;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.api.common.AttributesBuilder;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * Finds out what the machine tells of the process, host and runtime. What it does not tell is left
 * out; nothing throws, and nothing is asked that could block, such as a name server.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/resource/">OpenTelemetry, resource
 *     semantic conventions</a>
 */
final class ResourceDetector {

  /** The version of the conventions that the attributes follow. */
  static final String SCHEMA_URL = "https://opentelemetry.io/schemas/1.37.0";

  /** How many hexadecimal digits the id of a machine has. */
  private static final int MACHINE_ID = 32;

  /** How many hexadecimal digits the id of a container has. */
  private static final int CONTAINER_ID = 64;

  private static final char NOT_UTF_8 = '\uFFFD';
  private static final String[] NONE = {};
  private static final int RANDOM = 4;
  private static final int RFC_4122 = 2;

  /*
   * Every start of a service comes through here: without regular expressions, lambdas, file channels
   * and process handles, for a starting JVM loads, compiles and links each of them anew.
   */

  private final Environment environment;
  private final Path root;

  /**
   * A detector.
   *
   * @param environment where the host name may be
   * @param root of the file system, another one in tests
   */
  ResourceDetector(Environment environment, Path root) {
    this.environment = environment;
    this.root = root;
  }

  void detect(AttributesBuilder attributes) {
    attributes.put("telemetry.sdk.name", "obs4j");
    attributes.put("telemetry.sdk.language", "java");
    put(attributes, "telemetry.sdk.version", LibraryVersion.VALUE);
    attributes.put(Resource.SERVICE_NAME, "unknown_service:java");
    attributes.put(Resource.SERVICE_INSTANCE_ID, randomUuid());
    put(attributes, "host.name", hostName());
    put(attributes, "host.id", hostId());
    put(attributes, "host.arch", architecture(property("os.arch")));
    put(attributes, "container.id", containerId());
    put(attributes, "os.type", osType(property("os.name")));
    put(attributes, "os.description", property("os.name") + ' ' + property("os.version"));
    put(attributes, "process.runtime.name", property("java.runtime.name"));
    put(attributes, "process.runtime.version", property("java.runtime.version"));
    put(
        attributes,
        "process.runtime.description",
        property("java.vm.vendor")
            + ' '
            + property("java.vm.name")
            + ' '
            + property("java.vm.version"));
    process(attributes);
    if (environment.flag("OBS_PROCESS_COMMAND_ARGS")) {
      commandArguments(attributes);
    }
  }

  /**
   * A random UUID of version 4. The kernel's spares the start of the JDK's secure random source.
   */
  private String randomUuid() {
    String known = line("proc/sys/kernel/random/uuid");
    return isRandomUuid(known) ? known : UUID.randomUUID().toString();
  }

  private static boolean isRandomUuid(String text) {
    try {
      UUID uuid = UUID.fromString(text);
      return uuid.version() == RANDOM && uuid.variant() == RFC_4122 && uuid.toString().equals(text);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private String hostName() {
    String name = environment.text("HOSTNAME").orElse("");
    if (name.isEmpty()) {
      name = environment.text("COMPUTERNAME").orElse("");
    }
    if (name.isEmpty()) {
      name = line("proc/sys/kernel/hostname");
    }
    return name.isEmpty() ? line("etc/hostname") : name;
  }

  private String hostId() {
    String id = line("etc/machine-id");
    if (!isHex(id, MACHINE_ID)) {
      id = line("var/lib/dbus/machine-id");
    }
    return isHex(id, MACHINE_ID) ? id : "";
  }

  private String containerId() {
    for (String line : lines("proc/self/cgroup")) {
      String id = idOfControlGroup(line);
      if (!id.isEmpty()) {
        return id;
      }
    }
    for (String line : lines("proc/self/mountinfo")) {
      String id = idOfMount(line);
      if (!id.isEmpty()) {
        return id;
      }
    }
    return "";
  }

  /** The end of a control group's path, as Docker, containerd, CRI-O and Podman write it. */
  private static String idOfControlGroup(String line) {
    String path = line.endsWith(".scope") ? line.substring(0, line.length() - 6) : line;
    int begin = path.length() - CONTAINER_ID;
    boolean separate = begin > 0 && "/-:".indexOf(path.charAt(begin - 1)) >= 0;
    return separate && isHex(path.substring(begin), CONTAINER_ID) ? path.substring(begin) : "";
  }

  /** The directory of a container from which its host name file is mounted. */
  private static String idOfMount(String line) {
    String[] fields = line.split(" ", 6);
    if (fields.length == 6 && fields[4].equals("/etc/hostname")) {
      String[] segments = fields[3].split("/", -1);
      for (int i = 1; i < segments.length; i++) {
        if (segments[i - 1].endsWith("containers") && isHex(segments[i], CONTAINER_ID)) {
          return segments[i];
        }
      }
    }
    return "";
  }

  private static boolean isHex(String text, int length) {
    for (int i = 0; i < text.length(); i++) {
      if ("0123456789abcdef".indexOf(text.charAt(i)) < 0) {
        return false;
      }
    }
    return text.length() == length;
  }

  /** The first line that is not blank, without surrounding space, or empty. */
  private String line(String file) {
    for (String line : lines(file)) {
      if (!line.isBlank()) {
        return line.strip();
      }
    }
    return "";
  }

  private String[] lines(String file) {
    try (InputStream stream = new FileInputStream(root.resolve(file).toFile())) {
      String text = new String(stream.readAllBytes(), UTF_8);
      return text.indexOf(NOT_UTF_8) < 0 ? text.split("\n", -1) : NONE;
    } catch (IOException | SecurityException e) {
      return NONE;
    }
  }

  private void process(AttributesBuilder attributes) {
    try {
      attributes.put("process.pid", pid());
      String executable = executable();
      put(attributes, "process.executable.path", executable);
      put(
          attributes,
          "process.executable.name",
          executable.substring(executable.lastIndexOf(File.separatorChar) + 1));
    } catch (RuntimeException e) {
      // Not told by this platform or its security manager; the rest is still worth telling.
    }
  }

  private long pid() {
    String known = target("proc/self");
    return known.isEmpty() ? ProcessHandle.current().pid() : Long.parseLong(known);
  }

  private String executable() {
    String known = target("proc/self/exe");
    return known.isEmpty() ? ProcessHandle.current().info().command().orElse("") : known;
  }

  /** Where a symbolic link leads, or empty. */
  private String target(String link) {
    try {
      return Files.readSymbolicLink(root.resolve(link)).toString();
    } catch (IOException | UnsupportedOperationException | SecurityException e) {
      return "";
    }
  }

  /** Adds the command and its arguments, as the operating system tells them. */
  static void commandArguments(AttributesBuilder attributes) {
    try {
      ProcessHandle.Info info = ProcessHandle.current().info();
      List<String> arguments = new ArrayList<>();
      info.command().ifPresent(arguments::add);
      info.arguments().map(List::of).ifPresent(arguments::addAll);
      attributes.put(stringArrayKey("process.command_args"), arguments);
    } catch (RuntimeException e) {
      // Not told here either.
    }
  }

  /** The name of the conventions for what the JDK calls an architecture. */
  static String architecture(String name) {
    return switch (name) {
      case "x86_64" -> "amd64";
      case "i386", "i486", "i586", "i686" -> "x86";
      case "aarch64" -> "arm64";
      case "arm" -> "arm32";
      case "ppc" -> "ppc32";
      case "ppc64le" -> "ppc64";
      default -> name;
    };
  }

  /** The name of the conventions for what the JDK calls an operating system. */
  static String osType(String name) {
    StringBuilder compact = new StringBuilder();
    for (char c : name.toLowerCase(Locale.ROOT).toCharArray()) {
      if (c < 0x80 && Character.isLetterOrDigit(c)) {
        compact.append(c);
      }
    }
    String type = compact.toString();
    if (type.startsWith("windows")) {
      return "windows";
    }
    return switch (type) {
      case "macosx", "macos" -> "darwin";
      case "sunos" -> "solaris";
      default -> type;
    };
  }

  private static String property(String name) {
    try {
      return System.getProperty(name, "");
    } catch (SecurityException e) {
      return "";
    }
  }

  private static void put(AttributesBuilder attributes, String key, String value) {
    if (!value.isBlank()) {
      attributes.put(key, value.strip());
    }
  }
}
