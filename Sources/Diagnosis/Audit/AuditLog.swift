public import Failures
import LocalFiles

/// The audit log: JSON lines that are only appended, in files of mode 0600 that are rotated by size.
///
/// Any number of processes may write at the same time: each line is one write to a file opened for appending.
public struct AuditLog: Sendable {
    private let directory: String
    private let largestFile: Int
    private let mostFiles: Int

    private static let name = "audit.jsonl"
    private static let lockPatience = 2_000

    /// - Parameters:
    ///   - directory: A directory private to the user.
    ///   - largestFile: The size in bytes from which a new file is begun.
    ///   - mostFiles: The number of full files that are kept.
    public init(directory: String, largestFile: Int = 8 << 20, mostFiles: Int = 24) {
        self.directory = directory
        self.largestFile = largestFile
        self.mostFiles = mostFiles
    }

    /// Appends a record. Blocks for a disk write.
    ///
    /// - Throws: A `Failure`; then the file contains at most a part of the line, which readers skip.
    public func append(_ record: AuditRecord) throws(Failure) {
        let folder = try PrivateDirectory(creating: directory)
        let size = try folder.append(Array(record.line.utf8), to: Self.name)
        if size >= largestFile { rotate(folder) }
    }

    /// Begins a new file, unless another process has just done so. A process that still has the old one open writes its
    /// line there, where readers find it.
    private func rotate(_ folder: borrowing PrivateDirectory) {
        guard folder.lock(withinMilliseconds: Self.lockPatience),
            case .ownFile(_, let bytes) = folder.entry(Self.name), bytes >= largestFile
        else { return }
        let full = Self.full(folder)
        let next = (full.last?.number ?? 0) + 1
        guard folder.rename(Self.name, to: "audit-\(next).jsonl") else { return }
        for old in full.dropLast(max(0, mostFiles - 1)) {
            if case .ownFile(let identity, _) = folder.entry(old.name) { folder.remove(old.name, ifStill: identity) }
        }
    }

    private static func full(_ folder: borrowing PrivateDirectory) -> [(name: String, number: Int)] {
        folder.names(atMost: 4_096).compactMap { name in
            guard name.hasPrefix("audit-"), name.hasSuffix(".jsonl"),
                let number = Int(name.dropFirst(6).dropLast(6))
            else { return nil }
            return (name, number)
        }.sorted { $0.number < $1.number }
    }

    /// Reads every record, the oldest file first. Incomplete and foreign lines are skipped.
    ///
    /// - Parameter record: Receives each record and its line.
    public func read(_ record: (AuditRecord, [UInt8]) -> Void) throws(Failure) {
        guard FileIdentity.of(directory) != nil else { return }
        let folder = try PrivateDirectory(opening: directory)
        for name in Self.full(folder).map(\.name) + [Self.name] {
            guard let bytes = folder.read(name, from: 0, limit: largestFile * 4 + (1 << 20)) else { continue }
            for line in bytes.split(separator: 0x0A) {
                let line = Array(line)
                if let read = AuditRecord(line: line) { record(read, line) }
            }
        }
    }
}
