using System.Reflection;
using Amazon.Runtime;
using KmsGuard.Sandbox.Kms;

namespace KmsGuard.Sandbox.Tests.Kms;

/// <summary>What docs/sandbox.md says of states and kinds of keys is what the SDK meets.</summary>
[Trait("Proof", "sandbox")]
public sealed class KeyStateDocumentTests(KeyStage stage) : IClassFixture<KeyStage>
{
    private static readonly Dictionary<string, (string Code, string Words)> Answers =
        SandboxDocument.Table("answer").ToDictionary(row => row[0], row => (row[1], row[2]));

    private static readonly Dictionary<(string Operation, string From), string> Changes =
        SandboxDocument.Table("call").ToDictionary(row => (row[0], row[1]), row => row[2]);

    public static TheoryData<string, string, string> States() => SandboxDocument.Cells("operation", after: 1);

    public static TheoryData<string, string, string> Kinds() => SandboxDocument.Cells("operation on an enabled key", after: 1);

    [Theory]
    [MemberData(nameof(States))]
    public async Task A_call_on_a_key_in_a_state_is_answered_as_the_document_says(string operation, string state, string cell)
    {
        var key = await stage.InStateAsync(state, operation);
        var kms = stage.Client(key);

        await AnsweredAsync(() => KmsCalls.ByOperation[operation](kms, key), key, cell);

        var after = (await kms.DescribeKeyAsync(key.Arn)).KeyMetadata;
        after.KeyState.Value.ShouldBe(Changes.GetValueOrDefault((operation, state), state));
        after.Enabled.ShouldBe(after.KeyState.Value == "Enabled");
        (after.DeletionDate is not null).ShouldBe(after.KeyState.Value == "PendingDeletion");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_call_on_a_kind_of_key_is_answered_as_the_document_says(string operation, string kind, string cell)
    {
        var key = await stage.OfKindAsync(kind);

        await AnsweredAsync(() => KmsCalls.ByOperation[operation](stage.Client(key), key), key, cell);
    }

    [Fact]
    public void The_table_has_a_row_for_each_operation_that_is_served_and_for_no_other() =>
        SandboxDocument.Table("operation").Select(row => SandboxDocument.Linked(row[0]).Text).ShouldBe(
            KmsOperations.Over(new KmsState(new(), TimeProvider.System)).Keys, ignoreOrder: true);

    [Fact]
    public void The_table_has_a_column_for_each_state_that_the_SDK_knows() =>
        States().Select(cell => (string)cell[1]).Distinct().ShouldBe(
            typeof(Amazon.KeyManagementService.KeyState).GetFields(BindingFlags.Public | BindingFlags.Static)
                .Select(field => $"{field.GetValue(null)}"),
            ignoreOrder: true);

    [Fact]
    public void Every_row_names_its_page_of_AWS_and_every_open_question_its_note()
    {
        foreach (var row in SandboxDocument.Table("operation"))
        {
            var (operation, page) = SandboxDocument.Linked(row[0]);
            page.ShouldBe($"https://docs.aws.amazon.com/kms/latest/APIReference/API_{operation}.html");
            row[^1].ShouldMatch("^(K|K20|A)(, (K20|A))*(:|;|$)", operation);
            if (row.Any(cell => cell.EndsWith('?')))
            {
                row[^1].ShouldContain("](#note-", customMessage: operation);
            }
        }
    }

    [Fact]
    public void A_change_of_state_is_one_of_a_call_that_succeeds()
    {
        var succeeding = States().Where(cell => SandboxDocument.Answer((string)cell[2]) == "ok")
            .Select(cell => ((string)cell[0], (string)cell[1]));

        Changes.Keys.Except(succeeding).ShouldBeEmpty();
    }

    private static async Task AnsweredAsync(Func<Task> call, StagedKey key, string cell)
    {
        var answer = SandboxDocument.Answer(cell);
        if (answer == "ok")
        {
            await Should.NotThrowAsync(call);
            return;
        }

        var refusal = await Should.ThrowAsync<AmazonServiceException>(call);
        refusal.ErrorCode.ShouldBe(Answers[answer].Code);
        if (Answers[answer].Words is { Length: > 0 } words)
        {
            refusal.Message.ShouldStartWith($"{key.Arn} {words}");
        }
    }
}
