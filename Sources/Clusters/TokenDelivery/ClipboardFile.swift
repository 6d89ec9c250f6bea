public import Failures
import LocalFiles
public import Secrets
public import Timestamps

/// The file to which a token is written for another program. It is removed when the token expires.
///
/// Records of all written files identify them later: only a file that Quarterdeck wrote and no other program changed is
/// ever replaced, emptied or removed.
public struct ClipboardFile: Sendable {
    /// An absolute path; the directory of a chosen file has its symbolic links resolved.
    public let path: String
    private let folder: FolderChoice
    private let name: String
    private let records: String

    /// The owner of the directory.
    private enum FolderChoice: Sendable {
        /// Quarterdeck's own directory, to be created with mode 0700.
        case own(String)
        /// A directory that the user named.
        case chosen(String)

        var path: String {
            switch self {
            case .own(let path), .chosen(let path): path
            }
        }
    }

    /// The default file, in `base`.
    ///
    /// - Parameters:
    ///   - base: An absolute path, see `defaultBase`.
    ///   - records: The directory of records, an absolute path that outlives a session.
    public init(base: String, records: String) {
        path = base + "/clipboard"
        folder = .own(base)
        name = "clipboard"
        self.records = records
    }

    /// A file that the user chose.
    ///
    /// - Parameter chosen: An absolute path.
    /// - Throws: A `Failure` when its directory does not exist.
    public init(chosen: String, records: String) throws(Failure) {
        let parts = FilePath.parent(of: chosen)
        guard chosen.hasPrefix("/"), !parts.name.isEmpty, parts.name != ".", parts.name != ".." else {
            throw Failure(.cannotCreate, "cannot create \(chosen)", why: "it is a directory", next: "name a file")
        }
        guard let resolved = FilePath.resolved(parts.directory) else {
            throw Failure(
                .cannotCreate, "cannot create \(chosen)", why: "there is no directory \(parts.directory)",
                next: "mkdir -p \(parts.directory), or choose another file")
        }
        name = parts.name
        folder = .chosen(resolved)
        path = (resolved == "/" ? "" : resolved) + "/" + name
        self.records = records
    }

    /// The default base: `$XDG_RUNTIME_DIR/quarterdeck`, else `$XDG_STATE_HOME/quarterdeck`, else
    /// `~/.local/state/quarterdeck`. Relative values of the variables are ignored, as their specification demands.
    public static func defaultBase(variables: [String: String], home: String) -> String {
        let root = ["XDG_RUNTIME_DIR", "XDG_STATE_HOME"].lazy
            .compactMap { variables[$0] }
            .first { $0.hasPrefix("/") }
        return (root ?? home + "/.local/state") + "/quarterdeck"
    }

    /// Writes `content` and replaces the file that Quarterdeck wrote there before.
    ///
    /// Whenever the program is killed, every file that holds a token has a record.
    ///
    /// - Parameter expiresAt: The time from which the file may be removed.
    /// - Returns: The identifier of this content, for `StaleFiles`.
    /// - Throws: A `Failure`; then the old file is unchanged.
    @discardableResult
    public func write(_ content: Secret, expiresAt: Timestamp) throws(Failure) -> String {
        let directory = try openFolder()
        let ledger = try ClipboardLedger(opening: records)
        let present = directory.entry(name)
        try checkOwn(present, directory, ledger)
        let record = ClipboardRecord(path: path, expiresAt: expiresAt, digest: ClipboardRecord.digest(of: content))
        try ledger.add(record)
        var outcome: Result<Void, Failure> = .success(())
        content.revealBytes { bytes in
            do throws(Failure) {
                try directory.replace(name, expecting: present, with: bytes, wipes: true, by: record.temporaryName)
            } catch {
                outcome = .failure(error)
            }
        }
        guard case .success = outcome else {
            ledger.remove(record)
            try outcome.get()
            return ""
        }
        ledger.removeRecords(of: path, except: record)
        return record.identifier
    }

    private func openFolder() throws(Failure) -> PrivateDirectory {
        guard case .chosen(let path) = folder else { return try PrivateDirectory(creating: folder.path) }
        let directory = try PrivateDirectory(opening: path)
        try directory.refuseStrangers()
        return directory
    }

    private func checkOwn(
        _ present: DirectoryEntry, _ directory: borrowing PrivateDirectory, _ ledger: borrowing ClipboardLedger
    ) throws(Failure) {
        let reason: String
        switch present {
        case .absent: return
        case .foreign(let what): reason = "there is \(what)"
        case .ownFile:
            if ledger.records().contains(where: { $0.path == path && $0.describes(name, in: directory) }) { return }
            reason = "there is a file that Quarterdeck did not write"
        }
        throw Failure(
            .cannotCreate, "cannot create \(path)", why: reason, next: "move it away, or choose another file with --to")
    }
}
