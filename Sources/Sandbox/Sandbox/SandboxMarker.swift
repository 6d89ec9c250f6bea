import Failures
import Glibc
import LocalFiles

/// The file that identifies a sandbox's state directory; it contains the path of the servers' data.
struct SandboxMarker {
    static let name = ".quarterdeck-sandbox"
    /// The beginning of the marker's name, and of its name while it is written.
    private static let prefix = ".quarterdeck"
    private static let firstLine =
        "Made by `quarterdeck sandbox up`; `quarterdeck sandbox down` removes this directory."

    let state: String

    private var path: String { "\(state)/\(Self.name)" }

    /// Creates the state directory if necessary, and marks it.
    ///
    /// - Throws: A `Failure` for a directory with other files.
    func claim() throws(Failure) {
        if dataDirectory() != nil { return }
        // Another command that starts the same sandbox writes the marker at this moment, then its other files.
        let foreign = DirectoryListing.names(state, atMost: 8).filter { !$0.hasPrefix(Self.prefix) }
        guard foreign.isEmpty || dataDirectory() != nil else {
            throw Failure(
                .cannotCreate, "\(state) is not empty, and not a sandbox",
                why: "the directory has files that are not a sandbox's",
                next: "choose a new directory with --state DIR")
        }
        _ = try PrivateDirectory(creating: state)
    }

    /// Records the path of the data, unless it is recorded already.
    func record(data: String) throws(Failure) {
        if dataDirectory() == data { return }
        let directory = try PrivateDirectory(opening: state)
        var outcome: Result<Void, Failure> = .success(())
        var text = "\(Self.firstLine)\n\(data)\n"
        text.withUTF8 { bytes in
            do throws(Failure) {
                try directory.replace(
                    Self.name, expecting: directory.entry(Self.name), with: UnsafeRawBufferPointer(bytes))
            } catch {
                outcome = .failure(error)
            }
        }
        // Another command may have recorded the same path just before.
        if dataDirectory() != data { try outcome.get() }
    }

    /// The path of the sandbox's data; nil for a directory that is not a sandbox's.
    func dataDirectory() -> String? {
        guard let directory = try? PrivateDirectory(opening: state),
            let bytes = directory.read(Self.name, limit: 1 << 14)
        else { return nil }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", maxSplits: 1)
        guard lines.count == 2, lines[0] == Self.firstLine else { return nil }
        let data = String(lines[1].dropLast())
        return data == state || SandboxPaths.isElsewhere(data) ? data : nil
    }
}
