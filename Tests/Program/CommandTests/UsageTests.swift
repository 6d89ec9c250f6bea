import TestSupport
import Testing

/// Mistakes on the command line.
@Suite struct UsageTests {
    @Test(arguments: [
        (["lst"], "there is no command lst", "quarterdeck list"),
        (["ca", "ftch"], "there is no command ftch", "quarterdeck ca fetch"),
        (["sandbox", "upp"], "there is no command upp", "quarterdeck sandbox up"),
        (["themes", "zzzzzz"], "there is no command zzzzzz", "quarterdeck themes --help"),
        (["list", "--jsn"], "Unknown option '--jsn'", "quarterdeck list --help"),
        (["sql", "orders", "--timeout", "-1"], "--timeout is -1;", "quarterdeck sql --help"),
        (["sql", "orders", "--parallel", "-1"], "--parallel is -1;", "quarterdeck sql --help"),
        (["top", "orders", "--interval", "-3"], "--interval is -3.0;", "quarterdeck top --help"),
        (["audit", "--since", "-1h"], "\"-1h\" is not a moment", "--since"),
    ])
    func `a mistake is named with the command that helps`(_ words: [String], _ what: String, _ next: String) throws {
        let machine = try Machine(profile: Machine.profile)
        let run = try Program.run(
            [Program.product("quarterdeck")] + words, environment: machine.environment, directory: machine.home.path)
        #expect(run.status == 64)
        #expect(run.text.isEmpty)
        #expect(run.errors.hasPrefix("quarterdeck: \(what)"), "\(run.errors)")
        #expect(run.errors.contains("  try: \(next)"), "\(run.errors)")
    }
}
