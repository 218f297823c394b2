package io.obs4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceDetectorTest {

  private static final String ID = "0123456789abcdef".repeat(4);

  @TempDir Path root;

  private void file(String name, String content) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content, StandardCharsets.ISO_8859_1);
  }

  private Attributes detect(Map<String, String> variables) {
    Diagnostics diagnostics = Diagnostics.loggingTo(new RecordingLogger());
    AttributesBuilder attributes = Attributes.builder();
    new ResourceDetector(Environment.of(variables, diagnostics), root).detect(attributes);
    return attributes.build();
  }

  private @Nullable String detected(String key) {
    return detect(Map.of()).get(AttributeKey.stringKey(key));
  }

  @Test
  void detect_onAnEmptyFileSystem_tellsWhatTheRuntimeKnows() {
    Attributes attributes = detect(Map.of());

    assertThat(attributes.asMap().keySet())
        .extracting(AttributeKey::getKey)
        .contains(
            "telemetry.sdk.name",
            "telemetry.sdk.language",
            "telemetry.sdk.version",
            "service.name",
            "service.instance.id",
            "host.arch",
            "os.type",
            "os.description",
            "process.pid",
            "process.executable.path",
            "process.executable.name",
            "process.runtime.name",
            "process.runtime.version",
            "process.runtime.description")
        .doesNotContain("host.name", "host.id", "container.id", "process.command_args");
    assertThat(attributes.get(AttributeKey.longKey("process.pid")))
        .isEqualTo(ProcessHandle.current().pid());
    assertThat(attributes.get(AttributeKey.stringKey("process.runtime.version")))
        .isEqualTo(System.getProperty("java.runtime.version"));
  }

  @Test
  void detect_ofTheLibrary_tellsNameLanguageAndVersion() {
    assertThat(detected("telemetry.sdk.name")).isEqualTo("obs4j");
    assertThat(detected("telemetry.sdk.language")).isEqualTo("java");
    assertThat(detected("telemetry.sdk.version")).matches("\\d+\\.\\d+\\.\\d+.*");
  }

  @Test
  void detect_onThisMachine_tellsItsExecutable() {
    String path = detected("process.executable.path");

    assertThat(path).isNotNull();
    assertThat(Path.of(String.valueOf(path))).isExecutable();
    assertThat(path).endsWith(String.valueOf(detected("process.executable.name")));
  }

  @Test
  void commandArguments_onlyWhenAskedFor() {
    AttributeKey<?> arguments = AttributeKey.stringArrayKey("process.command_args");

    assertThat(detect(Map.of("OBS_PROCESS_COMMAND_ARGS", "false")).get(arguments)).isNull();
    assertThat(detect(Map.of("OBS_PROCESS_COMMAND_ARGS", "true")).get(arguments)).isNotNull();
  }

  @Test
  void hostName_ofSeveralSources_prefersTheEnvironmentThenTheKernel() throws IOException {
    file("etc/hostname", "from-file\n");
    assertThat(detected("host.name")).isEqualTo("from-file");

    file("proc/sys/kernel/hostname", "from-kernel\n");
    assertThat(detected("host.name")).isEqualTo("from-kernel");

    AttributeKey<String> name = AttributeKey.stringKey("host.name");
    assertThat(detect(Map.of("COMPUTERNAME", "PC")).get(name)).isEqualTo("PC");
    assertThat(detect(Map.of("HOSTNAME", "pod-1", "COMPUTERNAME", "PC")).get(name))
        .isEqualTo("pod-1");
  }

  @Test
  void hostName_ofAnEmptyOrUnreadableFile_isLeftOut() throws IOException {
    file("etc/hostname", " \n");
    assertThat(detected("host.name")).isNull();

    file("etc/hostname", "not UTF-8: \u00ff\u00fe\n");
    assertThat(detected("host.name")).isNull();
  }

  @Test
  void hostName_whereTheFileIsADirectory_isLeftOut() throws IOException {
    Files.createDirectories(root.resolve("etc/hostname"));

    assertThat(detected("host.name")).isNull();
  }

  @Test
  void hostId_isTheMachineId() throws IOException {
    String id = ID.substring(32);
    file("etc/machine-id", "uninitialized\n");
    assertThat(detected("host.id")).isNull();

    file("var/lib/dbus/machine-id", id + "\n");
    assertThat(detected("host.id")).isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "12:cpu:/docker/" + "0123456789abcdef",
        "0::/system.slice/docker-" + "0123456789abcdef" + ".scope",
        "0::/kubepods.slice/pod7.slice/cri-containerd-" + "0123456789abcdef" + ".scope",
        "0::/system.slice/containerd.service/kubepods:cri-containerd:" + "0123456789abcdef"
      })
  void containerId_inAControlGroup_isFound(String line) throws IOException {
    file("proc/self/cgroup", "1:name=x:/\n" + line.replace("0123456789abcdef", ID) + "\n");

    assertThat(detected("container.id")).isEqualTo(ID);
  }

  @Test
  void containerId_inAMount_isFound() throws IOException {
    file("proc/self/cgroup", "0::/\n");
    file(
        "proc/self/mountinfo",
        "9 1 8:1 /pods/x/"
            + ID
            + "/resolv.conf /etc/resolv.conf rw - ext4 /dev/sda1 rw\n"
            + "9 1 8:1 /docker/containers/"
            + ID
            + "/hostname /etc/hostname rw - ext4 x rw\n");

    assertThat(detected("container.id")).isEqualTo(ID);
  }

  @Test
  void containerId_outsideAContainer_isLeftOut() throws IOException {
    file("proc/self/cgroup", "0::/user.slice/user-1000.slice/session-1.scope\n");
    file("proc/self/mountinfo", "22 1 8:1 / / rw,relatime - ext4 /dev/sda1 rw\n");

    assertThat(detected("container.id")).isNull();
  }

  @Test
  void instanceId_ofTheKernel_isTakenIfItIsARandomUuid() throws IOException {
    file("proc/sys/kernel/random/uuid", "0f0e0d0c-0b0a-4908-8706-050403020100\n");
    assertThat(detected("service.instance.id")).isEqualTo("0f0e0d0c-0b0a-4908-8706-050403020100");

    file("proc/sys/kernel/random/uuid", "0f0e0d0c-0b0a-1908-8706-050403020100\n");
    assertThat(detected("service.instance.id"))
        .isNotEqualTo("0f0e0d0c-0b0a-1908-8706-050403020100");
  }

  @ParameterizedTest
  @CsvSource({
    "x86_64,amd64",
    "amd64,amd64",
    "i686,x86",
    "x86,x86",
    "aarch64,arm64",
    "arm,arm32",
    "ppc64le,ppc64",
    "ppc,ppc32",
    "s390x,s390x",
    "riscv64,riscv64"
  })
  void architecture_ofTheJdk_isNamedByTheConventions(String jdk, String conventions) {
    assertThat(ResourceDetector.architecture(jdk)).isEqualTo(conventions);
  }

  @ParameterizedTest
  @CsvSource({
    "Linux,linux",
    "Windows 11,windows",
    "Mac OS X,darwin",
    "SunOS,solaris",
    "HP-UX,hpux",
    "AIX,aix",
    "z/OS,zos",
    "FreeBSD,freebsd"
  })
  void osType_ofTheJdk_isNamedByTheConventions(String jdk, String conventions) {
    assertThat(ResourceDetector.osType(jdk)).isEqualTo(conventions);
  }

  @Test
  void libraryVersion_ofAMissingFile_isEmpty() {
    assertThat(LibraryVersion.read("missing.properties")).isEmpty();
  }
}
