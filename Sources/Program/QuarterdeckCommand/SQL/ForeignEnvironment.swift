import Failures
import Glibc
import SessionSetup

/// The part of the environment that the database libraries would obey before the profile file.
enum ForeignEnvironment {
    /// Takes those variables out of this process and says so. To be called before there is a second thread.
    static func leave() {
        let names = ForeignVariables.among(ProcessEnvironment.variables().keys)
        guard !names.isEmpty else { return }
        for name in names { unsetenv(name) }
        ErrorReport.note("not used from the environment: \(names.joined(separator: ", "))")
    }
}
