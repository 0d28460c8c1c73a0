using System.Text;

namespace KmsGuard.Cli.Output;

/// <summary>Takes UTF-8 and writes it to a text writer: what a serializer that writes to streams needs to reach a terminal.</summary>
internal sealed class TextStream(TextWriter writer) : Stream
{
    // A character can begin in one piece and end in the next.
    private readonly Decoder decoder = Encoding.UTF8.GetDecoder();
    private char[] text = [];

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (text.Length < Encoding.UTF8.GetMaxCharCount(buffer.Length))
        {
            text = new char[Encoding.UTF8.GetMaxCharCount(buffer.Length)];
        }

        writer.Write(text.AsSpan(0, decoder.GetChars(buffer, text, flush: false)));
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Flush() => writer.Flush();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();
}
