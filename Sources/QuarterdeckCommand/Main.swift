import ArgumentParser
import CPlatform
import Failures
import Glibc

@main
enum Main {
    /// The program: parses, runs one command, ends with its exit code.
    static func main() {
        // Before anything secret is in memory. Where the kernel refuses, there is nothing more to do about it.
        _ = qd_keep_memory_private()
        do {
            var command = try Quarterdeck.parseAsRoot()
            try command.run()
        } catch let failure as Failure {
            ErrorReport.write(failure)
            exit(failure.status.rawValue)
        } catch {
            ErrorReport.exit(parsing: error)
        }
    }
}
