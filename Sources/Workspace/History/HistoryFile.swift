import Failures
import LocalFiles

/// The file of a history, read as far as it has grown.
struct HistoryFile: Sendable {
    static let name = "history"
    private static let mark = Array("# quarterdeck history 1 ".utf8)
    private static let headerBytes = mark.count + 16

    let directory: String
    let bounds: HistoryBounds
    /// The first line of the read file; it changes when the file is rewritten.
    private var header: [UInt8] = []
    private var offset = 0
    /// Oldest first, without adjacent duplicates.
    private(set) var entries: [HistoryEntry] = []
    private var linesRead = 0

    init(directory: String, bounds: HistoryBounds) {
        self.directory = directory
        self.bounds = bounds
    }

    /// Reads the new lines.
    mutating func catchUp() {
        guard let folder = try? PrivateDirectory(opening: directory) else { return forget() }
        catchUp(folder)
    }

    mutating func catchUp(_ folder: borrowing PrivateDirectory) {
        guard let first = folder.read(HistoryFile.name, from: 0, limit: HistoryFile.headerBytes) else {
            return forget()
        }
        if first != header {
            forget()
            guard first.starts(with: HistoryFile.mark), first.count == HistoryFile.headerBytes else { return }
            header = first
            offset = first.count
            // If other programs made the file far too long, only its end is read, without the first partial line.
            if case .ownFile(_, let size) = folder.entry(HistoryFile.name), size / 4 > bounds.bytes {
                offset = size - 2 * bounds.bytes
            }
        }
        let most = max(1 << 20, 8 * bounds.statementBytes)
        while let bytes = folder.read(HistoryFile.name, from: offset, limit: most), !bytes.isEmpty {
            guard let end = bytes.lastIndex(of: 0x0A) else {
                // A line without an end may still grow; one that is too long is skipped.
                if bytes.count >= most { offset += bytes.count } else { return }
                continue
            }
            take(bytes[..<end])
            offset += end + 1
        }
    }

    private mutating func take(_ bytes: ArraySlice<UInt8>) {
        for line in bytes.split(separator: 0x0A) where line.count <= 4 * bounds.statementBytes {
            guard let entry = HistoryLine.entry(line) else { continue }
            linesRead += 1
            keep(entry)
        }
        if entries.count > bounds.statements { entries.removeFirst(entries.count - bounds.statements) }
    }

    private mutating func keep(_ entry: HistoryEntry) {
        if let last = entries.last, last.isSame(as: entry) { entries.removeLast() }
        entries.append(entry)
    }

    private mutating func forget() {
        header = []
        offset = 0
        linesRead = 0
        entries = []
    }

    /// Appends an entry unless it equals the last one. Returns whether it was appended.
    mutating func append(_ entry: HistoryEntry) throws(Failure) -> Bool {
        let folder = try PrivateDirectory(creating: directory)
        try HistoryFile.lock(folder)
        catchUp(folder)
        if let last = entries.last, last.isSame(as: entry) { return false }
        if header.isEmpty { try setAside(folder) }
        let size = try folder.append(
            HistoryLine.bytes(of: entry), to: HistoryFile.name, header: HistoryFile.newHeader())
        if size > bounds.bytes || linesRead > bounds.statements + bounds.statements / 4 {
            catchUp(folder)
            try compact(folder)
        }
        return true
    }

    private static func lock(_ folder: borrowing PrivateDirectory) throws(Failure) {
        guard !folder.lock(withinMilliseconds: 2_000) else { return }
        throw Failure(
            .temporary, "the history was not written", why: "another process holds \(folder.path) locked",
            next: "end it, or try again")
    }

    /// A file in another format is not written to but renamed.
    private func setAside(_ folder: borrowing PrivateDirectory) throws(Failure) {
        switch folder.entry(HistoryFile.name) {
        case .absent, .ownFile(_, bytes: 0): return
        case .ownFile:
            throw Failure(
                .badData, "\(directory)/\(HistoryFile.name) is not a history", why: "its first line is another one",
                next: "move it away")
        case .foreign(let what):
            throw Failure(
                .cannotCreate, "cannot write to \(directory)/\(HistoryFile.name)", why: "it is \(what)",
                next: "move it away")
        }
    }

    /// Rewrites the file with the newest statements, three quarters of the limit.
    private mutating func compact(_ folder: borrowing PrivateDirectory) throws(Failure) {
        var bytes = 0
        var kept = 0
        let most = (bounds.bytes / 4 * 3, bounds.statements / 4 * 3)
        for entry in entries.reversed() {
            bytes += HistoryLine.bytes(of: entry).count + 1
            guard kept == 0 || bytes <= most.0 && kept < most.1 else { break }
            kept += 1
        }
        let header = HistoryFile.newHeader()
        var content = header + [0x0A]
        for entry in entries.suffix(kept) { content += HistoryLine.bytes(of: entry) + [0x0A] }
        _ = try content.span.bytes.withUnsafeBytes { (bytes) throws(Failure) in
            try folder.replace(HistoryFile.name, expecting: folder.entry(HistoryFile.name), with: bytes)
        }
        self.header = header
        offset = content.count
        entries = Array(entries.suffix(kept))
        linesRead = kept
    }

    mutating func clear() throws(Failure) {
        forget()
        guard let folder = try? PrivateDirectory(opening: directory) else { return }
        try HistoryFile.lock(folder)
        guard case .ownFile(let identity, _) = folder.entry(HistoryFile.name) else { return }
        guard folder.remove(HistoryFile.name, ifStill: identity) else {
            throw Failure(.cannotCreate, "cannot remove \(directory)/\(HistoryFile.name)")
        }
    }

    private static func newHeader() -> [UInt8] {
        let digits = String(UInt64.random(in: .min ... .max), radix: 16)
        return mark + Array(repeating: 0x30, count: 16 - digits.utf8.count) + digits.utf8
    }
}

extension HistoryEntry {
    func isSame(as other: HistoryEntry) -> Bool {
        cluster == other.cluster && statement.utf8.elementsEqual(other.statement.utf8)
    }
}
