import Console
import Failures
import Glibc
import SessionSetup

/// The environment variables that the database libraries would prefer to the profile file.
enum ForeignEnvironment {
    /// Removes those variables from this process and reports them. Call it before a second thread exists.
    static func leave() {
        let names = ForeignVariables.among(ProcessEnvironment.variables().keys)
        guard !names.isEmpty else { return }
        for name in names { unsetenv(name) }
        ErrorReport.note("not used from the environment: \(names.joined(separator: ", "))")
    }
}
