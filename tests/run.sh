#!/usr/bin/env bash
# Everything CI runs: style, types, tests, browser. `make test` calls it; PYTHON names the interpreter.
set -euo pipefail
cd "$(dirname "$0")/.."
python="${PYTHON:-.venv/bin/python}"
# The tests begin hundreds of processes: where nothing compiled is kept, each compiles the package.
unset PYTHONDONTWRITEBYTECODE

have_browser() {
  [[ -n "${CHROMIUM:-}" ]] && return
  local name
  for name in chromium-headless-shell chromium chromium-browser google-chrome google-chrome-stable; do
    command -v "$name" >/dev/null && return
  done
  compgen -G "${PLAYWRIGHT_BROWSERS_PATH:-$HOME/.cache/ms-playwright}/chromium-*" >/dev/null
}

have_chinese_font() {
  command -v fc-list >/dev/null && [[ -n "$(fc-list :lang=zh family)" ]]
}

add_packages() {
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

# Chromium without windows takes half the time of Chromium; not every system has it.
install_faster() {
  [[ -n "${CHROMIUM:-}" ]] || command -v chromium-headless-shell >/dev/null && return
  [[ -e /etc/debian_version && $(id -u) -eq 0 ]] || return 0
  add_packages chromium-headless-shell 2>/dev/null || true
}

# Debian's own packages, and only when something is missing.
install_missing() {
  local packages=()
  have_browser || packages+=(chromium)
  have_chinese_font || packages+=(fontconfig fonts-noto-cjk)
  if [[ ${#packages[@]} -eq 0 ]]; then return; fi
  if [[ -e /etc/debian_version && $(id -u) -eq 0 ]]; then
    echo "安装 Installing: ${packages[*]}"
    apt-get update -qq
    if apt-cache show chromium-headless-shell >/dev/null 2>&1; then
      packages=("${packages[@]/%chromium/chromium-headless-shell}")
    fi
    add_packages "${packages[@]}"
  else
    cat >&2 <<MESSAGE
浏览器测试缺少：${packages[*]}
  Debian/Ubuntu：sudo apt-get install ${packages[*]}
  其他系统：安装 Chromium 或 Chrome（可用 CHROMIUM=路径 指明）和一种中文字体，
  也可以运行 $python -m playwright install chromium
The browser tests need: ${packages[*]}
  Debian/Ubuntu: sudo apt-get install ${packages[*]}
  Elsewhere: install Chromium or Chrome (CHROMIUM=PATH names it) and a Chinese font,
  or run $python -m playwright install chromium
MESSAGE
    exit 1
  fi
}

summary=()
failed=0
step() {
  local name="$1" start=$SECONDS result="✓"
  shift
  echo "── $name"
  "$@" || { result="✗"; failed=1; }
  summary+=("$result $name（$((SECONDS - start)) s）")
}

install_missing
install_faster
step "样式 Style" "$python" -m ruff check --quiet generators tests
step "格式 Format" "$python" -m ruff format --check --quiet generators tests
step "类型 Types" "$python" -m mypy
step "来源 Sources" "$python" -m sop_handbook fmt --check
step "测试 Tests" "$python" -m pytest -q -rR -n auto --dist loadfile --no-loadscope-reorder

echo
printf '%s\n' "${summary[@]}"
exit "$failed"
