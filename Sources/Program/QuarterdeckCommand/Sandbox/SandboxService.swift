import ArgumentParser
import CPlatform
import ClusterAccess
import Console
import Failures
import Glibc
import LocalFiles
import Sandbox

/// The supervisor's process, started by `sandbox up` and `demo`.
struct SandboxService: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Be a sandbox's supervisor.", shouldDisplay: false)

    @OptionGroup var place: SandboxPlace

    @Option(help: "Put something wrong on purpose.") var fault: String?

    @Flag(help: "Run work on the servers.") var busy = false

    @Flag(help: "End with the process that started this one, and leave nothing.") var withParent = false

    @OptionGroup var common: CommonOptions

    func run() throws {
        let parent = getppid()
        let state = try place.path(Session(common.values))
        let door = ProcessEnvironment.library("libQuarterdeckDoor.so")
        // The process must not keep a directory busy.
        chdir("/")
        // The parent is gone, so no other process would remove it.
        defer { if withParent { _ = try? RunningSandbox.end(state: state) } }
        if withParent {
            _ = qd_end_with_parent(SIGTERM)
            // The parent may have ended before the request to the kernel.
            guard getppid() == parent else { return }
        }
        let supervisor = Supervisor(state: state, fault: fault.flatMap { FaultPlan($0) }, door: door) { step in
            Self.tell(.progress(step))
        }
        var work: BusyHarbour?
        defer { withExtendedLifetime(work) {} }
        do throws(Failure) {
            try supervisor.run {
                if busy, let sandbox = RunningSandbox.ownDescription(state: state) {
                    work = BusyHarbour(sandbox)
                    do throws(Failure) { try work?.start() } catch { Self.note(error, in: state) }
                }
                guard Self.tell(.up) else { return false }
                // The waiting command has its answer; its reader must see the end of the file.
                let null = open("/dev/null", O_WRONLY | O_CLOEXEC)
                if null >= 0 {
                    dup2(null, STDOUT_FILENO)
                    close(null)
                }
                return true
            }
        } catch {
            _ = Self.tell(.failed(error))
            Self.note(error, in: state)
            throw error
        }
    }

    /// Stores the failure for `sandbox status`.
    private static func note(_ failure: Failure, in state: String) {
        let log = open(state + "/supervisor.log", O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard log >= 0 else { return }
        defer { close(log) }
        var line = failure.explained + "\n"
        line.withUTF8 { _ = WholeWrite.write(UnsafeRawBufferPointer($0), to: log) }
    }

    /// Sends a message. Returns whether it has a reader.
    private static func tell(_ message: ServiceMessage) -> Bool {
        var line = message.line
        return line.withUTF8 { WholeWrite.write(UnsafeRawBufferPointer($0), to: STDOUT_FILENO) } == 0
    }
}
