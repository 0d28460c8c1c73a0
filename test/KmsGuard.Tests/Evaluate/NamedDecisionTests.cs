using KmsGuard.Detect;
using KmsGuard.Evaluate;

namespace KmsGuard.Tests.Evaluate;

public class NamedDecisionTests
{
    [Theory]
    [MemberData(nameof(KeyKindTests.ManagersAndStates), MemberType = typeof(KeyKindTests))]
    public void A_decision_carries_the_names_of_its_key(KeyManager manager, KeyState state)
    {
        IReadOnlyList<string> names = ["alias/orders", "alias/orders-2025"];
        var key = Keys.Unrotated() with
        {
            Description = Reading.Of(Keys.Description(state) with { Manager = manager }),
            Aliases = Reading.Of(names),
        };

        KeyEvaluator.Decide(key, Keys.Enforcing, Keys.Now).Aliases.ShouldBe(names);
    }
}
