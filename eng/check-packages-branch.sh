#!/usr/bin/env bash
# Builds the last commit as on a feed that has the six Amazon packages, wherever it runs: the stand-ins, packed one by one
# under Amazon's names, are added to the feed. Everything happens in a temporary folder, package cache included.
# Usage: eng/check-packages-branch.sh
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
  echo "check-packages-branch: $*" >&2
  exit 1
}

# What the user's cache has is read, never added to.
RestoreFallbackFolders=$(dotnet nuget locals global-packages --list | sed 's/^global-packages: //')
export RestoreFallbackFolders NUGET_PACKAGES=$work/packages MSBUILDDISABLENODEREUSE=1
unset AmazonPackages

git clone --quiet "$root" "$work/clone"
cd "$work/clone"
eng/local-feed.sh "$work/feed"
export RestoreAdditionalProjectSources=$work/feed

# By hand, as the first command of a clone and of one project.
dotnet publish src/KmsGuard.Lambda --output "$work/by-hand" --verbosity quiet --nologo -p:AmazonPackages=packages
[ ! -e artifacts/amazon-packages.props ] || fail "AmazonPackages was given by hand, and the feed was asked all the same"
[ -e "$work/by-hand/Amazon.Lambda.RuntimeSupport.dll" ] || fail "AmazonPackages=packages did not bring the packages"

# By the probe, in a clone that was never built.
git clean -fdxq
dotnet build KmsGuard.sln --verbosity quiet --nologo
grep -q '>packages<' artifacts/amazon-packages.props || fail "the probe did not see the packages of the feed"
for project in src/KmsGuard.Aws src/KmsGuard.Lambda src/KmsGuard.Cli test/KmsGuard.Lambda.Tests; do
  [ -z "$(find "$project/bin" -name Amazon.StandIns.dll)" ] || fail "$project still uses the stand-ins"
done

# What is deployed then has nothing of the stand-ins, and the packaging command says nothing of them.
eng/package --output "$work/kmsguard.zip" >"$work/said" 2>&1 || fail "eng/package: $(cat "$work/said")"
! grep -q STAND-INS "$work/said" || fail "eng/package still ships the stand-ins"
grep -q Amazon.Lambda.RuntimeSupport.dll "$work/kmsguard.zip" || fail "the package lacks Amazon.Lambda.RuntimeSupport"

# The assemblies load beside each other as well.
dotnet test test/KmsGuard.Lambda.Tests --no-build --verbosity quiet --nologo
echo "check-packages-branch: the solution builds with the six packages, by hand and by the probe"
