namespace KmsGuard.Fuzz.Targets;

/// <summary>All targets.</summary>
public static class Catalogue
{
    /// <summary>In the order of their names.</summary>
    public static IReadOnlyList<Target> All { get; } =
    [
        new CommandLineTarget(),
        new CursorTarget(),
        new DenialTarget(),
        new EventTarget(),
        new EventFileTarget(),
        new GlobTarget(),
        new KeyTarget(),
        new MarkTarget(),
        new NextTarget(),
        new PlanTarget(),
        new PlanCheckTarget(),
        new RollbackTarget(),
        new SettingsTarget(),
        new SweepTarget(),
        new TagsTarget(),
        new TextTarget(),
        new TopicTarget(),
    ];
}
