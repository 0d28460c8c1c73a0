using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KmsGuard.Cli.Tests.Reports;

/// <summary>The socket to a browser: commands with their answers, and events by session.</summary>
internal sealed class ChromiumConnection(ClientWebSocket socket)
{
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonElement>> open = new();
    private readonly SemaphoreSlim sending = new(1);
    private int last;

    /// <summary>Told of every event: its session, its method, its parameters.</summary>
    public event Action<string, string, JsonElement> Happened = (_, _, _) => { };

    /// <summary>Connects.</summary>
    public static async Task<ChromiumConnection> OpenAsync(Uri address)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(address, CancellationToken.None);
        var connection = new ChromiumConnection(socket);
        _ = connection.ReadAsync();
        return connection;
    }

    /// <summary>Sends a command and gives its answer.</summary>
    /// <exception cref="InvalidOperationException">The browser refuses it.</exception>
    public async Task<JsonElement> SendAsync(string method, JsonObject? parameters = null, string? session = null)
    {
        var id = Interlocked.Increment(ref last);
        var answer = open[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var command = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters ?? [] };
        if (session is not null)
        {
            command["sessionId"] = session;
        }

        await sending.WaitAsync();
        try
        {
            await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(command), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
        finally
        {
            sending.Release();
        }

        return await answer.Task.WaitAsync(TimeSpan.FromMinutes(2));
    }

    private async Task ReadAsync()
    {
        try
        {
            var buffer = new byte[1 << 16];
            while (true)
            {
                using var message = new MemoryStream();
                ValueWebSocketReceiveResult part;
                do
                {
                    part = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                    await message.WriteAsync(buffer.AsMemory(0, part.Count));
                }
                while (!part.EndOfMessage);
                Take(JsonDocument.Parse(message.ToArray()).RootElement);
            }
        }
        catch (Exception e) when (e is WebSocketException or JsonException or ObjectDisposedException)
        {
            foreach (var answer in open.Values)
            {
                answer.TrySetException(e);
            }
        }
    }

    private void Take(JsonElement message)
    {
        if (message.TryGetProperty("method", out var method))
        {
            Happened(message.TryGetProperty("sessionId", out var session) ? session.GetString()! : "", method.GetString()!, message.GetProperty("params"));
        }
        else if (open.TryRemove(message.GetProperty("id").GetInt32(), out var answer))
        {
            if (message.TryGetProperty("error", out var error))
            {
                answer.SetException(new InvalidOperationException(error.GetRawText()));
            }
            else
            {
                answer.SetResult(message.GetProperty("result"));
            }
        }
    }
}
