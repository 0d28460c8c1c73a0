// Zips a folder so that the bytes depend on nothing but the names and contents of its files. The SDK brings the
// compression with it, so that they do not depend on the machine's zlib either. Prints the size and the SHA-256.
// Usage: dotnet run eng/zip.cs -- FOLDER FILE
using System.IO.Compression;
using System.Security.Cryptography;

// The oldest time that a zip can express.
var time = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
const int RegularFile = 0x8000;
const int Shared = 0x1A4; // rw-r--r--
const int Program = 0x1ED; // rwxr-xr-x

var folder = args[0];
await using var output = new FileStream(args[1], FileMode.CreateNew, FileAccess.ReadWrite);
await using (var zip = await ZipArchive.CreateAsync(output, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null))
{
    foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
    {
        var content = await File.ReadAllBytesAsync(file);
        var entry = zip.CreateEntry(Path.GetRelativePath(folder, file).Replace('\\', '/'), CompressionLevel.SmallestSize);
        entry.LastWriteTime = time;
        entry.ExternalAttributes = (RegularFile | (content.AsSpan().StartsWith("\u007fELF"u8) ? Program : Shared)) << 16;
        await using var stream = await entry.OpenAsync();
        await stream.WriteAsync(content);
    }
}

output.Position = 0;
Console.WriteLine($"size          {output.Length} bytes");
Console.WriteLine($"sha256        {Convert.ToHexStringLower(await SHA256.HashDataAsync(output))}");
