#!/usr/bin/env bash
# Packs the last commit twice, in folders of different names and lengths and in different environments, compares the
# bytes, and looks into the zip. Usage: eng/check-package.sh [--arch ARCH] [--aot]
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
work=$(cd "$(mktemp -d)" && pwd -P)
trap 'rm -rf "$work"' EXIT

fail() {
  echo "check-package: $*" >&2
  exit 1
}

# What the feed offers was found out already.
clone() {
  git clone --quiet "$root" "$1"
  if [ -e "$root/artifacts/amazon-packages.props" ]; then
    mkdir -p "$1/artifacts" && cp "$root/artifacts/amazon-packages.props" "$1/artifacts/"
  fi
}

clone "$work/one"
CI=true "$work/one/eng/package" "$@" --output "$work/one.zip"
clone "$work/a folder with a longer name/two"
(cd / && TZ=Asia/Kathmandu LC_ALL=C CI='' TMPDIR=$work "$work/a folder with a longer name/two/eng/package" "$@" --output "$work/two.zip" >/dev/null 2>&1)
cmp "$work/one.zip" "$work/two.zip" || fail "the same commit gave different bytes in another folder"

python3 - "$work/one.zip" "$work/out" <<'PY'
import hashlib
import json
import sys
import zipfile

package = zipfile.ZipFile(sys.argv[1])
package.extractall(sys.argv[2])
# Every file but the bill itself, with its hash, and nothing that is not there.
bill = json.loads(package.read("kmsguard.cdx.json"))
files = {
    file["name"]: file["hashes"][0]["content"]
    for component in [bill["metadata"]["component"], *bill["components"]]
    for file in component.get("components", [])
}
there = {name: hashlib.sha256(package.read(name)).hexdigest() for name in package.namelist() if name != "kmsguard.cdx.json"}
if files != there:
    sys.exit(f"check-package: the bill of materials and the package differ in {sorted(set(files.items()) ^ set(there.items()))}")
if not any(component["name"] == "AWSSDK.KeyManagementService" for component in bill["components"]):
    sys.exit("check-package: the bill of materials does not name the SDK")
PY
cd "$work/out"
case " $* " in
  *' --aot '*) [ "$(ls)" = "$(printf 'KmsGuard.Lambda\nkmsguard.cdx.json')" ] || fail "a native package holds one program and its bill of materials, not $(ls | tr '\n' ' ')" ;;
  *)
    for file in KmsGuard.Lambda.dll KmsGuard.Lambda.runtimeconfig.json KmsGuard.Lambda.deps.json; do
      [ -e "$file" ] || fail "$file is missing"
    done
    [ ! -e KmsGuard.Lambda ] || fail "there is a program beside the assembly that the runtime starts"
    ;;
esac
[ -z "$(find . -name '*.pdb' -o -name '*.dbg' -o -name '*.xml')" ] || fail "there are files for debugging or documentation"
# As UTF-8 and, as assemblies keep their strings, as UTF-16.
for folder in "$work" "$root" "$HOME/"; do
  ! grep -rlaF -e "$folder" . || fail "the file above names $folder"
  ! grep -rlaP -e "$(printf %s "$folder" | sed 's/[^a-zA-Z0-9]/\\&/g; s/\\\?./&\\x00/g')" . || fail "the file above names $folder"
done
bytes=$(find . -type f -exec cat {} + | wc -c)
[ "$bytes" -lt 250000000 ] || fail "Lambda takes no more than 250 MB unzipped, and this is $bytes bytes"
echo "check-package: the same bytes twice, and nothing in them that should not be ($bytes unzipped)"
