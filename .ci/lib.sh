# Shared by the scripts beside this file; sourced, not run.

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"

# libraries [TREE]: the modules that are published, which are those obs* with a descriptor.
libraries() {
  (cd "${1:-$root}" && for descriptor in obs*/src/main/java/module-info.java; do echo "${descriptor%%/*}"; done)
}

# build_libraries TREE GOAL OPTION...: without tests and without what only judges sources.
build_libraries() {
  local tree=$1
  shift
  (cd "$tree" && mvn -B -ntp -q "$@" -Dmaven.test.skip=true -Dspotless.check.skip=true \
    -pl "$(libraries "$tree" | paste -sd, -)" -am)
}

# feature_of JDK_HOME: prints 17, 25, ...
feature_of() {
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

# with_jdk JDK_HOME COMMAND...: runs the command on that JDK.
with_jdk() {
  local home=$1 options=""
  shift
  # From 24 on the JDK warns of what Maven itself does; that says nothing about this build.
  if [ "$(feature_of "$home")" -ge 24 ]; then
    options="--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED"
  fi
  JAVA_HOME=$home MAVEN_OPTS="${MAVEN_OPTS:-} $options" "$@"
}

# copy_sources TARGET: what would be committed now, without what was built.
copy_sources() {
  mkdir -p "$1"
  (cd "$root" && git ls-files -z --cached --others --exclude-standard \
    | while IFS= read -r -d '' file; do [ -e "$file" ] && printf '%s\0' "$file"; done \
    | tar --null --files-from=- --create --file=-) | tar --extract --file=- --directory="$1"
}
