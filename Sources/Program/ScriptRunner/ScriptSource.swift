import Console
package import Failures
import Glibc
import LocalFiles

/// The source of SQL.
package struct ScriptSource: Sendable {
    enum Content: Sendable {
        /// The text of a `-c`.
        case text([UInt8])
        /// An open file, read as needed.
        case file(Int32)
    }

    let content: Content
    /// The name in errors; nil for a `-c`.
    let name: String?
    /// The base directory of `\ir`.
    let directory: String

    /// Standard input.
    static var standardInput: ScriptSource {
        ScriptSource(content: .file(STDIN_FILENO), name: "standard input", directory: ".")
    }

    /// All sources of a command: the texts, then the files, or else standard input.
    package static func all(commands: [String], files: [String]) throws(Failure) -> [ScriptSource] {
        var sources = commands.map { ScriptSource(content: .text(Array($0.utf8)), name: nil, directory: ".") }
        for file in files { sources.append(try open(file)) }
        if sources.isEmpty {
            if isatty(STDIN_FILENO) == 1 { ErrorReport.note("reading SQL from the terminal; Ctrl-D ends it") }
            sources.append(standardInput)
        }
        return sources
    }

    /// A file, open.
    package static func open(_ path: String) throws(Failure) -> ScriptSource {
        if path == "-" { return standardInput }
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw Failure(.noInput, "cannot open \(path)", why: SystemError.text(errno), next: "check the name")
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else {
            close(descriptor)
            throw Failure(.noInput, "\(path) is a directory", next: "name a file of SQL")
        }
        return ScriptSource(content: .file(descriptor), name: path, directory: FilePath.parent(of: path).directory)
    }
}
