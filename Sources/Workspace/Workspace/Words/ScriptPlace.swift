import SQLCore

/// A script that is being run.
struct ScriptPlace: Sendable, Equatable {
    /// The file it is in; nil for what was typed.
    var path: String?
    /// Which part of it is run.
    var conditions = ScriptConditions()

    /// The folder that `\ir` counts from.
    var directory: String? {
        path.map { path in path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "." }
    }
}
