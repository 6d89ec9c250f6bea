import Glibc

/// Programs of the user's PATH.
enum InstalledProgram {
    /// The absolute path of a program; nil when it is not installed.
    static func path(of name: String, in environment: [String: String]) -> String? {
        (environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":").map { "\($0)/\(name)" }
            .first { $0.hasPrefix("/") && access($0, X_OK) == 0 }
    }
}
