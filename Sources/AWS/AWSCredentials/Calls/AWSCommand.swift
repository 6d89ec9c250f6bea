import Glibc

/// The AWS CLI of this machine.
public enum AWSCommand {
    /// The path of the first `aws` in `PATH`; nil when there is none. Relative directories are skipped.
    public static func path(_ environment: AWSEnvironment) -> String? {
        (environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":").lazy.map { "\($0)/aws" }
            .first { $0.hasPrefix("/") && access($0, X_OK) == 0 }
    }
}
