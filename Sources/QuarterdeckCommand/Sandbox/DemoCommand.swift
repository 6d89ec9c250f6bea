import ArgumentParser
import Failures
import Glibc
import Sandbox

struct DemoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "See tokens open real servers, without an AWS account.",
        discussion: """
            Starts a sandbox of its own, shows what can be done with it, each step with the command that does it, and \
            removes it. It takes a few seconds and changes nothing else.
            """)

    @OptionGroup(title: "Common options") var common: CommonOptions

    func run() throws {
        let session = Session(common.values)
        let state = session.stateDirectory + "/demo"
        // Left over by a demo that was killed; one that is running now is not.
        if RunningSandbox.description(state: state) == nil { _ = try RunningSandbox.end(state: state) }
        let sandbox = try SandboxLauncher(state: state, fault: nil, endsWithParent: true).start()
        do {
            try DemoTour(sandbox: sandbox, session: session).run()
        } catch {
            _ = try RunningSandbox.end(state: state)
            throw error
        }
        _ = try RunningSandbox.end(state: state)
    }
}
