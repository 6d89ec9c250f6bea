public import Failures
import LocalFiles
public import Secrets
public import Timestamps

/// The file that a token is written to for another program to read, and that disappears when the token ends.
///
/// A record beside the default file says which file was written and what it held, so that it is recognised later:
/// nothing but a file that Quarterdeck wrote and no one changed is ever replaced, emptied or removed.
public struct ClipboardFile: Sendable {
    /// An absolute path.
    public let path: String
    /// Where the records are kept, an absolute path.
    let recordDirectory: String
    private let directory: String
    private let name: String
    /// Whether the directory is Quarterdeck's own, to be made and closed to others.
    private let ownsDirectory: Bool

    /// The clipboard file of a user.
    ///
    /// - Parameters:
    ///   - chosen: An absolute path that the user gave; nil means the default.
    ///   - base: Quarterdeck's directory for files of this kind, an absolute path.
    public init(chosen: String?, base: String) {
        path = chosen ?? base + "/clipboard"
        let slash = path.lastIndex(of: "/") ?? path.startIndex
        directory = slash == path.startIndex ? "/" : String(path[..<slash])
        name = String(path[path.index(after: slash)...])
        recordDirectory = base + "/written"
        ownsDirectory = directory == base
    }

    /// The default base: `$XDG_RUNTIME_DIR/quarterdeck`, else `$XDG_STATE_HOME/quarterdeck`, else
    /// `~/.local/state/quarterdeck`. Relative values of the variables do not count, as their specification says.
    public static func defaultBase(variables: [String: String], home: String) -> String {
        let root = ["XDG_RUNTIME_DIR", "XDG_STATE_HOME"].lazy
            .compactMap { variables[$0] }
            .first { $0.hasPrefix("/") }
        return (root ?? home + "/.local/state") + "/quarterdeck"
    }

    /// Writes `content`, replacing what Quarterdeck wrote there before.
    ///
    /// - Parameter expiresAt: When the content is worth nothing any more and the file may go.
    /// - Throws: A `Failure`; then what stood there stands there still.
    public func write(_ content: Secret, expiresAt: Timestamp) throws(Failure) {
        guard !name.isEmpty, name != ".", name != ".." else {
            throw Failure(.cannotCreate, "cannot create \(path)", why: "it is a directory", next: "name a file")
        }
        let directory =
            ownsDirectory
            ? try PrivateDirectory(creating: self.directory) : try PrivateDirectory(opening: self.directory)
        let records = try PrivateDirectory(creating: recordDirectory)
        let present = directory.entry(name)
        try checkOwn(present, directory, records)
        var outcome: Result<FileIdentity, Failure> = .failure(Failure(.internalError, "nothing was written"))
        content.revealBytes { bytes in
            do throws(Failure) {
                outcome = .success(try directory.replace(name, expecting: present, with: bytes))
            } catch {
                outcome = .failure(error)
            }
        }
        let record = ClipboardRecord(
            path: path, identity: try outcome.get(), expiresAt: expiresAt, digest: ClipboardRecord.digest(of: content))
        do throws(Failure) {
            try record.save(in: records)
        } catch {
            // Without a record no one would ever remove it.
            directory.remove(name, ifStill: record.identity)
            throw error
        }
    }

    private func checkOwn(
        _ present: DirectoryEntry, _ directory: borrowing PrivateDirectory, _ records: borrowing PrivateDirectory
    ) throws(Failure) {
        let reason: String
        switch present {
        case .absent: return
        case .foreign(let what): reason = "there is \(what)"
        case .ownFile(_, bytes: 0): return
        case .ownFile(let identity, _):
            if ClipboardRecord.load(for: path, in: records)?.describes(identity, name, in: directory) == true { return }
            reason = "there is a file that Quarterdeck did not write"
        }
        throw Failure(
            .cannotCreate, "cannot create \(path)", why: reason, next: "move it away, or choose another file with --to")
    }
}
