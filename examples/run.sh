#!/bin/sh
# Checks the sample posts, then says what to try next. Usage: examples/run.sh [path of postorders]
set -u
tool=${1:-postorders}
here=$(dirname "$0")
show() {
    printf '\n$ postorders %s\n' "$*"
    "$tool" "$@"
    code=$?
    if [ "$code" -eq 2 ]; then exit 2; fi
    printf '(exit code %s)\n' "$code"
}
cd "$here" || exit 2
case $tool in /*) ;; *) tool=../$tool ;; esac
show policy list
show check official-draft.txt --policy kcpd-261 --account official
show check official-mended.txt --policy kcpd-261 --account official
show check photo-post.json --policy raymore-8
show check photo-post.json --policy raymore-8 --permission patch-permission.yaml
show check work-photo.json --policy kcpd-261
show check work-photo.json --policy kcpd-261 --permission item-release.yaml
cat <<'END'

Try next:
  .venv/bin/postorders check --policy raymore-8 --account personal     type a draft; nothing is kept
  .venv/bin/postorders policy show raymore-8 8.04.H                    one clause, its law, readings and oddities
  .venv/bin/postorders policy coverage kcpd-261                        what carries each clause out, and what proves it
  .venv/bin/postorders check examples/posts.jsonl --policy kcpd-261 --format jsonl
END
