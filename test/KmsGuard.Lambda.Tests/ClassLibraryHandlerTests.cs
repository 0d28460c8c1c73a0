using System.Reflection;
using System.Text;
using System.Text.Json;
using Amazon.Lambda.Core;

namespace KmsGuard.Lambda.Tests;

public class ClassLibraryHandlerTests
{
    [Theory]
    [InlineData("KmsGuard.Lambda::KmsGuard.Lambda.AlertFunction::HandleAsync")]
    [InlineData("KmsGuard.Lambda::KmsGuard.Lambda.SweepFunction::HandleAsync")]
    [InlineData("KmsGuard.Lambda::KmsGuard.Lambda.RollbackFunction::HandleAsync")]
    public void Lambda_finds_the_type_its_constructor_and_one_method(string handler)
    {
        var parts = handler.Split("::");

        var type = Assembly.Load(parts[0]).GetType(parts[1])!;

        type.GetConstructor([]).ShouldNotBeNull();
        var method = type.GetMethods().Where(method => method.Name == parts[2]).ShouldHaveSingleItem();
        method.GetParameters().Select(parameter => parameter.ParameterType).ShouldBe([typeof(JsonElement), typeof(ILambdaContext)]);
        method.ReturnType.IsAssignableTo(typeof(Task)).ShouldBeTrue();
    }

    [Fact]
    public void The_assembly_names_a_serializer_that_reads_any_event()
    {
        var named = typeof(AlertFunction).Assembly.GetCustomAttribute<LambdaSerializerAttribute>()!.SerializerType;
        var serializer = (ILambdaSerializer)Activator.CreateInstance(named)!;
        using var payload = new MemoryStream(Encoding.UTF8.GetBytes("""{"a":[1,{"b":null}]}"""));

        serializer.Deserialize<JsonElement>(payload).GetRawText().ShouldBe("""{"a":[1,{"b":null}]}""");
    }
}
