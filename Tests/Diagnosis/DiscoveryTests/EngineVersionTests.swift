import Testing

@testable import Discovery

/// The engine versions that accept tokens.
@Suite struct EngineVersionTests {
    @Test(arguments: [
        ("aurora-postgresql", "9.6.8", false), ("aurora-postgresql", "9.6.16", true),
        ("aurora-postgresql", "10.7", false),
        ("aurora-postgresql", "10.11", true), ("aurora-postgresql", "11.4", false), ("aurora-postgresql", "11.6", true),
        ("aurora-postgresql", "12.4", true), ("aurora-postgresql", "16.4", true),
        ("aurora-postgresql", "16.4-limitless", true),
        ("aurora", "5.6.mysql_aurora.1.9.0", false), ("aurora", "5.6.mysql_aurora.1.10.0", true),
        ("aurora", "5.6.10a", true), ("aurora-mysql", "5.7.mysql_aurora.2.11.4", true),
        ("aurora-mysql", "8.0.mysql_aurora.3.07.1", true),
    ])
    func `old versions are distinguished from new ones`(_ engine: String, _ version: String, _ takes: Bool) {
        #expect(EngineVersion.takesTokens(engine: engine, version: version) == takes)
    }
}
