package io.obs4j.core;

import static io.opentelemetry.api.common.AttributeKey.stringArrayKey;

import io.opentelemetry.api.common.AttributesBuilder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

  private static final Pattern ANY_NAME = Pattern.compile("^ *([^ ]+)");

  private static final Pattern MACHINE_ID = Pattern.compile("^([0-9a-f]{32})$");

  private static final Pattern RANDOM_UUID =
      Pattern.compile("^([0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})$");

  /**
   * The last segment of a control group's path, as Docker, containerd, CRI-O and Podman write it.
   */
  private static final Pattern CONTROL_GROUP =
      Pattern.compile("(?:/|-|:)([0-9a-f]{64})(?:\\.scope)?$");

  /** The directory of a container from which its host name file is mounted. */
  private static final Pattern HOST_NAME_MOUNT =
      Pattern.compile("containers/([0-9a-f]{64})/.*/etc/hostname ");

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
    String known = find(RANDOM_UUID, "proc/sys/kernel/random/uuid");
    return known.isEmpty() ? UUID.randomUUID().toString() : known;
  }

  private String hostName() {
    return environment
        .text("HOSTNAME")
        .or(() -> environment.text("COMPUTERNAME"))
        .orElseGet(() -> find(ANY_NAME, "proc/sys/kernel/hostname", "etc/hostname"));
  }

  private String hostId() {
    return find(MACHINE_ID, "etc/machine-id", "var/lib/dbus/machine-id");
  }

  private String containerId() {
    String controlGroup = find(CONTROL_GROUP, "proc/self/cgroup");
    return controlGroup.isEmpty() ? find(HOST_NAME_MOUNT, "proc/self/mountinfo") : controlGroup;
  }

  /** The first group of the first line that contains the pattern, or empty. */
  private String find(Pattern pattern, String... files) {
    for (String file : files) {
      for (String line : lines(file)) {
        Matcher matcher = pattern.matcher(line);
        if (matcher.find()) {
          return matcher.group(1);
        }
      }
    }
    return "";
  }

  private List<String> lines(String file) {
    try {
      return Files.readAllLines(root.resolve(file));
    } catch (IOException | SecurityException e) {
      return List.of();
    }
  }

  private static void process(AttributesBuilder attributes) {
    try {
      ProcessHandle process = ProcessHandle.current();
      attributes.put("process.pid", process.pid());
      String executable = process.info().command().orElse("");
      put(attributes, "process.executable.path", executable);
      put(
          attributes,
          "process.executable.name",
          executable.substring(executable.lastIndexOf(File.separatorChar) + 1));
    } catch (RuntimeException e) {
      // Not told by this platform or its security manager; the rest is still worth telling.
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
    String compact = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    if (compact.startsWith("windows")) {
      return "windows";
    }
    return switch (compact) {
      case "macosx", "macos" -> "darwin";
      case "sunos" -> "solaris";
      default -> compact;
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
