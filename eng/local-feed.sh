#!/usr/bin/env bash
# Packs the stand-ins as six packages with Amazon's ids and versions into OUT, so that the build can be tried as on a
# feed that has Amazon's own. They must never reach a package cache that other builds use: hence a cache of their own,
# in NUGET_PACKAGES or beside them.
# Usage: eng/local-feed.sh OUT
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
mkdir -p "${1:?Name the folder to pack into.}"
out=$(cd "$1" && pwd)
export NUGET_PACKAGES=${NUGET_PACKAGES:-$out/.packages}
export RestoreAdditionalProjectSources=$out

# Amazon.Lambda.Core first: three of the others are restored against it.
for id in Amazon.Lambda.Core Amazon.Lambda.RuntimeSupport Amazon.Lambda.Serialization.SystemTextJson \
          Amazon.Lambda.CloudWatchEvents Amazon.Lambda.TestUtilities AWSSDK.SimpleNotificationService; do
  version=$(sed -n "s/.*PackageVersion Include=\"$id\" Version=\"\([^\"]*\)\".*/\1/p" "$root/Directory.Packages.props")
  dotnet pack "$root/eng/local-feed/StandIn.csproj" --output "$out" --verbosity quiet --nologo \
    -p:StandIn="$id" -p:Version="$version" -p:AmazonPackages=stand-ins \
    -p:BaseIntermediateOutputPath="$out/.build/$id/obj/" -p:BaseOutputPath="$out/.build/$id/bin/"
done
