import CPlatform
public import Failures
import Glibc

/// A new file of mode 0600 that gets its name only when it is complete. Before that, the file disappears with its value
/// or with the process.
public struct FutureFile: ~Copyable {
    private let directory: PrivateDirectory
    private let name: String
    private let file: UnnamedFile
    private let replaces: Bool

    /// Creates the file that will be `path`. It replaces only a regular file of the same user, and only if `replaces`
    /// is true; it never replaces links, devices or other users' files.
    ///
    /// - Throws: A `Failure` with status `cannotCreate`.
    public init(_ path: String, replaces: Bool) throws(Failure) {
        let (parent, name) = FilePath.parent(of: path)
        guard !name.isEmpty, name != ".", name != ".." else {
            throw Failure(
                .cannotCreate, "cannot create \(path)", why: "it is the name of a directory",
                next: "name a file in it")
        }
        guard let resolved = FilePath.resolved(parent) else {
            throw Failure(
                .cannotCreate, "cannot create \(path)", why: "there is no directory \(parent)",
                next: "create it, or choose another place")
        }
        let directory = try PrivateDirectory(opening: resolved)
        try Self.check(directory.entry(name), path, replaces: replaces)
        switch UnnamedFile.make(in: directory.descriptor, mode: 0o600) {
        case .success(let file): self.file = file
        case .failure(let code):
            throw Failure(
                .cannotCreate, "cannot create \(path)", why: SystemError.text(code.number),
                next: "choose another place")
        }
        // The umask reduced the mode at creation; the mode must be exactly 0600.
        _ = fchmod(file.descriptor, 0o600)
        self.directory = directory
        self.name = name
        self.replaces = replaces
    }

    /// Writes `bytes` at the end.
    ///
    /// - Throws: A `Failure` with status `inputOutput`.
    public borrowing func write(_ bytes: UnsafeRawBufferPointer) throws(Failure) {
        let code = WholeWrite.write(bytes, to: file.descriptor)
        guard code == 0 else { throw SystemError.failedWrite(to: directory.path, code) }
    }

    /// Moves the file to its path.
    ///
    /// - Throws: A `Failure`; then the old file is unchanged, and the new one is removed.
    public consuming func place() throws(Failure) {
        try place(as: name, replaces: replaces)
    }

    /// Saves an incomplete file beside its path and replaces the previous incomplete one. Returns its path.
    ///
    /// - Throws: A `Failure`; then the new file is removed.
    public consuming func placePart() throws(Failure) -> String {
        let path = directory.path + "/" + name + ".partial"
        try place(as: name + ".partial", replaces: true)
        return path
    }

    private borrowing func place(as name: String, replaces: Bool) throws(Failure) {
        let path = directory.path + "/" + name
        // fsync reports write errors of the disk before the old file is replaced.
        guard fsync(file.descriptor) == 0 || errno == EINVAL else {
            throw Failure(
                .inputOutput, "cannot write to \(directory.path)", why: SystemError.text(errno),
                next: "make room, or choose another disk")
        }
        let entry = directory.entry(name)
        try Self.check(entry, path, replaces: replaces)
        let code = file.place(as: name, replaces: entry != .absent)
        guard code == 0 else {
            throw Failure(
                .cannotCreate, "cannot create \(path)", why: SystemError.text(code), next: "choose another name")
        }
    }

    private static func check(_ entry: DirectoryEntry, _ path: String, replaces: Bool) throws(Failure) {
        switch entry {
        case .absent: return
        case .ownFile where replaces: return
        case .ownFile:
            throw Failure(
                .cannotCreate, "\(path) is there already", next: "choose another name, or remove that file first")
        case .foreign(let what):
            throw Failure(
                .cannotCreate, "cannot create \(path)", why: "what stands there is \(what)", next: "choose another name"
            )
        }
    }
}
