#!/usr/bin/env bash
# Builds the handbook with the other engines that read mkdocs.yml; `make check-engines` calls it.
# The argument is the folder of their commands. Nothing of ours is changed.
set -euo pipefail
cd "$(dirname "$0")/.."
bin="$(cd "$1" && pwd)"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

mkdir "$work/project"
cp -r docs overrides sop_sources mkdocs.yml "$work/project"
cd "$work/project"
"$bin/sop" build >/dev/null 2>"$work/log" || { cat "$work/log" >&2; exit 1; }

pages() { find "$1" -name '*.html' | wc -l; }

printf '%-12s %5s  %s\n' engine pages version
printf '%-12s %5d  %s\n' mkdocs "$(pages site)" "$("$bin/mkdocs" --version | grep -o '[0-9][0-9.]*' | head -n 1)"
for engine in properdocs zensical; do
  rm -rf site
  if NO_MKDOCS_2_WARNING=1 "$bin/$engine" build >"$work/$engine" 2>&1; then
    version="$("$bin/python" -m pip show "$engine" 2>/dev/null | sed -n 's/^Version: //p')"
    printf '%-12s %5d  %s\n' "$engine" "$(pages site)" "$version"
  else
    echo "$engine failed:"
    tail -n 20 "$work/$engine"
    result=1
  fi
done
exit "${result:-0}"
