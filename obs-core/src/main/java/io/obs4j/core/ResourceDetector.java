package io.obs4j.core;

import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringArrayKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.AttributesBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

  private static final Pattern MACHINE_ID = Pattern.compile("^[0-9a-f]{32}$");

  private static final Pattern RANDOM_UUID =
      Pattern.compile("^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$");

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
    library(attributes);
    service(attributes);
    host(attributes);
    operatingSystem(attributes);
    process(attributes);
    runtime(attributes);
  }

  private static void library(AttributesBuilder attributes) {
    attributes.put("telemetry.sdk.name", "obs4j");
    attributes.put("telemetry.sdk.language", "java");
    put(attributes, "telemetry.sdk.version", Optional.of(LibraryVersion.VALUE));
  }

  private void service(AttributesBuilder attributes) {
    attributes.put(Resource.SERVICE_NAME, "unknown_service:java");
    attributes.put(Resource.SERVICE_INSTANCE_ID, randomUuid());
  }

  /**
   * A random UUID of version 4. The kernel's spares the start of the JDK's secure random source.
   */
  private String randomUuid() {
    return lines("proc/sys/kernel/random/uuid")
        .filter(line -> RANDOM_UUID.matcher(line).matches())
        .findFirst()
        .orElseGet(() -> UUID.randomUUID().toString());
  }

  private void host(AttributesBuilder attributes) {
    put(attributes, "host.name", hostName());
    put(attributes, "host.id", hostId());
    put(attributes, "host.arch", property("os.arch").map(ResourceDetector::architecture));
    put(attributes, "container.id", containerId());
  }

  private Optional<String> hostName() {
    return environment
        .text("HOSTNAME")
        .or(() -> environment.text("COMPUTERNAME"))
        .or(() -> lines("proc/sys/kernel/hostname").findFirst())
        .or(() -> lines("etc/hostname").findFirst());
  }

  private Optional<String> hostId() {
    return Stream.of("etc/machine-id", "var/lib/dbus/machine-id")
        .flatMap(this::lines)
        .filter(line -> MACHINE_ID.matcher(line).matches())
        .findFirst();
  }

  private Optional<String> containerId() {
    return match("proc/self/cgroup", CONTROL_GROUP)
        .or(() -> match("proc/self/mountinfo", HOST_NAME_MOUNT));
  }

  private Optional<String> match(String file, Pattern pattern) {
    return lines(file)
        .flatMap(line -> pattern.matcher(line).results())
        .map(match -> match.group(1))
        .findFirst();
  }

  private Stream<String> lines(String file) {
    try {
      return Files.readAllLines(root.resolve(file)).stream()
          .map(String::strip)
          .filter(line -> !line.isEmpty());
    } catch (IOException | SecurityException e) {
      return Stream.empty();
    }
  }

  private static void operatingSystem(AttributesBuilder attributes) {
    put(attributes, "os.type", property("os.name").map(ResourceDetector::osType));
    put(attributes, "os.description", joined("os.name", "os.version"));
  }

  private void process(AttributesBuilder attributes) {
    try {
      ProcessHandle process = ProcessHandle.current();
      attributes.put(longKey("process.pid"), process.pid());
      Optional<Path> executable = process.info().command().map(Path::of);
      put(attributes, "process.executable.path", executable.map(Path::toString));
      put(
          attributes,
          "process.executable.name",
          executable.map(Path::getFileName).map(Path::toString));
    } catch (RuntimeException e) {
      // Not told by this platform or its security manager; the rest is still worth telling.
    }
    if (environment.flag("OBS_PROCESS_COMMAND_ARGS")) {
      commandArguments(attributes);
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

  private static void runtime(AttributesBuilder attributes) {
    put(attributes, "process.runtime.name", property("java.runtime.name"));
    put(attributes, "process.runtime.version", property("java.runtime.version"));
    put(
        attributes,
        "process.runtime.description",
        joined("java.vm.vendor", "java.vm.name", "java.vm.version"));
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

  private static Optional<String> property(String name) {
    try {
      return Optional.ofNullable(System.getProperty(name));
    } catch (SecurityException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> joined(String... properties) {
    return Optional.of(
        Stream.of(properties)
            .flatMap(name -> property(name).stream())
            .collect(Collectors.joining(" ")));
  }

  private static void put(AttributesBuilder attributes, String key, Optional<String> value) {
    AttributeKey<String> typed = stringKey(key);
    value.filter(text -> !text.isEmpty()).ifPresent(text -> attributes.put(typed, text));
  }
}
