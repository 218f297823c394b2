# Shared by the scripts beside this file; sourced, not run.

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"

# The modules that are published as libraries: obs* with a module descriptor.
libraries() {
  (cd "$root" && for descriptor in obs*/src/main/java/module-info.java; do echo "${descriptor%%/*}"; done)
}

libraries_for_maven() {
  libraries | paste -sd, -
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
