import ArgumentParser
import CPlatform
import Failures
import Glibc
import Sandbox

/// The supervisor's process; `sandbox up` and `demo` start it.
struct SandboxService: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Be a sandbox's supervisor.", shouldDisplay: false)

    @OptionGroup var place: SandboxPlace

    @Option(help: "Put something wrong on purpose.") var fault: String?

    @Flag(help: "End with the process that started this one.") var withParent = false

    @OptionGroup var common: CommonOptions

    func run() throws {
        if withParent {
            _ = qd_end_with_parent(SIGTERM)
            // It may have ended before the kernel was asked.
            guard getppid() != 1 else { return }
        }
        let state = try place.path(Session(common.values))
        // Nobody is left who would take it down.
        defer { if withParent { _ = try? RunningSandbox.end(state: state) } }
        let supervisor = Supervisor(
            state: state, fault: fault.flatMap { FaultPlan($0) },
            door: ProcessEnvironment.besideProgram("libQuarterdeckDoor.so")
        ) { step in Self.tell(.progress(step)) }
        do throws(Failure) {
            try supervisor.run { _ in
                _ = Self.tell(.up)
                // The command that waited has what it wants; what reads this end must see the end of the file.
                let null = open("/dev/null", O_WRONLY | O_CLOEXEC)
                if null >= 0 {
                    dup2(null, STDOUT_FILENO)
                    close(null)
                }
            }
        } catch {
            _ = Self.tell(.failed(error))
            throw error
        }
    }

    /// Sends a message; answers whether anyone listens.
    private static func tell(_ message: ServiceMessage) -> Bool {
        var line = message.line
        return line.withUTF8 { StandardOutput.writeAll(UnsafeRawBufferPointer($0), to: STDOUT_FILENO) } == 0
    }
}
