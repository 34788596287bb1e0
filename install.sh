#!/usr/bin/env bash
# Puts Tollgate's tools on PATH: the release of this very version, with its
# checksum verified, else built from this checkout. Either is kept in the
# runner's tool cache. Prints the folder that holds the tools.
#
# TOLLGATE_RELEASES   where releases are, instead of the project's own page
# GITHUB_PATH         the runner's file of folders for PATH, where there is one
set -euo pipefail

tools=(validate-data gate-model stamp-image render-values)
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
version=$(sed -n 's/^version = "\(.*\)"$/\1/p' "$here/Cargo.toml" | head -n 1)
releases=${TOLLGATE_RELEASES:-https://github.com/tollgate-ci/tollgate/releases/download}
cache=${RUNNER_TOOL_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}}/tollgate

say() { printf 'tollgate: %s\n' "$*" >&2; }
die() { say "error: $*"; exit 2; }

target() {
  case "$(uname -s)/$(uname -m)" in
    Linux/x86_64) echo x86_64-unknown-linux-musl ;;
    Linux/aarch64 | Linux/arm64) echo aarch64-unknown-linux-musl ;;
    Darwin/x86_64) echo x86_64-apple-darwin ;;
    Darwin/arm64) echo aarch64-apple-darwin ;;
    MINGW*/x86_64 | MSYS*/x86_64) echo x86_64-pc-windows-msvc ;;
    *) echo unknown ;;
  esac
}

digest() {
  if command -v sha256sum >/dev/null; then sha256sum "$@"; else shasum -a 256 "$@"; fi
}

# The sources by content, so that two checkouts never share a build.
sources() {
  (cd "$here" && find Cargo.toml Cargo.lock src crates -type f \( -name '*.rs' -o -name 'Cargo.*' \) -print0 |
    LC_ALL=C sort -z | xargs -0 cat | digest | cut -c 1-16)
}

whole() {
  local tool
  for tool in "${tools[@]}"; do [ -x "$1/$tool" ] || return 1; done
}

# Gives a filled folder its name, so that nothing half made is ever found. Who
# comes second finds the first one's.
keep() {
  whole "$1" || die "the tools are not all there"
  if [ -e "$2" ] && ! whole "$2"; then rm -rf "$2"; fi
  if [ ! -e "$2" ]; then mv "$1" "$2" || die "can't write $2"; fi
  rm -rf "$2/bin"
}

download() {
  local archive=$1 sum=$2 scratch=$3 got
  if ! curl --fail --silent --show-error --location --retry 3 --output "$scratch/$archive" "$releases/v$version/$archive"; then
    say "the release is out of reach; building from source"
    return 1
  fi
  got=$(digest "$scratch/$archive" | cut -d ' ' -f 1)
  [ "$got" = "$sum" ] || die "checksum of $archive is $got, expected $sum: not installed"
  mkdir "$scratch/bin"
  tar -xzf "$scratch/$archive" -C "$scratch/bin" || die "$archive is no archive of the tools"
}

build() {
  command -v cargo >/dev/null || die "no release for $(target), and no cargo to build with; install Rust first"
  say "building version $version from source (once; kept in $cache)"
  cd "$here"
  cargo build --release --locked --quiet --bins --package tollgate >&2 || die "the build failed"
  mkdir "$1/bin"
  local tool
  for tool in "${tools[@]}"; do
    cp "${CARGO_TARGET_DIR:-target}/release/$tool" "$1/bin/" || die "the build made no $tool"
  done
}

main() {
  local archive sum bin scratch
  archive=tollgate-v$version-$(target).tar.gz
  sum=$([ -f "$here/checksums.txt" ] && awk -v name="$archive" '$2 == name { print $1 }' "$here/checksums.txt" || true)
  bin=$cache/$version-$(target)-${sum:-$(sources)}
  if ! whole "$bin"; then
    mkdir -p "$cache"
    scratch=$(mktemp -d "$cache/.XXXXXX")
    trap 'rm -rf "$scratch"' EXIT
    { [ -n "$sum" ] && download "$archive" "$sum" "$scratch"; } || build "$scratch"
    keep "$scratch/bin" "$bin"
    rm -rf "$scratch"
    trap - EXIT
  fi
  if [ -n "${GITHUB_PATH:-}" ]; then echo "$bin" >>"$GITHUB_PATH"; fi
  echo "$bin"
}

main
