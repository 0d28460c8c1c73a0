// What KmsGuard is made of.
//   dotnet run --project eng/Supply -- list                               every package, its licence, its known vulnerabilities
//   dotnet run --project eng/Supply -- bill FOLDER ASSETS LOCK VERSION    writes the bill of materials of what is deployed into
//                                                                         its folder, and refuses what LOCK does not lock
using KmsGuard.Supply;

IReadOnlyList<string> wrong;
switch (args)
{
    case ["list"]:
        wrong = await Listing.PrintAsync(Directory.GetCurrentDirectory(), Console.Out);
        break;
    case ["bill", var folder, var assets, var lockFile, var version]:
        var packages = RestoredPackages.Of(assets);
        // A feed with Amazon's own packages may not have been locked yet.
        wrong = File.Exists(lockFile) ? [.. LockFile.Strangers(lockFile, packages)] : [];
        await File.WriteAllTextAsync(Path.Combine(folder, Bill.FileName), Bill.Of(folder, packages, version));
        break;
    default:
        wrong = ["Usage: list, or bill FOLDER ASSETS LOCK VERSION"];
        break;
}

foreach (var line in wrong)
{
    await Console.Error.WriteLineAsync(line);
}

return wrong.Count == 0 ? 0 : 1;
